package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An op with the arrays that it reads and writes, to be run again and again.
 *
 * @param op of ND4J
 * @param context with its arrays
 */
record Call(DynamicCustomOp op, OpContext context) implements Runnable {

    static Call of(String name, INDArray[] inputs, INDArray output, long... integers) {
        OpContext context = Nd4j.getExecutioner().buildContext();
        context.setInputArrays(inputs);
        context.setOutputArrays(output);
        context.setIArguments(integers);
        return of(DynamicCustomOp.builder(name).build(), context);
    }

    /** With a context whose arrays are set. The shapes are known to be right, and are not worked out again at each run. */
    static Call of(DynamicCustomOp op, OpContext context) {
        context.shapeFunctionOverride(true);
        return new Call(op, context);
    }

    static INDArray[] arrays(INDArray... arrays) {
        return arrays;
    }

    @Override
    public void run() {
        Nd4j.getExecutioner().exec(op, context);
    }
}
