package io.github.dl4jpruning.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SparsityCurveTest {

    private static final double TINY = 1e-15;

    @ParameterizedTest
    @CsvSource({"0, 0.3", "0.25, 0.30625", "0.5, 0.35", "0.8, 0.5048", "1, 0.7"})
    void paperCubicRisesWithTheThirdPowerOfTheProgress(double progress, double expected) {
        assertThat(SparsityCurve.paperCubic(0.3, 0.7).at(progress)).isCloseTo(expected, within(TINY));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.5", "0.25, 0.6734375", "0.5, 0.7625", "0.9, 0.7997", "1, 0.8"})
    void zhuGuptaCubicFallsShortByTheThirdPowerOfWhatIsLeft(double progress, double expected) {
        assertThat(SparsityCurve.zhuGuptaCubic(0.5, 0.8).at(progress)).isCloseTo(expected, within(TINY));
    }

    @ParameterizedTest
    @CsvSource({"2, 0.5, 0.3", "2, 0.25, 0.15", "0.5, 0.25, 0.5", "5, 0.5, 0.125"})
    void convexPolynomialTakesAnyDegree(double degree, double progress, double expected) {
        assertThat(SparsityCurve.convexPolynomial(0.1, 0.9, degree).at(progress))
                .isCloseTo(expected, within(TINY));
    }

    @ParameterizedTest
    @CsvSource({"2, 0.5, 0.7", "2, 0.25, 0.45", "0.5, 0.75, 0.5", "5, 0.5, 0.875"})
    void concavePolynomialTakesAnyDegree(double degree, double progress, double expected) {
        assertThat(SparsityCurve.concavePolynomial(0.1, 0.9, degree).at(progress))
                .isCloseTo(expected, within(TINY));
    }

    @ParameterizedTest
    @CsvSource({"0, 0.2", "0.25, 0.3", "0.5, 0.4", "0.75, 0.5", "1, 0.6"})
    void linearIsAStraightLine(double progress, double expected) {
        assertThat(SparsityCurve.linear(0.2, 0.6).at(progress)).isCloseTo(expected, within(TINY));
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.25, 0.5", "0.5, 0.75", "0.75, 0.875", "1, 0.9375"})
    void geometricTakesTheSameShareOfWhatIsLeftInEqualTimes(double progress, double expected) {
        assertThat(SparsityCurve.geometric(0.9375).at(progress)).isCloseTo(expected, within(TINY));
    }

    @Property(tries = 300)
    void geometricRisesAndNeverPassesItsEnd(
            @ForAll @DoubleRange(max = 0.999999) @Scale(6) double last, @ForAll @DoubleRange(max = 1) double progress) {
        SparsityCurve curve = SparsityCurve.geometric(last);
        assertThat(curve.at(progress)).isBetween(0.0, last).isBetween(curve.at(progress * 0.99), curve.at(1));
        assertThat(curve.at(1)).isEqualTo(last);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, Double.NaN})
    void geometricRefusesASparsityOutsideItsRange(double last) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparsityCurve.geometric(last))
                .withMessageContaining("last sparsity is " + last);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "0.5, 0", "0.9999999, 0", "1, 0.6"})
    void oneShotWaitsForTheEnd(double progress, double expected) {
        assertThat(SparsityCurve.oneShot(0.6).at(progress)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-9, 0.5, 0.999, 1})
    void constantIsTheSameFromTheBeginning(double progress) {
        assertThat(SparsityCurve.constant(0.45).at(progress)).isEqualTo(0.45);
    }

    @Property(tries = 500)
    void polynomialsStayBetweenTheirEndsNeverFallAndEndExactly(
            @ForAll @DoubleRange(max = 0.999999) @Scale(6) double one,
            @ForAll @DoubleRange(max = 0.999999) @Scale(6) double other,
            @ForAll @DoubleRange(min = 0.01, max = 20) double degree,
            @ForAll boolean concave) {
        double initial = Math.min(one, other);
        double last = Math.max(one, other);
        SparsityCurve curve = new PolynomialCurve(initial, last, degree, concave);
        assertThat(curve.at(0)).isEqualTo(initial);
        assertThat(curve.at(1)).isEqualTo(last);
        double before = initial;
        for (int i = 1; i <= 200; i++) {
            double now = curve.at(i / 200.0);
            assertThat(now).isBetween(before, last);
            before = now;
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 1, 1.5, -1e-300, Double.NaN, Double.POSITIVE_INFINITY})
    void aSparsityOutsideItsRangeIsRefusedByEveryCurve(double bad) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparsityCurve.paperCubic(bad, 0.9))
                .withMessage(
                        "initial sparsity is " + bad + " but must lie in [0, 1): it is the fraction of weights that"
                                + " are zero, so 0.7 means 70% are pruned");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparsityCurve.zhuGuptaCubic(0, bad))
                .withMessageStartingWith("last sparsity is " + bad + " but must lie in [0, 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparsityCurve.linear(bad, 0.9))
                .withMessageStartingWith("initial sparsity is " + bad + " but");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparsityCurve.oneShot(bad))
                .withMessageStartingWith("sparsity is " + bad + " but must lie in [0, 1)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparsityCurve.constant(bad))
                .withMessageStartingWith("initial sparsity is " + bad + " but");
    }

    @Test
    void aLastSparsityBelowTheFirstIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparsityCurve.paperCubic(0.7, 0.3))
                .withMessage("last sparsity 0.3 is below the initial sparsity 0.7: pruned weights stay pruned, so the"
                        + " sparsity can only rise; swap the two");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
    void aDegreeThatIsNotAPositiveNumberIsRefused(double degree) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparsityCurve.convexPolynomial(0, 0.5, degree))
                .withMessage("degree is " + degree + " but must be a positive number, 3 for a cubic");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SparsityCurve.concavePolynomial(0, 0.5, degree))
                .withMessageStartingWith("degree is " + degree + " but");
    }
}
