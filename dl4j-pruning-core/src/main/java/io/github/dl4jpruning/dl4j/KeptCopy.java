package io.github.dl4jpruning.dl4j;

import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Keeps the values of an array, to tell later whether another array has the same. */
final class KeptCopy {

    private INDArray copy;
    private INDArray difference;

    void keep(INDArray array) {
        if (!fits(array)) {
            try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
                copy = Nd4j.createUninitialized(array.dataType(), array.shape(), array.ordering());
                difference = Nd4j.createUninitialized(array.dataType(), array.shape(), array.ordering());
            }
        }
        copy.assign(array);
    }

    /** Returns whether all values are the kept ones; NaN equals nothing. */
    boolean equalTo(INDArray array) {
        return fits(array) && array.subi(copy, difference).norm1Number().doubleValue() == 0;
    }

    private boolean fits(INDArray array) {
        return copy != null
                && copy.dataType() == array.dataType()
                && copy.ordering() == array.ordering()
                && copy.equalShapes(array);
    }
}
