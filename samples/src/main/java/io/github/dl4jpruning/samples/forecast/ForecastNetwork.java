package io.github.dl4jpruning.samples.forecast;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * The forecaster of the paper (Vos et al. 2025): one recurrent layer, linear on its last step, squared error, Adam with 0.001. The
 * weights follow from the seed alone, with or without dropout.
 */
public final class ForecastNetwork {
    /** The published rate of dropout: the share of the last hidden state that is hidden in training. */
    public static final double DROPOUT = 0.3;

    private static final double LEARNING_RATE = 1e-3;

    private ForecastNetwork() {}

    /**
     * A new network: [batch, inputs, time] to [batch, 1].
     *
     * @param cell the recurrent layer
     * @param inputs columns of a window, at least 1
     * @param units of the recurrent layer, at least 1
     * @param seed of the weights
     * @param dropout the share of the last hidden state to hide, from 0 (none) to below 1
     */
    public static MultiLayerNetwork create(Cell cell, int inputs, int units, long seed, double dropout) {
        OutputLayer.Builder output =
                new OutputLayer.Builder(LossFunction.MSE).nIn(units).nOut(1).activation(Activation.IDENTITY);
        if (dropout > 0) {
            output.dropOut(1 - dropout); // DL4J takes the share to keep
        }
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .updater(new Adam(LEARNING_RATE))
                .list()
                .layer(new LastTimeStep(cell.layer(inputs, units)))
                .layer(output.build())
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }
}
