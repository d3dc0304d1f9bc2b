package io.github.dl4jpruning.samediff.patchtst;

import io.github.dl4jpruning.engine.OpCall;
import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.factory.Nd4j;

/**
 * How the ops of a plan are run: as they are, or, where ND4J's code for one is slow, by others that compute the same.
 */
final class Kernels {

    private Kernels() {}

    static Runnable of(DifferentialFunction function, INDArray[] inputs, INDArray[] outputs, OpContext context) {
        if (function instanceof DynamicCustomOp custom) {
            return new OpCall(custom, context);
        }
        if (function instanceof Sum sum && sumsRows(sum, inputs[0])) {
            return sumOfRows(inputs[0], outputs[0]);
        }
        Op op = (Op) function;
        return () -> Nd4j.getExecutioner().exec(op, context);
    }

    private static boolean sumsRows(Sum sum, INDArray matrix) {
        int[] dimensions =
                sum.dimensions() == null ? new int[0] : sum.dimensions().toIntVector();
        return matrix.rank() == 2 && dimensions.length == 1 && dimensions[0] == 0;
    }

    /** A product with ones takes a third of the time. */
    private static Runnable sumOfRows(INDArray matrix, INDArray sum) {
        INDArray ones = Nd4j.ones(matrix.dataType(), 1, matrix.rows());
        return OpCall.of("matmul", sum.reshape('c', 1, matrix.columns()), ones, matrix)
                .withIntegers(0, 0);
    }

    /**
     * The gradient of a softmax over the last dimension from its result y and the gradient g of that, (g - sum(g y)) y.
     * ND4J computes the softmax again and takes five times as long.
     */
    static Runnable softmaxGradient(INDArray softmax, INDArray gradient, INDArray output) {
        long columns = softmax.size(-1);
        INDArray y = softmax.reshape('c', -1, columns);
        INDArray g = gradient.reshape('c', -1, columns);
        INDArray out = output.reshape('c', -1, columns);
        INDArray sums = Nd4j.createUninitializedDetached(y.dataType(), y.rows(), 1);
        List<OpCall> calls = List.of(
                OpCall.of("multiply", out, g, y),
                OpCall.of("reduce_sum", sums.reshape(y.rows()), out).withIntegers(1),
                OpCall.of("subtract", out, g, sums),
                OpCall.of("multiply", out, out, y));
        return () -> calls.forEach(OpCall::run);
    }
}
