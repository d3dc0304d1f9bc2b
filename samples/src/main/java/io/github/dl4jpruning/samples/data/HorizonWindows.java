package io.github.dl4jpruning.samples.data;

import java.util.List;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Windows of a {@link HorizonTask} in mini-batches: features [batch, look-back, channels], labels [batch, horizon,
 * channels], both scaled.
 */
public final class HorizonWindows extends WindowBatches {
    private static final long serialVersionUID = 1L;

    private final transient HorizonTask task;

    private HorizonWindows(HorizonTask task, Span starts, int batch, Order order) {
        super(starts, batch, order);
        this.task = task;
    }

    /**
     * The training windows, shuffled; what does not fill a batch is left for another epoch, as published.
     *
     * @param batch windows per mini-batch
     * @param seed of the order
     * @param epoch the number of the first epoch: 0 for a new model, else how many it has seen
     */
    public static HorizonWindows training(HorizonTask task, int batch, long seed, int epoch) {
        return new HorizonWindows(task, task.training(), batch, new Order(true, true, seed, epoch));
    }

    /** All windows whose horizon begins at one of some rows, in time order. */
    public static HorizonWindows inOrder(HorizonTask task, Span starts, int batch) {
        return new HorizonWindows(task, starts, batch, Order.ofTime());
    }

    @Override
    DataSet cut(int[] rows, int from, int to) {
        int size = to - from;
        int channels = task.columns().size();
        float[] past = new float[size * task.lookBack() * channels];
        float[] future = new float[size * task.horizon() * channels];
        for (int i = 0; i < size; i++) {
            task.copyWindow(rows[from + i], past, i * task.lookBack() * channels);
            task.copyHorizon(rows[from + i], future, i * task.horizon() * channels);
        }
        return new DataSet(
                Nd4j.create(past, new long[] {size, task.lookBack(), channels}, 'c'),
                Nd4j.create(future, new long[] {size, task.horizon(), channels}, 'c'));
    }

    @Override
    public int inputColumns() {
        return task.columns().size();
    }

    @Override
    public int totalOutcomes() {
        return task.columns().size();
    }

    @Override
    public List<String> getLabels() {
        return task.columns();
    }
}
