package io.github.dl4jpruning.samples.forecast;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The forecaster of the paper (Vos et al. 2025): one recurrent layer, linear on its last step, squared error, Adam with
 * 0.001. The weights follow from the seed alone, with or without dropout.
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
        return create(
                new ForecastNetwork.Setup(cell, inputs, units, seed, dropout, 0, new FixedSchedule(LEARNING_RATE)));
    }

    /**
     * What a network is made of.
     *
     * @param cell the recurrent layer
     * @param inputs columns of a window, at least 1
     * @param units of the recurrent layer, at least 1
     * @param seed of the weights
     * @param dropout the share of the last hidden state to hide, from 0 (none) to below 1
     * @param weightDecay decoupled, times the learning rate (Loshchilov and Hutter, ICLR 2019); 0 for none
     * @param rate learning rate of Adam
     */
    public record Setup(
            Cell cell, int inputs, int units, long seed, double dropout, double weightDecay, ISchedule rate) {

        /** This setup with so many units. */
        public Setup withUnits(int other) {
            return new Setup(cell, inputs, other, seed, dropout, weightDecay, rate);
        }

        /** The number of parameters. */
        public long weights() {
            return ForecastNetwork.create(this).numParams();
        }
    }

    /** A new network: [batch, inputs, time] to [batch, 1]. */
    public static MultiLayerNetwork create(Setup setup) {
        OutputLayer.Builder output = new OutputLayer.Builder(LossFunction.MSE)
                .nIn(setup.units())
                .nOut(1)
                .activation(Activation.IDENTITY);
        if (setup.dropout() > 0) {
            output.dropOut(1 - setup.dropout()); // DL4J takes the share to keep
        }
        BaseRecurrentLayer recurrent = setup.cell().layer(setup.inputs(), setup.units());
        OutputLayer linear = output.build();
        if (setup.weightDecay() > 0) {
            // On the layers: DL4J M2.1 applies the decay of NeuralNetConfiguration.Builder twice.
            List<Regularization> decay = List.of(new WeightDecay(setup.weightDecay(), true));
            recurrent.setRegularization(decay);
            linear.setRegularization(decay);
        }
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .seed(setup.seed())
                .updater(new Adam(setup.rate()))
                .list()
                .layer(new LastTimeStep(recurrent))
                .layer(linear)
                .build();
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }
}
