package io.github.dl4jpruning.samples.data;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Windows of a {@link ForecastTask} in mini-batches, scaled: features [batch, columns, length] and labels [batch, 1] as
 * DL4J wants them, or, {@link #timeFirst()}, as the models in SameDiff do.
 */
public final class WindowIterator extends WindowBatches {
    private static final long serialVersionUID = 1L;

    private final transient ForecastTask task;
    private boolean timeFirst;

    private WindowIterator(ForecastTask task, Span targets, int batch, Order order) {
        super(targets, batch, order);
        this.task = task;
    }

    /**
     * The training windows, shuffled.
     *
     * @param batch windows per mini-batch
     * @param seed of the order
     * @param epoch the number of the first epoch: 0 for a new network, else how many it has seen
     */
    public static WindowIterator training(ForecastTask task, int batch, long seed, int epoch) {
        return new WindowIterator(task, task.trainingTargets(), batch, new Order(true, false, seed, epoch));
    }

    /** The windows before some rows, in time order. */
    public static WindowIterator inOrder(ForecastTask task, Span targets, int batch) {
        return new WindowIterator(task, targets, batch, Order.ofTime());
    }

    /** The newest window, [1, columns, length]: what comes after it is not known yet. */
    public static INDArray last(ForecastTask task) {
        float[] features = new float[task.features() * task.length()];
        task.copyWindow(task.rows() + task.ahead() - 1, features, 0);
        return Nd4j.create(features, new long[] {1, task.features(), task.length()}, 'c');
    }

    /** This iterator with features [batch, length, columns] and labels [batch, 1, 1]. */
    public WindowIterator timeFirst() {
        timeFirst = true;
        return this;
    }

    @Override
    DataSet cut(int[] rows, int from, int to) {
        int size = to - from;
        int window = task.features() * task.length();
        float[] features = new float[size * window];
        float[] labels = new float[size];
        for (int i = 0; i < size; i++) {
            int row = rows[from + i];
            task.copyWindow(row, features, i * window);
            labels[i] = task.label(row);
        }
        INDArray input = Nd4j.create(features, new long[] {size, task.features(), task.length()}, 'c');
        return timeFirst
                ? new DataSet(input.permute(0, 2, 1), Nd4j.create(labels, new long[] {size, 1, 1}, 'c'))
                : new DataSet(input, Nd4j.create(labels, new long[] {size, 1}, 'c'));
    }

    @Override
    public int inputColumns() {
        return task.features();
    }

    @Override
    public int totalOutcomes() {
        return 1;
    }

    @Override
    public List<String> getLabels() {
        return List.of(task.target());
    }
}
