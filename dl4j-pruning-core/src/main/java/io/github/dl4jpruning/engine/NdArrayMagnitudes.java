package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.selection.Magnitudes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The magnitudes of an ND4J array, read in pieces through its buffer and never copied as a whole.
 *
 * <p>The buffer is asked for anew for every view, which brings a copy in device memory up to date where there is one.
 */
public final class NdArrayMagnitudes implements Magnitudes {

    private final long length;
    private final Precision precision;
    private final IntBuffer singles;
    private final LongBuffer doubles;
    private final int[] piece;

    private NdArrayMagnitudes(INDArray array, Precision precision) {
        this.length = array.length();
        this.precision = precision;
        int bytes = precision == Precision.SINGLE ? Float.BYTES : Double.BYTES;
        long start = array.offset() * bytes;
        ByteBuffer all = array.data().asNio().duplicate().order(ByteOrder.nativeOrder());
        ByteBuffer own = all.position((int) start)
                .limit((int) (start + length * bytes))
                .slice()
                .order(ByteOrder.nativeOrder());
        this.singles = precision == Precision.SINGLE ? own.asIntBuffer() : null;
        this.doubles = precision == Precision.SINGLE ? null : own.asLongBuffer();
        this.piece = precision == Precision.SINGLE ? new int[CHUNK] : null;
    }

    /**
     * A view of an array.
     *
     * @param array vector whose elements lie next to each other, of type FLOAT or DOUBLE; 16-bit types are widened to a
     *     copy in single precision
     * @return its magnitudes
     * @throws IllegalArgumentException if the array is not such a vector, or too large for a Java buffer (2 GiB)
     */
    public static NdArrayMagnitudes of(INDArray array) {
        if (array.rank() != 1 || (array.length() > 1 && array.stride(0) != 1)) {
            throw new IllegalArgumentException("need a vector of adjacent elements, not " + array.shapeInfoToString());
        }
        DataType type = array.dataType();
        if (type.isFPType() && type.width() == 2) {
            return new NdArrayMagnitudes(array.castTo(DataType.FLOAT), Precision.SINGLE);
        }
        if (type != DataType.FLOAT && type != DataType.DOUBLE) {
            throw new IllegalArgumentException("weights of type " + type + " cannot be pruned");
        }
        long end = (array.offset() + array.length()) * type.width();
        if (end > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("the array ends " + end
                    + " bytes into its buffer; more than 2147483647 cannot be addressed: split the model's parameters");
        }
        return new NdArrayMagnitudes(array, type == DataType.FLOAT ? Precision.SINGLE : Precision.DOUBLE);
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public Precision precision() {
        return precision;
    }

    @Override
    public void read(long from, long[] keys, int count) {
        if (precision == Precision.DOUBLE) {
            doubles.get((int) from, keys, 0, count);
            for (int i = 0; i < count; i++) {
                keys[i] &= Long.MAX_VALUE;
            }
            return;
        }
        singles.get((int) from, piece, 0, count);
        for (int i = 0; i < count; i++) {
            keys[i] = piece[i] & Integer.MAX_VALUE;
        }
    }
}
