package io.github.dl4jpruning.samples.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;

/** Expected values: SciPy 1.17.1 (t.interval, bootstrap with 400,000 resamples) and NumPy; Demsar 2006 for Nemenyi. */
class StatisticsTest {
    @Test
    void equalValuesShareTheMeanOfTheirRanks() {
        assertThat(Ranks.of(3, 1, 3, 2)).containsExactly(3.5, 1, 3.5, 2);
    }

    @Test
    void holmsCorrectionStepsDownAndKeepsTheOrder() {
        assertThat(Holm.adjust(0.01, 0.04, 0.03, 0.005, 0.5, 0.04))
                .containsExactly(new double[] {0.05, 0.12, 0.12, 0.03, 0.5, 0.12}, within(1e-12));
        assertThat(Holm.adjust(0.6, 0.9)).containsExactly(1, 1);
        assertThatThrownBy(() -> Holm.adjust(1.5)).hasMessageContaining("1.5");
        assertThatThrownBy(() -> Holm.adjust(Double.NaN)).hasMessageContaining("NaN");
    }

    @Test
    void theIntervalOfAMeanIsStudents() {
        MeanInterval mean = MeanInterval.of(0.412, 0.405, 0.431, 0.398, 0.420);

        assertThat(mean.mean()).isCloseTo(0.4132, within(1e-12));
        assertThat(mean.interval().low()).isCloseTo(0.3972167407713277, within(1e-9));
        assertThat(mean.interval().high()).isCloseTo(0.42918325922867223, within(1e-9));
    }

    @Test
    void aSingleValueHasNoInterval() {
        assertThat(MeanInterval.of(0.4).interval().known()).isFalse();
        assertThat(Interval.NONE.contains(0.4)).isFalse();
    }

    @Test
    void anIntervalTheWrongWayRoundIsRefused() {
        assertThatThrownBy(() -> new Interval(2, 1)).hasMessageContaining("[2.0, 1.0]");
        assertThatThrownBy(() -> new Interval(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void criticalDifferencesAreDemsars() {
        // Demsar 2006, section 3.2.2: four classifiers on 14 data sets.
        assertThat(CriticalDifference.of(4, 14).value()).isCloseTo(1.25, within(0.005));
        assertThat(CriticalDifference.of(10, 100).value()).isCloseTo(3.164 * Math.sqrt(11.0 / 60), within(1e-12));
        assertThatThrownBy(() -> CriticalDifference.of(11, 5)).hasMessageContaining("11 treatments");
    }

    @Test
    void groupsAreOfAllThatIsNotToldApartAndNoneLiesWithinAnother() {
        CriticalDifference difference = new CriticalDifference(1.0);

        assertThat(difference.groups(List.of(3.2, 1.5, 2.4, 2.9))).containsExactly(List.of(1, 2), List.of(2, 3, 0));
        assertThat(difference.groups(List.of(1.0, 2.0, 3.0))).isEmpty(); // not less than the difference
    }

    private static final double[] A = {0.80, 0.95, 1.10, 0.70, 0.60, 1.40, 0.85, 0.90, 1.05, 0.75};
    private static final double[] B = {0.90, 0.99, 1.30, 0.72, 0.70, 1.35, 0.99, 0.93, 1.25, 0.80};

    private static double[] pick(double[] values, int[] indices) {
        return Arrays.stream(indices).mapToDouble(i -> values[i]).toArray();
    }

    @Test
    void theBootstrapOfAPairedGainIsNearThatOfSciPy() {
        Interval interval =
                Bootstrap.interval(10, drawn -> 1 - StatUtils.mean(pick(A, drawn)) / StatUtils.mean(pick(B, drawn)));

        assertThat(interval.low()).isCloseTo(0.0360825, within(0.003));
        assertThat(interval.high()).isCloseTo(0.1265345, within(0.003));
    }

    @Test
    void theBootstrapOfAMedianIsNearThatOfSciPy() {
        double[] relative =
                IntStream.range(0, 10).mapToDouble(i -> A[i] / B[i] - 1).toArray();

        Interval interval = Bootstrap.interval(10, drawn -> StatUtils.percentile(pick(relative, drawn), 50));

        assertThat(interval.low()).isCloseTo(-0.14763, within(0.003));
        assertThat(interval.high()).isCloseTo(-0.03226, within(0.003));
    }

    @Test
    void theBootstrapIsTheSameAtEveryCallAndNeedsTwoBlocks() {
        assertThat(Bootstrap.interval(5, drawn -> drawn[0])).isEqualTo(Bootstrap.interval(5, drawn -> drawn[0]));
        assertThat(Bootstrap.interval(1, drawn -> 7)).isEqualTo(Interval.NONE);
    }
}
