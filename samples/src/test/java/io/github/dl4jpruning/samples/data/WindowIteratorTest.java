package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;

class WindowIteratorTest {
    private static final int LENGTH = 3;

    /** Two columns that count the rows, up and down. */
    private static ForecastTask counting() {
        double[] up = IntStream.range(0, 50).asDoubleStream().toArray();
        double[] down = IntStream.range(0, 50).mapToDouble(r -> -r).toArray();
        Series series = Series.of("test", List.of("up", "down"), new double[][] {up, down}, null);
        List<Scale> unscaled = List.of(new Scale("up", 0, 1), new Scale("down", 0, 1));
        return ForecastTask.withScales(series, unscaled, LENGTH, Change.LEVEL);
    }

    private static List<Integer> labels(WindowIterator windows) {
        List<Integer> labels = new ArrayList<>();
        while (windows.hasNext()) {
            INDArray column = windows.next().getLabels();
            for (int i = 0; i < column.size(0); i++) {
                labels.add(column.getInt(i, 0));
            }
        }
        return labels;
    }

    @Test
    void featuresAreBatchByColumnsByTimeAndLabelsTheNextValue() {
        DataSet batch = WindowIterator.inOrder(counting(), new Span(10, 30), 4).next();

        assertThat(batch.getFeatures().shape()).containsExactly(4, 2, LENGTH);
        assertThat(batch.getLabels().shape()).containsExactly(4, 1);
        assertThat(batch.getLabels().getDouble(1, 0)).isEqualTo(11);
        for (int t = 0; t < LENGTH; t++) {
            assertThat(batch.getFeatures().getDouble(1, 0, t)).isEqualTo(8 + t);
            assertThat(batch.getFeatures().getDouble(1, 1, t)).isEqualTo(-8 - t);
        }
    }

    @Test
    void modelsInSameDiffGetTheSameWindowsWithTimeFirst() {
        DataSet batch = WindowIterator.inOrder(counting(), new Span(10, 30), 4).next();
        DataSet turned = WindowIterator.inOrder(counting(), new Span(10, 30), 4)
                .timeFirst()
                .next();
        MultiDataSet multi = WindowIterator.inOrder(counting(), new Span(10, 30), 4)
                .timeFirst()
                .multi()
                .next();

        assertThat(turned.getFeatures().shape()).containsExactly(4, LENGTH, 2);
        assertThat(turned.getLabels().shape()).containsExactly(4, 1, 1);
        assertThat(turned.getFeatures().permute(0, 2, 1)).isEqualTo(batch.getFeatures());
        assertThat(turned.getLabels().ravel()).isEqualTo(batch.getLabels().ravel());
        assertThat(multi.getFeatures(0)).isEqualTo(turned.getFeatures());
        assertThat(multi.getLabels(0)).isEqualTo(turned.getLabels());
    }

    @Test
    void anEpochHasEveryTrainingWindowOnceAndTheLastBatchMayBeSmall() {
        WindowIterator windows = WindowIterator.training(counting(), 10, 1, 0);

        assertThat(windows.batches()).isEqualTo(4);
        assertThat(labels(windows))
                .hasSize(32)
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(LENGTH, 35).boxed().toList());
    }

    @Test
    void everyEpochHasAnOrderOfItsOwnThatFollowsFromSeedAndEpoch() {
        WindowIterator windows = WindowIterator.training(counting(), 10, 1, 0);
        List<Integer> first = labels(windows);
        windows.reset();
        List<Integer> second = labels(windows);

        assertThat(second).isNotEqualTo(first);
        assertThat(labels(WindowIterator.training(counting(), 10, 1, 0))).isEqualTo(first);
        assertThat(labels(WindowIterator.training(counting(), 10, 1, 1))).isEqualTo(second);
        assertThat(labels(WindowIterator.training(counting(), 10, 2, 0))).isNotEqualTo(first);
    }

    @Test
    void resettingTwiceIsResettingOnce() {
        WindowIterator once = WindowIterator.training(counting(), 10, 1, 0);
        WindowIterator twice = WindowIterator.training(counting(), 10, 1, 0);
        twice.reset();
        labels(once);
        labels(twice);
        once.reset();
        twice.reset();
        twice.reset();

        assertThat(labels(twice)).isEqualTo(labels(once));
    }

    @Test
    void theLastWindowIsOfTheNewestRows() {
        INDArray last = WindowIterator.last(counting());

        assertThat(last.shape()).containsExactly(1, 2, LENGTH);
        assertThat(last.getDouble(0, 0, LENGTH - 1)).isEqualTo(49);
    }

    @Test
    void thereIsNothingAfterTheEndOfAnEpoch() {
        WindowIterator windows = WindowIterator.inOrder(counting(), new Span(10, 12), 10);
        windows.next();

        assertThatThrownBy(windows::next).isInstanceOf(NoSuchElementException.class);
    }
}
