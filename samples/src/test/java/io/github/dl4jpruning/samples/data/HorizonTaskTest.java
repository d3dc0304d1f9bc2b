package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.InputException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

class HorizonTaskTest {
    private static final int LOOK_BACK = 4;
    private static final int HORIZON = 2;
    private static final Split SPLIT = new Split(new Span(0, 30), new Span(30, 40), new Span(40, 55));

    /** Row r holds r and 1000 - 2 r. */
    private static HorizonTask counting(int changedFrom) {
        double[] up = IntStream.range(0, 60)
                .mapToDouble(r -> r < changedFrom ? r : 1e6)
                .toArray();
        double[] down = IntStream.range(0, 60)
                .mapToDouble(r -> r < changedFrom ? 1000 - 2 * r : -1e6)
                .toArray();
        return HorizonTask.of(
                Series.of("test", List.of("up", "down"), new double[][] {up, down}, null), LOOK_BACK, HORIZON, SPLIT);
    }

    private static double up(HorizonTask task, INDArray array, long... at) {
        return task.scales().get(0).restore(array.getDouble(at));
    }

    @Test
    void windowsAreBatchByTimeByChannelsAndTheHorizonFollowsTheLookBack() {
        HorizonTask task = counting(60);
        DataSet batch = HorizonWindows.inOrder(task, task.validation(), 3).next();

        assertThat(batch.getFeatures().shape()).containsExactly(3, LOOK_BACK, 2);
        assertThat(batch.getLabels().shape()).containsExactly(3, HORIZON, 2);
        for (int t = 0; t < LOOK_BACK; t++) {
            double value = up(task, batch.getFeatures(), 1, t, 0);
            assertThat(value).isCloseTo(27 + t, within(1e-4));
            assertThat(task.scales().get(1).restore(batch.getFeatures().getDouble(1, t, 1)))
                    .isCloseTo(1000 - 2 * value, within(1e-3));
        }
        assertThat(up(task, batch.getLabels(), 1, 0, 0)).isCloseTo(31, within(1e-4));
        assertThat(up(task, batch.getLabels(), 1, 1, 0)).isCloseTo(32, within(1e-4));
    }

    @Test
    void partsHaveTheWindowsWhoseHorizonLiesInThemAndNoOthers() {
        HorizonTask task = counting(60);

        assertThat(task.training()).isEqualTo(new Span(4, 29));
        assertThat(task.validation()).isEqualTo(new Span(30, 39));
        assertThat(task.test()).isEqualTo(new Span(40, 54));
    }

    @Test
    void theHourlyTransformerDataHaveThePublishedNumbersOfWindows() {
        double[] values = IntStream.range(0, 17_420).mapToDouble(Math::sin).toArray();
        Split split = new Split(new Span(0, 8640), new Span(8640, 11_520), new Span(11_520, 14_400));
        HorizonTask task =
                HorizonTask.of(Series.of("test", List.of("y"), new double[][] {values}, null), 336, 96, split);

        assertThat(task.training().rows()).isEqualTo(8209);
        assertThat(task.validation().rows()).isEqualTo(2785);
        assertThat(task.test().rows()).isEqualTo(2785);
    }

    @Test
    void scalersAndTrainingWindowsKnowNothingOfWhatComesAfterTheTrainingPart() {
        HorizonTask task = counting(60);
        HorizonTask changed = counting(30);

        assertThat(changed.scales()).isEqualTo(task.scales());
        HorizonWindows windows = HorizonWindows.training(task, 25, 1, 0);
        HorizonWindows other = HorizonWindows.training(changed, 25, 1, 0);
        DataSet batch = windows.next();
        DataSet same = other.next();
        assertThat(same.getFeatures()).isEqualTo(batch.getFeatures());
        assertThat(same.getLabels()).isEqualTo(batch.getLabels());
    }

    @Test
    void aTrainingEpochLeavesOutWhatDoesNotFillABatchAndTheNextOneOtherWindows() {
        HorizonTask task = counting(60);
        HorizonWindows windows = HorizonWindows.training(task, 10, 1, 0); // 25 windows
        Set<Long> first = starts(task, windows);
        windows.reset();
        Set<Long> second = starts(task, windows);

        assertThat(windows.batches()).isEqualTo(2);
        assertThat(first).hasSize(20);
        assertThat(second).hasSize(20).isNotEqualTo(first);
        assertThat(starts(task, HorizonWindows.training(task, 10, 1, 1))).isEqualTo(second);
    }

    private static Set<Long> starts(HorizonTask task, HorizonWindows windows) {
        Set<Long> starts = new HashSet<>();
        while (windows.hasNext()) {
            INDArray labels = windows.next().getLabels();
            for (int i = 0; i < labels.size(0); i++) {
                starts.add(Math.round(up(task, labels, i, 0, 0)));
            }
        }
        return starts;
    }

    @Test
    void theSeasonalNaiveForecastIsTheLastKnownValueOfTheSameSeason() {
        double[] values = IntStream.range(0, 60)
                .mapToDouble(r -> r % 3 + (r >= 45 ? 10 : 0))
                .toArray();
        HorizonTask task = HorizonTask.of(Series.of("test", List.of("y"), new double[][] {values}, null), 6, 5, SPLIT);
        double deviation = task.scales().get(0).deviation();

        // Rows 44 to 48 from row 43 on: the jump of 10 is in the last four of five; none of it is known.
        Errors errors = task.seasonalNaive(new Span(44, 45), 3);

        assertThat(errors.mae()).isCloseTo(4 * 10 / 5.0 / deviation, within(1e-5));
        assertThat(errors.rmse()).isCloseTo(Math.sqrt(4 * 100 / 5.0) / deviation, within(1e-5));
        assertThat(task.seasonalNaive(task.validation(), 3).mae()).isCloseTo(0, within(1e-9));
    }

    @Test
    void whatIsTooShortIsTold() {
        double[] values = new double[54];
        Arrays.setAll(values, i -> i);
        Series shorter = Series.of("short.csv", List.of("y"), new double[][] {values}, null);

        assertThatThrownBy(() -> HorizonTask.of(shorter, 4, 2, SPLIT))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("short.csv has 54 rows, but the split needs 55");
        assertThatThrownBy(() -> HorizonTask.of(
                        shorter.rows(0, 54), 4, 20, new Split(new Span(0, 30), new Span(30, 40), new Span(40, 54))))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("horizon of 20");
    }
}
