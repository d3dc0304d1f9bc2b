package io.github.dl4jpruning.samediff.patchtst;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Memory for the activations of plans of which one runs at a time. All plans take their arrays from the same buffers,
 * so the memory in use is that of the largest.
 */
final class Arena {

    private final List<INDArray> buffers = new ArrayList<>();

    /** What one plan holds while it is made. */
    final class Claims {

        private final BitSet held = new BitSet();

        /** An array, and the buffer that it lies in. */
        record Slot(INDArray array, int buffer) {}

        /** The smallest free buffer that is large enough, or a new one. */
        Slot take(DataType type, long... shape) {
            long length = 1;
            for (long size : shape) {
                length *= size;
            }
            int best = -1;
            for (int i = 0; i < buffers.size(); i++) {
                INDArray buffer = buffers.get(i);
                boolean fits = !held.get(i) && buffer.dataType() == type && buffer.length() >= length;
                if (fits && (best < 0 || buffer.length() < buffers.get(best).length())) {
                    best = i;
                }
            }
            if (best < 0) {
                best = buffers.size();
                buffers.add(Nd4j.createUninitializedDetached(type, length));
            }
            held.set(best);
            INDArray whole = buffers.get(best);
            INDArray part = whole.length() == length ? whole : whole.get(NDArrayIndex.interval(0, length));
            return new Slot(part.reshape('c', shape), best);
        }

        void release(int buffer) {
            held.clear(buffer);
        }
    }

    Claims claims() {
        return new Claims();
    }
}
