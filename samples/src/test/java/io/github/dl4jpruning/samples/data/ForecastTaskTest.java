package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.InputException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForecastTaskTest {
    private static final int ROWS = 101;

    private static double[] positives(long seed) {
        return new Random(seed).doubles(ROWS, 10, 20).toArray();
    }

    private static Series series(double[] target, double[] feature) {
        return Series.of("test", List.of("y", "x"), new double[][] {target, feature}, null);
    }

    private static ForecastTask task(double[] target, double[] feature, Change change) {
        return ForecastTask.of(series(target, feature), "y", List.of("x"), 5, change);
    }

    @Test
    void theSplitIs70To10To20InTimeOrder() {
        Split split = Split.of(1000);

        assertThat(split).isEqualTo(new Split(new Span(0, 700), new Span(700, 800), new Span(800, 1000)));
    }

    @Test
    void scalersKnowTheTrainingPartAlone() {
        double[] target = positives(1);
        double[] changed = target.clone();
        Arrays.fill(changed, 70, ROWS, 1e6);

        List<Scale> scales = task(target, positives(2), Change.LEVEL).scales();

        assertThat(task(changed, positives(2), Change.LEVEL).scales()).isEqualTo(scales);
        double mean = Arrays.stream(target, 0, 70).average().orElseThrow();
        assertThat(scales.get(0).mean()).isCloseTo(mean, within(1e-9));
    }

    @ParameterizedTest
    @EnumSource
    void aWindowHoldsTheRowsBeforeTheOneToForecastAndNothingOfIt(Change change) {
        double[] target = positives(1);
        double[] feature = positives(2);
        ForecastTask before = task(target, feature, change);
        int row = 80;
        int seriesRow = before.seriesRow(row);
        Arrays.fill(target, seriesRow, ROWS, 99);
        Arrays.fill(feature, seriesRow, ROWS, 99);
        ForecastTask after = task(target, feature, change);

        assertThat(window(after, row)).containsExactly(window(before, row));
        assertThat(window(after, row + 1)).isNotEqualTo(window(before, row + 1));
    }

    private static float[] window(ForecastTask task, int row) {
        float[] window = new float[task.features() * task.length()];
        task.copyWindow(row, window, 0);
        return window;
    }

    @ParameterizedTest
    @EnumSource
    void aPerfectOutputIsTheLevelThatCame(Change change) {
        double[] target = positives(3);
        ForecastTask task = task(target, positives(4), change);
        Span test = task.split().test();

        double[] actual = task.actual(test);
        for (int i = 0; i < actual.length; i++) {
            int row = test.from() + i;
            assertThat(actual[i]).isEqualTo(target[task.seriesRow(row)]);
            assertThat(task.level(row, task.label(row))).isCloseTo(actual[i], within(1e-4));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theNaiveForecastIsTheLevelOneRowEarlier(Change change) {
        double[] target = positives(3);
        ForecastTask task = task(target, positives(4), change);
        Span test = task.split().test();

        assertThat(task.lastValues(test))
                .containsExactly(
                        Arrays.copyOfRange(target, task.seriesRow(test.from()) - 1, task.seriesRow(test.to()) - 1));
    }

    @Test
    void tooFewRowsForTheLengthAreToldWithALengthThatWouldDo() {
        Series twenty = series(Arrays.copyOf(positives(1), 20), Arrays.copyOf(positives(2), 20));

        assertThatThrownBy(() -> ForecastTask.of(twenty, "y", List.of(), 30, Change.LEVEL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test has 20 usable rows, of which 14 train")
                .hasMessageContaining("length 13 or less");
        assertThat(ForecastTask.of(twenty, "y", List.of(), 13, Change.LEVEL).trainingTargets())
                .isEqualTo(new Span(13, 14));
    }

    @Test
    void aTargetThatNeverChangesIsRefused() {
        double[] constant = new double[ROWS];
        Arrays.fill(constant, 7);

        assertThatThrownBy(() -> task(constant, positives(1), Change.LEVEL))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("column 'y'")
                .hasMessageContaining("are 7.0");
    }

    @Test
    void aFeatureThatNeverChangesBecomesZeroInsteadOfNotANumber() {
        double[] constant = new double[ROWS];
        Arrays.fill(constant, 0.1);

        float[] window = window(task(positives(1), constant, Change.LEVEL), 50);

        assertThat(Arrays.copyOfRange(window, 5, 10)).containsOnly(0f);
    }

    @Test
    void aReturnOnZeroIsRefusedWithColumnAndRow() {
        double[] feature = positives(2);
        feature[40] = 0;

        assertThatThrownBy(() -> task(positives(1), feature, Change.RETURN))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("column 'x', row 41: no return on the value 0.0")
                .hasMessageContaining("difference");
    }
}
