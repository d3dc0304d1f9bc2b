package io.github.dl4jpruning.samediff.patchtst;

import io.github.dl4jpruning.engine.OpCall;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The updater's work on one gradient, and the change of the weights by it. The ops of Adam are prepared once: of small
 * models the calls around them would take longer than they do.
 */
final class PreparedUpdate {

    private static final DynamicCustomOp ADAM =
            DynamicCustomOp.builder("adam_updater").build();

    private final INDArray weights;
    private final INDArray gradient;
    private final OpCall subtraction;
    private final OpContext adam = Nd4j.getExecutioner().buildContext();
    private INDArray mean;
    private INDArray square;

    PreparedUpdate(INDArray weights, INDArray gradient) {
        this.weights = weights;
        this.gradient = gradient;
        this.subtraction = OpCall.of("subtract", weights, weights, gradient);
    }

    INDArray weights() {
        return weights;
    }

    INDArray gradient() {
        return gradient;
    }

    /** Turns the gradient into the update, as {@code updater.applyUpdater} does. */
    void applyUpdater(GradientUpdater<?> updater, int iteration, int epoch) {
        if (updater instanceof AdamUpdater adamUpdater) {
            prepareAdam(adamUpdater.getState());
            Adam settings = adamUpdater.getConfig();
            double rate = settings.getLearningRate(iteration, epoch);
            adam.setTArguments(rate, settings.getBeta1(), settings.getBeta2(), settings.getEpsilon());
            adam.setIArguments(iteration);
            Nd4j.getExecutioner().exec(ADAM, adam);
        } else {
            updater.applyUpdater(gradient, iteration, epoch);
        }
    }

    private void prepareAdam(Map<String, INDArray> state) {
        INDArray currentMean = state.get(AdamUpdater.M_STATE);
        INDArray currentSquare = state.get(AdamUpdater.V_STATE);
        if (mean != currentMean || square != currentSquare) {
            mean = currentMean;
            square = currentSquare;
            INDArray shaped = gradient.reshape(square.shape());
            adam.setInputArrays(shaped, square, mean);
            adam.setOutputArrays(shaped, square, mean);
            adam.shapeFunctionOverride(true);
        }
    }

    void change(boolean minimize) {
        if (minimize) {
            subtraction.run();
        } else {
            weights.addi(gradient);
        }
    }
}
