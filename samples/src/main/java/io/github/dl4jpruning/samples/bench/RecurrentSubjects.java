package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.dl4j.ModelExport;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * One recurrent layer, whose last step goes through a dense layer to one output.
 *
 * @param kind RNN or LSTM
 * @param units of the layer
 * @param sparsities to measure
 */
record RecurrentSubjects(String kind, int units, List<Sparsity> sparsities) implements InferenceSubjects {
    static final int INPUTS = 8;
    static final int STEPS = 30;

    @Override
    public String name() {
        return kind + " " + units;
    }

    @Override
    public List<String> torchArguments(int batch) {
        return Stream.concat(
                        Stream.of(kind),
                        IntStream.of(batch, INPUTS, STEPS, units).mapToObj(String::valueOf))
                .toList();
    }

    @Override
    public Forecasts runtime(Sparsity sparsity, int batch) {
        return InferenceSubjects.runtime(ModelExport.of(network(sparsity)).model(), STEPS * INPUTS, batch);
    }

    @Override
    public Forecasts output(int batch) {
        MultiLayerNetwork net = network(Sparsity.ofWeights(0));
        INDArray windows = Nd4j.rand(batch, INPUTS, STEPS);
        return Forecasts.of(() -> net.output(windows));
    }

    private MultiLayerNetwork network(Sparsity sparsity) {
        Layer layer = kind.equals("LSTM")
                ? new LSTM.Builder()
                        .nIn(INPUTS)
                        .nOut(units)
                        .activation(Activation.TANH)
                        .build()
                : new SimpleRnn.Builder()
                        .nIn(INPUTS)
                        .nOut(units)
                        .activation(Activation.TANH)
                        .build();
        MultiLayerNetwork net = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(1)
                .list()
                .layer(new LastTimeStep(layer))
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(units)
                        .nOut(1)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
        net.init();
        Random random = new Random(1);
        net.paramTable().forEach((key, matrix) -> {
            if (key.endsWith("W")) {
                sparsity.prune(matrix, (int) (matrix.size(1) / units) == 4 ? 4 : 1, random);
            }
        });
        return net;
    }
}
