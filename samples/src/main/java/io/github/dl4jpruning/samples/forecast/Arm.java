package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.dl4j.DropoutReplacement;
import io.github.dl4jpruning.dl4j.FastLstm;
import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.engine.PruningPlan;
import java.util.Optional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * A network set up for one of the methods.
 *
 * @param method which one
 * @param network ready to be fitted
 * @param pruning the listener that prunes it, if the method does
 */
public record Arm(Method method, MultiLayerNetwork network, Optional<PruningListener> pruning) {

    /**
     * A new network. The weights are the same whatever the method.
     *
     * @param method how it is regularised
     * @param cell its recurrent layer
     * @param inputs columns of a window
     * @param units of the recurrent layer
     * @param seed of the weights
     * @param plan for {@link Method#PRUNING}, which needs one; the other methods make no use of it
     */
    public static Arm fresh(Method method, Cell cell, int inputs, int units, long seed, Optional<PruningPlan> plan) {
        double dropout = method == Method.NONE ? 0 : ForecastNetwork.DROPOUT;
        MultiLayerNetwork network = ForecastNetwork.create(cell, inputs, units, seed, dropout);
        FastLstm.in(network);
        if (method != Method.PRUNING) {
            return new Arm(method, network, Optional.empty());
        }
        DropoutReplacement.in(network);
        return pruned(network, PruningListener.of(plan.orElseThrow()));
    }

    /** A network from a file, to be trained on with the method it was trained with. */
    public static Arm resumed(Method method, MultiLayerNetwork network) {
        FastLstm.in(network);
        return method == Method.PRUNING
                ? pruned(network, PruningListener.resume())
                : new Arm(method, network, Optional.empty());
    }

    private static Arm pruned(MultiLayerNetwork network, PruningListener listener) {
        return new Arm(Method.PRUNING, network, Optional.of(listener.attachTo(network)));
    }
}
