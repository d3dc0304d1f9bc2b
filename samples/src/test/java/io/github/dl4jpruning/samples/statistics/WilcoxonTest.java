package io.github.dl4jpruning.samples.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Expected values: SciPy 1.17.1, wilcoxon (exact, by permutation, and method='approx', correction=False). */
class WilcoxonTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void fewPairsWithoutTiesAreExactAsInSciPy() {
        Wilcoxon test = Wilcoxon.of(-1.2, 0.4, -2.1, -0.7, 0.9, -3.3, -1.1, -0.2, -1.9, 0.1);

        assertThat(test.plus()).isEqualTo(9);
        assertThat(test.minus()).isEqualTo(46);
        assertThat(test.p()).isCloseTo(0.064453125, EXACT);
    }

    @Test
    void fewPairsWithTiesAndZerosAreExactAsByAllPermutations() {
        Wilcoxon test = Wilcoxon.of(-1, 2, -2, -3, 0, -1, -4, 2, -5, -3, 0, -2);

        assertThat(test.pairs()).isEqualTo(10);
        assertThat(test.zeros()).isEqualTo(2);
        assertThat(test.plus()).isEqualTo(9);
        assertThat(test.p()).isCloseTo(0.064453125, EXACT);
    }

    @Test
    void halfRanksCountInFull() {
        // Ranks 1.5, 1.5, 3: sums of 1.5 and less come from 3 of the 8 ways to draw the signs.
        assertThat(Wilcoxon.of(1, -1, -2).p()).isCloseTo(0.75, EXACT);
    }

    @Test
    void manyPairsWithTiesEqualSciPy() {
        double[] differences = IntStream.rangeClosed(1, 60)
                .mapToDouble(i -> (i % 3 == 0 ? 1 : -1) * ((i + 1) / 2) * 0.01)
                .toArray();

        Wilcoxon test = Wilcoxon.of(differences);

        assertThat(Math.min(test.plus(), test.minus())).isEqualTo(630);
        assertThat(test.p()).isCloseTo(0.035881294336904276, EXACT);
    }

    @Test
    void manyPairsWithZerosEqualSciPy() {
        double[] differences = IntStream.rangeClosed(1, 80)
                .mapToDouble(i -> i == 4 || i == 11 ? 0 : (i * i % 7 < 3 ? 1 : -1) * i * 0.5)
                .toArray();

        Wilcoxon test = Wilcoxon.of(differences);

        assertThat(test.zeros()).isEqualTo(2);
        assertThat(Math.min(test.plus(), test.minus())).isEqualTo(884);
        assertThat(test.p()).isCloseTo(0.0010759923616353105, EXACT);
    }

    @Test
    void fiveSeedsCanNeverBeSignificant() {
        assertThat(Wilcoxon.of(-1, -2, -3, -4, -5).p()).isCloseTo(0.0625, EXACT);
    }

    @Test
    void pairsThatDoNotDifferHaveNoEffect() {
        Wilcoxon test = Wilcoxon.of(0, 0, 0);

        assertThat(test.p()).isEqualTo(1);
        assertThat(RankBiserial.of(test)).isZero();
    }

    @Test
    void theRankBiserialCorrelationIsTheShareOfRanksInFavourLessTheRest() {
        assertThat(RankBiserial.of(Wilcoxon.of(1, 2, 3))).isEqualTo(1);
        assertThat(RankBiserial.of(Wilcoxon.of(-1, -2, -3))).isEqualTo(-1);
        assertThat(RankBiserial.of(Wilcoxon.of(-1.2, 0.4, -2.1, -0.7, 0.9, -3.3, -1.1, -0.2, -1.9, 0.1)))
                .isCloseTo((9 - 46) / 55.0, EXACT);
    }

    @Test
    void aDifferenceThatIsNoNumberIsRefused() {
        assertThatThrownBy(() -> Wilcoxon.of(1, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
