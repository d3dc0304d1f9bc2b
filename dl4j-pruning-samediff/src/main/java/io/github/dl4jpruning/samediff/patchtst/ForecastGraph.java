package io.github.dl4jpruning.samediff.patchtst;

import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** The frame of a forecasting graph: placeholders, the pass for prediction, the pass for training, and the loss. */
final class ForecastGraph {

    static final String INPUT = "input";
    static final String TARGET = "target";
    static final String PREDICTION = "prediction";
    static final String TRAINING_PREDICTION = "training/prediction";
    static final String LOSS = "loss";

    private ForecastGraph() {}

    /**
     * Writes a graph.
     *
     * @param inputShape with -1 for the batch
     * @param targetShape with -1 for the batch
     * @param passesDiffer whether training computes other than prediction does
     * @param model from the input to the prediction
     */
    static SameDiff build(
            DataType type,
            RandomGenerator random,
            long[] inputShape,
            long[] targetShape,
            boolean passesDiffer,
            BiFunction<Net, SDVariable, SDVariable> model) {
        Net net = Net.of(type, random);
        SameDiff sd = net.sd();
        SDVariable input = sd.placeHolder(INPUT, type, inputShape);
        SDVariable target = sd.placeHolder(TARGET, type, targetShape);
        SDVariable prediction = model.apply(net, input).rename(PREDICTION);
        if (passesDiffer) {
            prediction = model.apply(net.forTraining(), input).rename(TRAINING_PREDICTION);
        }
        sd.loss.meanSquaredError(LOSS, target, prediction, null);
        sd.setLossVariables(LOSS);
        return sd;
    }
}
