package io.github.dl4jpruning.samediff.patchtst;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The same batches in every epoch. */
final class Windows implements DataSetIterator {

    private static final long serialVersionUID = 1;

    private final List<DataSet> batches;
    private int next;

    Windows(DataSet... batches) {
        this.batches = List.of(batches);
    }

    /** Noisy sine waves of different periods and levels, in batches of given sizes. */
    static Windows waves(int lookBack, int horizon, int channels, long seed, int... sizes) {
        Random random = new Random(seed);
        List<DataSet> batches = new ArrayList<>();
        for (int size : sizes) {
            INDArray all = Nd4j.create(DataType.FLOAT, size, lookBack + horizon, channels);
            for (int i = 0; i < size; i++) {
                for (int c = 0; c < channels; c++) {
                    double phase = 6 * random.nextDouble();
                    for (int t = 0; t < lookBack + horizon; t++) {
                        double value = (c + 1) * Math.sin(phase + t / (1.5 + c)) + c + 0.1 * random.nextGaussian();
                        all.putScalar(i, t, c, value);
                    }
                }
            }
            batches.add(split(all, lookBack));
        }
        return new Windows(batches.toArray(DataSet[]::new));
    }

    private static DataSet split(INDArray all, int lookBack) {
        INDArrayIndex every = NDArrayIndex.all();
        return new DataSet(
                all.get(every, NDArrayIndex.interval(0, lookBack), every).dup('c'),
                all.get(every, NDArrayIndex.interval(lookBack, all.size(1)), every)
                        .dup('c'));
    }

    DataSet first() {
        return batches.get(0);
    }

    @Override
    public boolean hasNext() {
        return next < batches.size();
    }

    @Override
    public DataSet next() {
        return batches.get(next++);
    }

    @Override
    public DataSet next(int count) {
        return next();
    }

    @Override
    public void reset() {
        next = 0;
    }

    @Override
    public boolean resetSupported() {
        return true;
    }

    @Override
    public boolean asyncSupported() {
        return false;
    }

    @Override
    public int inputColumns() {
        return 0;
    }

    @Override
    public int totalOutcomes() {
        return 0;
    }

    @Override
    public int batch() {
        return (int) first().getFeatures().size(0);
    }

    @Override
    public void setPreProcessor(DataSetPreProcessor preProcessor) {
        throw new UnsupportedOperationException();
    }

    @Override
    public DataSetPreProcessor getPreProcessor() {
        return null;
    }

    @Override
    public List<String> getLabels() {
        return null;
    }
}
