package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.engine.NdArrayMagnitudes;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.selection.Candidate;
import io.github.dl4jpruning.selection.ExactSelection;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.util.KthSelector;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One update of a mask: which weights go, and the mask of them, from weights in an ND4J array.
 *
 * <p>The library's selection against two that work in a copy of the magnitudes: of the active weights only, for pruned
 * ones need no place in it. All three make the same mask, which is checked before anything is timed.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SelectionBenchmark {

    /** From which sparsity to which. */
    public enum Step {
        /** The first update. */
        FROM_0_TO_50(0, 0.5),
        /** A later one: weights that are pruned already are zeros, scattered all over. */
        FROM_50_TO_70(0.5, 0.7);

        private final double before;
        private final double after;

        Step(double before, double after) {
            this.before = before;
            this.after = after;
        }
    }

    /** Number of weights. */
    @Param({"100000", "1000000", "10000000"})
    public int weights;

    /** Which update. */
    @Param
    public Step step;

    private INDArray array;
    private WeightMask pruned;
    private int count;

    /** Makes Gaussian weights and the mask they come with. */
    @Setup
    public void prepare() {
        Random random = new Random(1);
        float[] values = new float[weights];
        for (int i = 0; i < weights; i++) {
            values[i] = (float) random.nextGaussian();
        }
        array = Nd4j.createFromArray(values);
        pruned = WeightMask.none(weights);
        count = (int) (step.before * weights);
        if (count > 0) {
            pruned = library();
            for (int i = 0; i < weights; i++) {
                values[i] = pruned.isPruned(i) ? 0 : values[i];
            }
            array = Nd4j.createFromArray(values);
        }
        count = (int) (step.after * weights);
        WeightMask expected = sort();
        if (!expected.equals(library()) || !expected.equals(quickselect())) {
            throw new IllegalStateException("the three selections do not make the same mask");
        }
    }

    /** The selection of this library. */
    @Benchmark
    public WeightMask library() {
        Candidate candidate = new Candidate("W", "layer", NdArrayMagnitudes.of(array), pruned);
        return ExactSelection.smallest(List.of(candidate), count).masks().get(0);
    }

    /** A sort of a copy: {@link Arrays#sort(float[])}. */
    @Benchmark
    public WeightMask sort() {
        float[] values = values();
        float[] magnitudes = new float[(int) pruned.activeCount()];
        int n = 0;
        for (int i = 0; i < weights; i++) {
            if (isActive(i)) {
                magnitudes[n++] = Math.abs(values[i]);
            }
        }
        Arrays.sort(magnitudes);
        int last = count - (int) pruned.prunedCount() - 1;
        float threshold = magnitudes[last];
        int ties = 0;
        while (ties <= last && magnitudes[last - ties] == threshold) {
            ties++;
        }
        return mark(values, threshold, ties);
    }

    /** A quickselect in a copy: {@link KthSelector} of Apache Commons Math, which works on doubles. */
    @Benchmark
    public WeightMask quickselect() {
        float[] values = values();
        double[] magnitudes = new double[(int) pruned.activeCount()];
        int n = 0;
        for (int i = 0; i < weights; i++) {
            if (isActive(i)) {
                magnitudes[n++] = Math.abs(values[i]);
            }
        }
        int last = count - (int) pruned.prunedCount() - 1;
        float threshold = (float) new KthSelector().select(magnitudes, null, last);
        int ties = 0;
        for (int i = 0; i <= last; i++) {
            ties += magnitudes[i] == threshold ? 1 : 0;
        }
        return mark(values, threshold, ties);
    }

    private float[] values() {
        float[] values = new float[weights];
        array.data().asNioFloat().get(values);
        return values;
    }

    private boolean isActive(int i) {
        return (pruned.word(i >>> 6) >>> i & 1) == 0;
    }

    /** Prunes all below the threshold and the first so many that equal it. */
    private WeightMask mark(float[] values, float threshold, int ties) {
        long[] words = new long[(weights + 63) >>> 6];
        int left = ties;
        for (int i = 0; i < weights; i++) {
            float magnitude = Math.abs(values[i]);
            boolean gone = magnitude < threshold || !isActive(i);
            if (!gone && magnitude == threshold && left > 0) {
                left--;
                gone = true;
            }
            words[i >>> 6] |= (gone ? 1L : 0L) << i;
        }
        return WeightMask.ofWords(weights, words);
    }
}
