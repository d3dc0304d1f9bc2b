package io.github.dl4jpruning.samples.data;

import java.util.List;
import java.util.NoSuchElementException;
import java.util.Random;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Windows of a {@link ForecastTask} in mini-batches: features [batch, columns, length], labels [batch, 1], both scaled. In
 * training every epoch has its own order, which follows from the seed and the number of the epoch alone: a network that is saved
 * and trained on sees the batches it would have seen.
 */
public final class WindowIterator implements DataSetIterator {
    private static final long serialVersionUID = 1L;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final transient ForecastTask task;
    private final int batch;
    private final boolean shuffled;
    private final long seed;
    private final int firstRow;
    private final int[] rows;
    private int epoch;
    private int next;

    private WindowIterator(ForecastTask task, Span targets, int batch, boolean shuffled, long seed, int epoch) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, but is " + batch);
        }
        this.task = task;
        this.batch = batch;
        this.shuffled = shuffled;
        this.seed = seed;
        this.epoch = epoch;
        this.firstRow = targets.from();
        this.rows = new int[targets.rows()];
        order();
    }

    /**
     * The training windows, shuffled.
     *
     * @param batch windows per mini-batch
     * @param seed of the order
     * @param epoch the number of the first epoch: 0 for a new network, else how many it has seen
     */
    public static WindowIterator training(ForecastTask task, int batch, long seed, int epoch) {
        return new WindowIterator(task, task.trainingTargets(), batch, true, seed, epoch);
    }

    /** The windows before some rows, in time order. */
    public static WindowIterator inOrder(ForecastTask task, Span targets, int batch) {
        return new WindowIterator(task, targets, batch, false, 0, 0);
    }

    /** The newest window, [1, columns, length]: what comes after it is not known yet. */
    public static INDArray last(ForecastTask task) {
        float[] features = new float[task.features() * task.length()];
        task.copyWindow(task.rows(), features, 0);
        return Nd4j.create(features, new long[] {1, task.features(), task.length()}, 'c');
    }

    /** The number of mini-batches in an epoch. */
    public int batches() {
        return (rows.length + batch - 1) / batch;
    }

    private void order() {
        for (int i = 0; i < rows.length; i++) {
            rows[i] = firstRow + i;
        }
        if (!shuffled) {
            return;
        }
        Random random = new Random(seed + epoch * GOLDEN_RATIO);
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
    }

    @Override
    public boolean hasNext() {
        return next < rows.length;
    }

    @Override
    public DataSet next() {
        return next(batch);
    }

    @Override
    public DataSet next(int count) {
        if (!hasNext()) {
            throw new NoSuchElementException("the epoch is over; reset() starts the next one");
        }
        int size = Math.min(count, rows.length - next);
        int window = task.features() * task.length();
        float[] features = new float[size * window];
        float[] labels = new float[size];
        for (int i = 0; i < size; i++) {
            int row = rows[next++];
            task.copyWindow(row, features, i * window);
            labels[i] = task.label(row);
        }
        INDArray input = Nd4j.create(features, new long[] {size, task.features(), task.length()}, 'c');
        return new DataSet(input, Nd4j.create(labels, new long[] {size, 1}, 'c'));
    }

    /** Starts the next epoch. Before the first window of an epoch there is nothing to do. */
    @Override
    public void reset() {
        if (next > 0) {
            next = 0;
            epoch++;
            order();
        }
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    /** False: cutting a window is far cheaper than handing it to another thread. */
    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public int batch() {
        return batch;
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

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return null;
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException("the windows are scaled already");
    }
}
