package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.dl4j.PruningListener;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samediff.SameDiffPruning;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.ViewIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * A model that is trained with and without a listener that prunes half of its weights in the first iteration.
 *
 * @param name for the table
 * @param weights of the model
 * @param make a new model with its data; with the listener or without
 */
record ListenerWorkload(String name, long weights, Function<Boolean, Subject> make) {
    private static final int BATCHES = 16;
    private static final int INPUTS = 8;
    private static final int STEPS = 30;
    private static final PruningPlan HALF =
            PruningPlan.of(new PruningSchedule(SparsityCurve.oneShot(0.5), PruningWindow.iterations(1, 2, 1)));

    /** A model in training. */
    interface Subject {
        /** Trains so many iterations, on data of its own. */
        void train(int iterations);

        /** How often masks were updated. */
        int updates();
    }

    static List<ListenerWorkload> all() {
        return List.of(
                recurrent(
                        "RNN 64",
                        () -> new SimpleRnn.Builder().nIn(INPUTS).nOut(64).build()),
                recurrent(
                        "LSTM 64", () -> new LSTM.Builder().nIn(INPUTS).nOut(64).build()),
                perceptron(64),
                perceptron(128),
                patchTst());
    }

    private static ListenerWorkload recurrent(String name, Supplier<Layer> layer) {
        return network(
                name + ", batch 64",
                () -> Nd4j.randn(64, INPUTS, STEPS),
                () -> Nd4j.randn(64, 1),
                () -> List.of(new LastTimeStep(layer.get()), output(64, 1)));
    }

    private static ListenerWorkload perceptron(int batch) {
        return network(
                "MLP 500-800-720-10, batch " + batch,
                () -> Nd4j.randn(batch, 500),
                () -> Nd4j.randn(batch, 10),
                () -> List.of(dense(500, 800), dense(800, 720), output(720, 10)));
    }

    /** Noise to learn: a loss that does not go down keeps the work the same. */
    private static ListenerWorkload network(
            String name, Supplier<INDArray> features, Supplier<INDArray> labels, Supplier<List<Layer>> layers) {
        return new ListenerWorkload(name, network(layers.get()).numParams(), pruned -> {
            MultiLayerNetwork network = network(layers.get());
            Optional<PruningListener> listener =
                    pruned ? Optional.of(PruningListener.of(HALF).attachTo(network)) : Optional.empty();
            List<DataSet> data = IntStream.range(0, BATCHES)
                    .mapToObj(i -> new DataSet(features.get(), labels.get()))
                    .toList();
            return new Subject() {
                @Override
                public void train(int iterations) {
                    for (int i = 0; i < iterations; i++) {
                        network.fit(data.get(i % BATCHES));
                    }
                }

                @Override
                public int updates() {
                    return listener.map(l -> l.history().updates().size()).orElse(0);
                }
            };
        });
    }

    private static MultiLayerNetwork network(List<Layer> layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(WeightInit.XAVIER)
                .updater(new Adam(1e-5))
                .list();
        layers.forEach(list::layer);
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        return network;
    }

    private static ListenerWorkload patchTst() {
        PatchTstStep.Size size = PatchTstStep.STANDARD;
        return new ListenerWorkload("PatchTST 64, batch 64", size.model().parameterCount(), pruned -> {
            PatchTst model = size.model();
            Optional<SameDiffPruning> listener =
                    pruned ? Optional.of(SameDiffPruning.of(HALF).attachTo(model.sameDiff())) : Optional.empty();
            DataSet data = size.data(BATCHES);
            return new Subject() {
                @Override
                public void train(int iterations) {
                    for (int done = 0; done < iterations; done += BATCHES) {
                        int batches = Math.min(BATCHES, iterations - done);
                        var part = (DataSet) data.getRange(0, batches * size.batch());
                        model.fit(new ViewIterator(part, size.batch()), 1);
                    }
                }

                @Override
                public int updates() {
                    return listener.map(l -> l.history().updates().size()).orElse(0);
                }
            };
        });
    }

    private static Layer dense(int inputs, int outputs) {
        return new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(outputs)
                .activation(Activation.RELU)
                .build();
    }

    private static Layer output(int inputs, int outputs) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nIn(inputs)
                .nOut(outputs)
                .activation(Activation.IDENTITY)
                .build();
    }
}
