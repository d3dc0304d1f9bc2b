package io.github.dl4jpruning.samples.forecast;

import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Counts what is exactly 0 in the matrices of a network, whoever put it there. */
final class ZeroWeights {
    private ZeroWeights() {}

    /** The share of zeros among all weights without the biases, from 0 to 1. */
    static double share(MultiLayerNetwork network) {
        long zeros = 0;
        long weights = 0;
        for (Map.Entry<String, INDArray> parameter : network.paramTable().entrySet()) {
            if (!parameter.getKey().endsWith("_b")) {
                weights += parameter.getValue().length();
                zeros += parameter.getValue().scan(Conditions.equals(0)).longValue();
            }
        }
        return (double) zeros / weights;
    }
}
