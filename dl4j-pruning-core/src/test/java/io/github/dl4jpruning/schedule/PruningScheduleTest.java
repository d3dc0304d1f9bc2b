package io.github.dl4jpruning.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.schedule.PruningSchedule.Preview.Row;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PruningScheduleTest {

    private static final double TINY = 1e-15;

    @Test
    void targetFollowsTheCurveOverTheWindowInIterations() {
        var schedule = new PruningSchedule(SparsityCurve.paperCubic(0.3, 0.7), PruningWindow.iterations(101, 201, 10));
        assertThat(schedule.targetAt(1, 0)).isZero();
        assertThat(schedule.targetAt(100, 50)).isZero();
        assertThat(schedule.targetAt(101, 0)).isEqualTo(0.3);
        assertThat(schedule.targetAt(151, 0)).isCloseTo(0.35, within(TINY));
        assertThat(schedule.targetAt(200, 0)).isLessThan(0.7);
        assertThat(schedule.targetAt(201, 0)).isEqualTo(0.7);
        assertThat(schedule.targetAt(1_000_000, 0)).isEqualTo(0.7);
        assertThat(schedule.finalSparsity()).isEqualTo(0.7);
    }

    @Test
    void targetFollowsTheCurveOverTheWindowInEpochs() {
        var schedule = new PruningSchedule(SparsityCurve.zhuGuptaCubic(0.5, 0.8), PruningWindow.epochs(2, 6, 5));
        assertThat(schedule.targetAt(1_000, 1)).isZero();
        assertThat(schedule.targetAt(7, 2)).isEqualTo(0.5);
        assertThat(schedule.targetAt(7, 3)).isCloseTo(0.6734375, within(TINY));
        assertThat(schedule.targetAt(7, 4)).isCloseTo(0.7625, within(TINY));
        assertThat(schedule.targetAt(7, 6)).isEqualTo(0.8);
        assertThat(schedule.targetAt(7, 7)).isEqualTo(0.8);
    }

    @Test
    void masksAreDueWhereTheWindowSays() {
        var schedule = new PruningSchedule(SparsityCurve.linear(0, 0.5), PruningWindow.iterations(10, 20, 4));
        assertThat(schedule.isDue(9, 0)).isFalse();
        assertThat(schedule.isDue(10, 0)).isTrue();
        assertThat(schedule.isDue(13, 0)).isFalse();
        assertThat(schedule.isDue(14, 0)).isTrue();
        assertThat(schedule.isDue(19, 0)).isFalse();
        assertThat(schedule.isDue(20, 0)).isTrue();
    }

    @Provide
    Arbitrary<SparsityCurve> curves() {
        return Arbitraries.of(
                SparsityCurve.paperCubic(0.3, 0.7),
                SparsityCurve.zhuGuptaCubic(0.1, 0.95),
                SparsityCurve.convexPolynomial(0, 0.5, 2.5),
                SparsityCurve.concavePolynomial(0, 0.5, 0.3),
                SparsityCurve.linear(0.2, 0.6),
                SparsityCurve.oneShot(0.8),
                SparsityCurve.constant(0.4),
                p -> 0.8 * Math.sin(p * Math.PI / 2));
    }

    @Property(tries = 300)
    void everyCurveIsZeroBeforeTheWindowNeverFallsAndEndsAtItsLastValueExactly(
            @ForAll("curves") SparsityCurve curve,
            @ForAll boolean inEpochs,
            @ForAll @IntRange(min = 1, max = 60) int begin,
            @ForAll @IntRange(max = 60) int length) {
        int end = begin + length;
        var window = inEpochs ? PruningWindow.epochs(begin, end, 3) : PruningWindow.iterations(begin, end, 3);
        var schedule = new PruningSchedule(curve, window);
        double before = 0;
        for (int now = 1; now <= end + 5; now++) {
            double target = schedule.targetAt(inEpochs ? 1 : now, inEpochs ? now : 0);
            if (now < begin) {
                assertThat(target).isZero();
            }
            if (now >= end) {
                assertThat(target).isEqualTo(curve.at(1)).isEqualTo(schedule.finalSparsity());
            }
            assertThat(target).isGreaterThanOrEqualTo(before).isLessThan(1);
            before = target;
        }
    }

    @Test
    void aLambdaIsACurve() {
        var schedule = new PruningSchedule(p -> 0.8 * Math.sqrt(p), PruningWindow.iterations(1, 101, 1));
        assertThat(schedule.targetAt(26, 0)).isCloseTo(0.4, within(TINY));
        assertThat(schedule.finalSparsity()).isEqualTo(0.8);
    }

    @Test
    void aCurveThatLeavesItsRangeIsRefusedWithTheProgressWhereItDoes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PruningSchedule(p -> 2 * p, PruningWindow.iterations(1, 10, 1)))
                .withMessage(
                        "the curve at progress 0.5 is 1.0 but must lie in [0, 1): it is the fraction of weights that"
                                + " are zero, so 0.7 means 70% are pruned");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PruningSchedule(p -> p, PruningWindow.iterations(1, 10, 1)))
                .withMessageStartingWith("the curve at progress 1.0 is 1.0 but");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PruningSchedule(p -> p - 0.1, PruningWindow.iterations(1, 10, 1)))
                .withMessageStartingWith("the curve at progress 0.0 is -0.1 but");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PruningSchedule(p -> Double.NaN, PruningWindow.iterations(1, 10, 1)))
                .withMessageStartingWith("the curve at progress 0.0 is NaN but");
    }

    @Test
    void aCurveThatFallsIsRefusedWithTheProgressWhereItDoes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PruningSchedule(p -> p < 0.75 ? 0.5 : 0.25, PruningWindow.iterations(1, 10, 1)))
                .withMessage(
                        "the curve falls from 0.5 to 0.25 at progress 0.75: pruned weights stay pruned, so the sparsity"
                                + " can only rise");
    }

    @Test
    void aCurveThatLeavesItsRangeBetweenTheCheckedPointsIsFoundWhenItDoes() {
        SparsityCurve spike = p -> Math.abs(p - 0.50025) < 1e-6 ? 1.5 : 0.5;
        var schedule = new PruningSchedule(spike, PruningWindow.iterations(1, 4_001, 1));
        assertThat(schedule.targetAt(2_001, 0)).isEqualTo(0.5);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schedule.targetAt(2_002, 0))
                .withMessageStartingWith("the curve at step 2002 is 1.5 but must lie in [0, 1)");
    }

    @Test
    void aMissingCurveOrWindowIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PruningSchedule(null, PruningWindow.iterations(1, 10, 1)))
                .withMessage("a schedule needs a curve and a window, one of them is null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PruningSchedule(SparsityCurve.constant(0.5), null))
                .withMessage("a schedule needs a curve and a window, one of them is null");
    }

    @Test
    void aScheduleThatEndsWithTheTrainingIsAccepted() {
        var length = new TrainingLength(20, 35);
        var iterations = new PruningSchedule(SparsityCurve.linear(0, 0.5), PruningWindow.iterations(1, 700, 5));
        var epochs = new PruningSchedule(SparsityCurve.linear(0, 0.5), PruningWindow.epochs(2, 19, 100));
        assertThatCode(() -> iterations.requireReachedWithin(length)).doesNotThrowAnyException();
        assertThatCode(() -> epochs.requireReachedWithin(length)).doesNotThrowAnyException();
    }

    @Test
    void aScheduleThatEndsAfterTheLastIterationIsRefusedWithWhatWouldBeReached() {
        var schedule = new PruningSchedule(SparsityCurve.linear(0, 0.8), PruningWindow.iterations(1, 2_001, 5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schedule.requireReachedWithin(new TrainingLength(10, 100)))
                .withMessage(
                        "the schedule ends at iteration 2001, but the training of 10 epochs with 100 iterations each"
                                + " stops at iteration 1000 and would reach a sparsity of 0.3996 instead of 0.8000: set the end of"
                                + " the window to at most 1000 or train longer");
    }

    @Test
    void aScheduleThatEndsAfterTheLastEpochIsRefusedWithWhatWouldBeReached() {
        var schedule = new PruningSchedule(SparsityCurve.paperCubic(0.3, 0.7), PruningWindow.epochs(2, 20, 5));
        // Epoch 19 is progress 17/18: 0.3 + 0.4 * 0.842421... = 0.636968
        assertThatIllegalArgumentException()
                .isThrownBy(() -> schedule.requireReachedWithin(new TrainingLength(20, 35)))
                .withMessage("the schedule ends at epoch (counted from 0) 20, but the training of 20 epochs with 35"
                        + " iterations each stops at epoch 19 and would reach a sparsity of 0.6370 instead of 0.7000: set"
                        + " the end of the window to at most 19 or train longer");
    }

    @Test
    void previewInIterationsHasARowForEveryUpdateAndTheEnd() {
        var schedule = new PruningSchedule(SparsityCurve.linear(0, 0.75), PruningWindow.iterations(10, 25, 7));
        var preview = schedule.preview();
        assertThat(preview.unit()).isEqualTo(PruningWindow.Unit.ITERATIONS);
        assertThat(preview.rows())
                .usingRecursiveFieldByFieldElementComparator(
                        org.assertj.core.api.recursive.comparison.RecursiveComparisonConfiguration.builder()
                                .withComparatorForType(
                                        (a, b) -> Math.abs(a - b) < TINY ? 0 : Double.compare(a, b), Double.class)
                                .build())
                .containsExactly(new Row(10, 0), new Row(17, 0.35), new Row(24, 0.7), new Row(25, 0.75));
    }

    @Test
    void previewDoesNotTellAnEndOnTheGridTwice() {
        var schedule = new PruningSchedule(SparsityCurve.oneShot(0.75), PruningWindow.iterations(10, 24, 7));
        assertThat(schedule.preview().rows()).containsExactly(new Row(10, 0), new Row(17, 0), new Row(24, 0.75));
    }

    @Test
    void previewInEpochsHasARowForEveryEpoch() {
        var schedule = new PruningSchedule(SparsityCurve.oneShot(0.5), PruningWindow.epochs(2, 4, 100));
        assertThat(schedule.preview().unit()).isEqualTo(PruningWindow.Unit.EPOCHS);
        assertThat(schedule.preview().rows()).containsExactly(new Row(2, 0), new Row(3, 0), new Row(4, 0.5));
    }

    @Test
    void previewOfAWindowOfOneStepHasOneRow() {
        var schedule = new PruningSchedule(SparsityCurve.constant(0.5), PruningWindow.iterations(7, 7, 3));
        assertThat(schedule.preview().rows()).containsExactly(new Row(7, 0.5));
    }

    @Test
    void previewIsATableOfText() {
        var schedule = new PruningSchedule(SparsityCurve.paperCubic(0.3, 0.7), PruningWindow.epochs(2, 4, 5));
        assertThat(schedule.preview().toString().lines())
                .containsExactly(
                        "     epoch  sparsity", "         2  0.3000", "         3  0.3500", "         4  0.7000");
        assertThat(new PruningSchedule(SparsityCurve.constant(0.5), PruningWindow.iterations(7, 7, 3))
                        .preview()
                        .toString()
                        .lines())
                .containsExactly(" iteration  sparsity", "         7  0.5000");
    }
}
