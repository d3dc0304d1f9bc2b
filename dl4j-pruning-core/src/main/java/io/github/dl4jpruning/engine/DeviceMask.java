package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.mask.WeightMask;
import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.comparison.CompareAndSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** A mask as ND4J arrays of zeros and ones beside the weights, on whatever device the backend puts them. */
@SuppressWarnings("try") // a workspace scope is used by being open
public final class DeviceMask {

    private static final int CHUNK = 1 << 16;

    private final INDArray keep; // 0 where pruned, 1 elsewhere
    private final INDArray gone; // 0 where active, elsewhere a number in [1, 2) that depends on the position

    // Making a view takes longer than multiplying a small array, and arrays stay the same from step to step.
    private INDArray shapedKeep;
    private INDArray lookedAt;
    private INDArray lookedAtVector;

    /**
     * A mask that prunes nothing.
     *
     * @param type of the weights
     * @param length number of weights
     */
    public DeviceMask(DataType type, long length) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            keep = Nd4j.ones(type, length);
            gone = Nd4j.zeros(type.width() == 2 ? DataType.FLOAT : type, length); // BLAS knows no 16-bit types
        }
    }

    /**
     * Takes the bits of a mask over.
     *
     * @param mask of a slice of the weights
     * @param offset where the slice begins
     */
    public void write(WeightMask mask, long offset) {
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            for (long from = 0; from < mask.length(); from += CHUNK) {
                int n = (int) Math.min(CHUNK, mask.length() - from);
                float[] kept = new float[n];
                float[] weights = new float[n];
                for (int i = 0; i < n; i += 64) {
                    long word = mask.word((int) ((from + i) >>> 6));
                    for (int bit = i; bit < Math.min(i + 64, n); bit++, word >>>= 1) {
                        kept[bit] = ~word & 1;
                        weights[bit] = (word & 1) * weight(from + bit);
                    }
                }
                var slice = NDArrayIndex.interval(offset + from, offset + from + n);
                keep.get(slice).assign(Nd4j.createFromArray(kept));
                gone.get(slice).assign(Nd4j.createFromArray(weights));
            }
        }
    }

    /** Scattered over [1, 2), so that values which are equal but for the sign do not cancel each other in a sum. */
    private static float weight(long position) {
        return 1 + ((position * 0x9E3779B97F4A7C15L) >>> 41) * 0x1p-23f;
    }

    /**
     * Sets pruned values to zero (0.0 or -0.0), whatever they were, in place: by a multiplication, which is many times
     * faster than {@link #zero}, and by {@code zero} after it only if the product holds a NaN, as an infinite or NaN
     * value leaves one.
     *
     * @param values array of the mask's length; the mask counts its elements in 'c' order, whatever their own
     */
    public void clear(INDArray values) {
        values.muli(shaped(values));
        if (Double.isNaN(sumOfMagnitudes(values))) {
            zero(values);
        }
    }

    /**
     * NaN if one of the values is, and not otherwise: the sum of magnitudes may overflow to infinity, but not to NaN.
     */
    private static double sumOfMagnitudes(INDArray values) {
        INDArray vector = values.rank() == 1 ? values : values.reshape(values.ordering(), new long[] {values.length()});
        INDArray summed = vector.dataType().width() == 2 ? vector.castTo(DataType.FLOAT) : vector; // as BLAS wants it
        return Nd4j.getBlasWrapper().asum(summed);
    }

    /**
     * Sets pruned values to exactly 0.0, whatever they were, in place. Several times slower than {@link #clear}.
     *
     * @param values array of the mask's length, counted in 'c' order
     */
    public void zero(INDArray values) {
        zero(values, shaped(values));
    }

    private INDArray shaped(INDArray values) {
        if (values.rank() == 1) {
            return keep;
        }
        if (shapedKeep == null || !Arrays.equals(shapedKeep.shape(), values.shape())) {
            shapedKeep = keep.reshape('c', values.shape());
        }
        return shapedKeep;
    }

    /**
     * The same for values that go with a slice of the mask.
     *
     * @param values vector of {@code end - begin} elements
     * @param begin of the slice
     * @param end of the slice, exclusive
     */
    public void zero(INDArray values, long begin, long end) {
        zero(values, keep.get(NDArrayIndex.interval(begin, end)));
    }

    private static void zero(INDArray values, INDArray mask) {
        Nd4j.getExecutioner().exec(new CompareAndSet(values, mask, values, Conditions.equals(0)));
    }

    /**
     * Whether all pruned values are zero, by one weighted sum of them.
     *
     * @param values array of the mask's length, counted in 'c' order
     * @return false if one is not zero, unless several cancel each other to the last bit of a sum with scattered
     *     weights; false also if an infinity or NaN anywhere hides the answer
     */
    public boolean isZero(INDArray values) {
        INDArray vector = values == lookedAt ? lookedAtVector : vector(values);
        if (values.ordering() == 'c' && !values.isView()) { // then the vector is a view of it, not a copy
            lookedAt = values;
            lookedAtVector = vector;
        }
        return Nd4j.getBlasWrapper().dot(vector.castTo(gone.dataType()), gone) == 0;
    }

    /**
     * The elements of an array in 'c' order.
     *
     * @param array of any shape
     * @return a vector: a view if the array's own order is 'c', else a copy
     */
    public static INDArray vector(INDArray array) {
        return array.rank() == 1 ? array : array.reshape('c', new long[] {array.length()});
    }
}
