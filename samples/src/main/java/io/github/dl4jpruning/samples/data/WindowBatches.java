package io.github.dl4jpruning.samples.data;

import java.util.NoSuchElementException;
import java.util.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Windows in mini-batches, cut out of the series when they are asked for. In training every epoch has its own order,
 * which follows from the seed and the number of the epoch alone: a network that is saved and trained on sees the
 * batches it would have seen.
 */
public abstract class WindowBatches implements DataSetIterator {
    private static final long serialVersionUID = 1L;
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private final int batch;
    private final Order order;
    private final int firstRow;
    private final int[] rows;
    private int epoch;
    private int next;

    /** In which order the windows come, and whether all of them do. */
    record Order(boolean shuffled, boolean dropsIncompleteBatch, long seed, int epoch) {
        /** As time goes. */
        static Order ofTime() {
            return new Order(false, false, 0, 0);
        }
    }

    /**
     * Windows for some rows.
     *
     * @param targets the rows that windows are for
     * @param batch windows per mini-batch, at least 1
     */
    WindowBatches(Span targets, int batch, Order order) {
        if (batch < 1) {
            throw new IllegalArgumentException("batch must be at least 1, but is " + batch);
        }
        this.batch = batch;
        this.order = order;
        this.epoch = order.epoch();
        this.firstRow = targets.from();
        this.rows = new int[targets.rows()];
        arrange();
    }

    /** The windows for some rows, which are {@code rows[from]} to {@code rows[to - 1]}. */
    abstract DataSet cut(int[] rows, int from, int to);

    /**
     * The same batches for {@code SameDiff.fit} and the like. They are cut by this iterator: use one of the two at a
     * time.
     */
    public final MultiDataSetIterator multi() {
        return new MultiDataSetIteratorAdapter(this);
    }

    /** The number of mini-batches in an epoch. */
    public final int batches() {
        return order.dropsIncompleteBatch() ? rows.length / batch : (rows.length + batch - 1) / batch;
    }

    private void arrange() {
        for (int i = 0; i < rows.length; i++) {
            rows[i] = firstRow + i;
        }
        if (!order.shuffled()) {
            return;
        }
        Random random = new Random(order.seed() + epoch * GOLDEN_RATIO);
        for (int i = rows.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int row = rows[i];
            rows[i] = rows[j];
            rows[j] = row;
        }
    }

    @Override
    public final boolean hasNext() {
        return order.dropsIncompleteBatch() ? next + batch <= rows.length : next < rows.length;
    }

    @Override
    public final DataSet next() {
        return next(batch);
    }

    @Override
    public final DataSet next(int count) {
        if (!hasNext()) {
            throw new NoSuchElementException("the epoch is over; reset() starts the next one");
        }
        int from = next;
        next = Math.min(from + count, rows.length);
        return cut(rows, from, next);
    }

    /** Starts the next epoch. Before the first window of an epoch there is nothing to do. */
    @Override
    public final void reset() {
        if (next > 0) {
            next = 0;
            epoch++;
            arrange();
        }
    }

    @Override
    public final boolean resetSupported() {
        return true;
    }

    /** False: cutting a window is far cheaper than handing it to another thread. */
    @Override
    public final boolean asyncSupported() {
        return false;
    }

    @Override
    public final int batch() {
        return batch;
    }

    @Override
    public final DataSetPreProcessor getPreProcessor() {
        return null;
    }

    @Override
    public final void setPreProcessor(DataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException("the windows are scaled already");
    }
}
