package io.github.dl4jpruning.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The weights of an LSTM layer, or their gradient, in one matrix [inputs + units + 1, 4 units]: the rows of the input
 * weights, of the recurrent weights, and of the bias. The columns of the gates are in the order output, input gate,
 * forget, cell input.
 */
final class JointWeights {

    /** DL4J's column block of each gate; its own order is cell input, forget, output, input gate. */
    private static final int[] DL4J_BLOCK = {2, 3, 1, 0};

    private final long inputs;
    private final long units;
    private final INDArray matrix;
    private final List<INDArray> parts; // one per gate and array of DL4J

    // DL4J hands over the same three arrays in every iteration, so their parts are made once.
    private INDArray[] arrays = {};
    private List<INDArray> partsOfArrays;

    JointWeights(DataType type, long inputs, long units) {
        this.inputs = inputs;
        this.units = units;
        this.matrix = Nd4j.createUninitialized(type, new long[] {inputs + units + 1, 4 * units}, 'f');
        this.parts = new ArrayList<>();
        for (int gate = 0; gate < DL4J_BLOCK.length; gate++) {
            parts.add(part(matrix, 0, inputs, gate));
            parts.add(part(matrix, inputs, units, gate));
            parts.add(part(matrix, inputs + units, 1, gate));
        }
    }

    INDArray matrix() {
        return matrix;
    }

    /** Copies DL4J's arrays into the matrix. */
    void read(INDArray inputWeights, INDArray recurrentWeights, INDArray biases) {
        bind(inputWeights, recurrentWeights, biases);
        for (int i = 0; i < parts.size(); i++) {
            parts.get(i).assign(partsOfArrays.get(i));
        }
    }

    /** Copies the matrix into DL4J's arrays. */
    void write(INDArray inputWeights, INDArray recurrentWeights, INDArray biases) {
        bind(inputWeights, recurrentWeights, biases);
        for (int i = 0; i < parts.size(); i++) {
            partsOfArrays.get(i).assign(parts.get(i));
        }
    }

    private void bind(INDArray... wanted) {
        if (arrays.length == wanted.length
                && arrays[0] == wanted[0]
                && arrays[1] == wanted[1]
                && arrays[2] == wanted[2]) {
            return;
        }
        List<INDArray> found = new ArrayList<>();
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
            INDArray bias = wanted[2].reshape(1, 4 * units);
            for (int block : DL4J_BLOCK) {
                found.add(part(wanted[0], 0, inputs, block));
                found.add(part(wanted[1], 0, units, block));
                found.add(part(bias, 0, 1, block));
            }
        }
        arrays = wanted;
        partsOfArrays = found;
    }

    /** Returns a view of the rows and of the columns of one gate. */
    private INDArray part(INDArray array, long row, long rows, int block) {
        return array.get(
                NDArrayIndex.interval(row, row + rows), NDArrayIndex.interval(block * units, (block + 1) * units));
    }
}
