package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.bits;
import static io.github.dl4jpruning.dl4j.SmallNetworks.random;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.engine.PruningPlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleStrengthLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Networks such as those of the DL4J examples, small and with made-up data: each is pruned while it trains, saved,
 * loaded and resumed.
 */
class ExampleNetworksTest {

    private static final PruningPlan PLAN = SmallNetworks.plan(0.2, 0.6, 2, 4);
    private static final int STEPS = 5;
    private static final int ROWS = 6;

    @TempDir
    Path folder;

    private static NeuralNetConfiguration.Builder settings() {
        return new NeuralNetConfiguration.Builder()
                .seed(11)
                .updater(new Adam(0.01))
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.TANH);
    }

    private static MultiLayerNetwork net(MultiLayerConfiguration.Builder list) {
        MultiLayerNetwork net = new MultiLayerNetwork(list.build());
        net.init();
        return net;
    }

    private static ComputationGraph graph(GraphBuilder builder) {
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    private static INDArray classes(int seed, int count) {
        INDArray labels = Nd4j.zeros(ROWS, count);
        for (int i = 0; i < ROWS; i++) {
            labels.putScalar(i, (i * 7 + seed) % count, 1);
        }
        return labels;
    }

    private static INDArray classesOverTime(int seed, int count, int steps) {
        INDArray labels = Nd4j.zeros(ROWS, count, steps);
        for (int i = 0; i < ROWS; i++) {
            for (int t = 0; t < steps; t++) {
                labels.putScalar(new int[] {i, (i + t + seed) % count, t}, 1);
            }
        }
        return labels;
    }

    private static MultiDataSet data(INDArray features, INDArray labels) {
        return new MultiDataSet(features, labels);
    }

    private static LSTM lstm(int out) {
        return new LSTM.Builder().nOut(out).activation(Activation.TANH).build();
    }

    private static DenseLayer dense(int out) {
        return new DenseLayer.Builder().nOut(out).build();
    }

    private static OutputLayer softmax(int out) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(out)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static OutputLayer mse(int out) {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nOut(out)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static RnnOutputLayer softmaxOverTime(int out) {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(out)
                .activation(Activation.SOFTMAX)
                .build();
    }

    /** A layer of the user's own, written in SameDiff. */
    public static final class Gated extends SameDiffLayer {
        private static final int OUT = 5;
        private int in;

        @Override
        public SDVariable defineLayer(
                SameDiff sd, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
            SDVariable gate = sd.nn.sigmoid(input.mmul(parameters.get("gate")));
            return sd.math.tanh(input.mmul(parameters.get("kernel"))).mul(gate);
        }

        @Override
        public void defineParameters(SDLayerParams parameters) {
            parameters.addWeightParam("kernel", in, OUT);
            parameters.addWeightParam("gate", in, OUT);
        }

        @Override
        public void initializeParameters(Map<String, INDArray> parameters) {
            parameters.get("kernel").assign(random(31, in, OUT));
            parameters.get("gate").assign(random(32, in, OUT));
        }

        @Override
        public InputType getOutputType(int layerIndex, InputType inputType) {
            return InputType.feedForward(OUT);
        }

        @Override
        public void setNIn(InputType inputType, boolean override) {
            in = (int) ((InputType.InputTypeFeedForward) inputType).getSize();
        }

        /** For JSON. */
        public int getIn() {
            return in;
        }

        /** For JSON. */
        public void setIn(int in) {
            this.in = in;
        }
    }

    private static Arguments example(String name, Supplier<Model> network, IntFunction<MultiDataSet> batches) {
        return Arguments.of(name, network, batches);
    }

    static Stream<Arguments> examples() {
        return Stream.of(
                example(
                        "characters: LSTM with truncated backpropagation",
                        () -> net(settings()
                                .list()
                                .layer(lstm(7))
                                .layer(softmaxOverTime(5))
                                .backpropType(BackpropType.TruncatedBPTT)
                                .tBPTTForwardLength(4)
                                .tBPTTBackwardLength(4)
                                .setInputType(InputType.recurrent(5))),
                        i -> data(random(i, ROWS, 5, 8), classesOverTime(i, 5, 8))),
                example(
                        "digits: LeNet",
                        () -> net(settings()
                                .list()
                                .layer(new ConvolutionLayer.Builder(3, 3)
                                        .nOut(4)
                                        .activation(Activation.RELU)
                                        .build())
                                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
                                        .kernelSize(2, 2)
                                        .stride(2, 2)
                                        .build())
                                .layer(new ConvolutionLayer.Builder(2, 2)
                                        .nOut(5)
                                        .build())
                                .layer(dense(8))
                                .layer(softmax(3))
                                .setInputType(InputType.convolutionalFlat(8, 8, 1))),
                        i -> data(random(i, ROWS, 64), classes(i, 3))),
                example(
                        "variational autoencoder under a classifier",
                        () -> net(settings()
                                .list()
                                .layer(new VariationalAutoencoder.Builder()
                                        .nOut(4)
                                        .encoderLayerSizes(6)
                                        .decoderLayerSizes(6)
                                        .build())
                                .layer(softmax(3))
                                .setInputType(InputType.feedForward(8))),
                        i -> data(random(i, ROWS, 8), classes(i, 3))),
                example(
                        "autoencoder",
                        () -> net(settings()
                                .list()
                                .layer(dense(6))
                                .layer(dense(3))
                                .layer(dense(6))
                                .layer(mse(10))
                                .setInputType(InputType.feedForward(10))),
                        i -> data(random(i, ROWS, 10), random(i, ROWS, 10))),
                example(
                        "addition: sequence to sequence",
                        () -> graph(settings()
                                .graphBuilder()
                                .addInputs("question", "previous")
                                .setInputTypes(InputType.recurrent(4), InputType.recurrent(4))
                                .addLayer("encoder", lstm(6), "question")
                                .addVertex("last", new LastTimeStepVertex("question"), "encoder")
                                .addVertex("repeated", new DuplicateToTimeSeriesVertex("previous"), "last")
                                .addLayer("decoder", lstm(6), "previous", "repeated")
                                .addLayer("answer", softmaxOverTime(4), "decoder")
                                .setOutputs("answer")),
                        i -> new MultiDataSet(
                                new INDArray[] {random(i, ROWS, 4, 5), random(i + 50, ROWS, 4, 3)},
                                new INDArray[] {classesOverTime(i, 4, 3)})),
                example(
                        "siamese: one tower for two inputs",
                        () -> graph(settings()
                                .graphBuilder()
                                .addInputs("left", "right")
                                .setInputTypes(InputType.feedForward(6), InputType.feedForward(6))
                                .addVertex("both", new StackVertex(), "left", "right")
                                .addLayer("tower", dense(7), "both")
                                .addLayer("embedding", dense(4), "tower")
                                .addVertex("l", new UnstackVertex(0, 2), "embedding")
                                .addVertex("r", new UnstackVertex(1, 2), "embedding")
                                .addVertex("ln", new L2NormalizeVertex(), "l")
                                .addVertex("rn", new L2NormalizeVertex(), "r")
                                .addVertex("pair", new MergeVertex(), "ln", "rn")
                                .addLayer("same", softmax(2), "pair")
                                .setOutputs("same")),
                        i -> new MultiDataSet(
                                new INDArray[] {random(i, ROWS, 6), random(i + 50, ROWS, 6)},
                                new INDArray[] {classes(i, 2)})),
                example(
                        "two tasks: classes and a number",
                        () -> graph(settings()
                                .graphBuilder()
                                .addInputs("in")
                                .setInputTypes(InputType.feedForward(6))
                                .addLayer("shared", dense(8), "in")
                                .addLayer("class", softmax(3), "shared")
                                .addLayer("number", mse(1), "shared")
                                .setOutputs("class", "number")),
                        i -> new MultiDataSet(
                                new INDArray[] {random(i, ROWS, 6)},
                                new INDArray[] {classes(i, 3), random(i + 50, ROWS, 1)})),
                example(
                        "CapsNet",
                        () -> net(settings()
                                .list()
                                .layer(new ConvolutionLayer.Builder(3, 3)
                                        .nOut(4)
                                        .build())
                                .layer(new PrimaryCapsules.Builder(4, 2)
                                        .kernelSize(3, 3)
                                        .stride(2, 2)
                                        .build())
                                .layer(new CapsuleLayer.Builder(3, 4, 2).build())
                                .layer(new CapsuleStrengthLayer.Builder().build())
                                .layer(new LossLayer.Builder(LossFunction.MSE)
                                        .activation(Activation.IDENTITY)
                                        .build())
                                .setInputType(InputType.convolutional(8, 8, 1, CNN2DFormat.NCHW))),
                        i -> data(random(i, ROWS, 1, 8, 8), classes(i, 3))),
                example(
                        "attention over series of different lengths",
                        () -> net(settings()
                                .list()
                                .layer(lstm(6))
                                .layer(new SelfAttentionLayer.Builder()
                                        .nOut(6)
                                        .nHeads(2)
                                        .projectInput(true)
                                        .build())
                                .layer(new GlobalPoolingLayer.Builder().build())
                                .layer(softmax(3))
                                .setInputType(InputType.recurrent(4))),
                        i -> new MultiDataSet(
                                new INDArray[] {random(i, ROWS, 4, 5)},
                                new INDArray[] {classes(i, 3)},
                                new INDArray[] {lengths(5)},
                                null)),
                example(
                        "faces: center loss",
                        () -> net(settings()
                                .list()
                                .layer(dense(8))
                                .layer(new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                                        .nOut(3)
                                        .activation(Activation.SOFTMAX)
                                        .build())
                                .setInputType(InputType.feedForward(6))),
                        i -> data(random(i, ROWS, 6), classes(i, 3))),
                example(
                        "a SameDiff layer of the user's own",
                        () -> net(settings()
                                .list()
                                .layer(dense(6))
                                .layer(new Gated())
                                .layer(softmax(3))
                                .setInputType(InputType.feedForward(6))),
                        i -> data(random(i, ROWS, 6), classes(i, 3))),
                example(
                        "a SameDiff vertex of the user's own",
                        () -> graph(settings()
                                .graphBuilder()
                                .addInputs("in")
                                .addLayer(
                                        "hidden",
                                        new DenseLayer.Builder()
                                                .nIn(6)
                                                .nOut(SmallNetworks.UNITS)
                                                .build(),
                                        "in")
                                .addVertex("mix", new MasksAndWeightsTest.Mixing(), "hidden")
                                .addLayer(
                                        "out",
                                        new OutputLayer.Builder(LossFunction.MSE)
                                                .nIn(SmallNetworks.UNITS)
                                                .nOut(2)
                                                .activation(Activation.IDENTITY)
                                                .build(),
                                        "mix")
                                .setOutputs("out")),
                        i -> data(random(i, ROWS, 6), random(i + 50, ROWS, 2))));
    }

    /** The first series is whole, each of the others a step shorter than the one before, down to one step. */
    private static INDArray lengths(int steps) {
        INDArray mask = Nd4j.zeros(ROWS, steps);
        for (int i = 0; i < ROWS; i++) {
            for (int t = 0; t < Math.max(1, steps - i); t++) {
                mask.putScalar(i, t, 1);
            }
        }
        return mask;
    }

    private static void fit(Model model, MultiDataSet batch) {
        if (model instanceof MultiLayerNetwork net) {
            net.fit(new org.nd4j.linalg.dataset.DataSet(
                    batch.getFeatures(0).dup(),
                    batch.getLabels(0).dup(),
                    batch.getFeaturesMaskArrays() == null ? null : batch.getFeaturesMaskArray(0),
                    null));
        } else {
            ((ComputationGraph) model).fit(batch);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("examples")
    void isPrunedExactlyAndResumesToTheLastBit(String name, Supplier<Model> network, IntFunction<MultiDataSet> batches)
            throws Exception {
        Model net = network.get();
        int[] start = bits(net.params());
        PruningListener listener = PruningListener.of(PLAN).attachTo(net);
        for (int i = 0; i < STEPS; i++) {
            fit(net, batches.apply(i));
            requireZeros(net, listener);
        }
        long weights = listener.pruner().masks().weightCount();
        assertThat(listener.pruner().masks().prunedCount()).isEqualTo((long) Math.floor(0.6 * weights));
        assertThat(listener.report().zeroedAgain()).isZero();
        assertThat(bits(net.params())).isNotEqualTo(start);

        Path file = folder.resolve("model.zip");
        ModelFiles.save(net, file);
        Model back = ModelFiles.load(file);
        PruningListener resumed = PruningListener.resume();
        List<String> warnings = Warnings.during(() -> resumed.attachTo(back));
        assertThat(warnings).isEmpty();
        for (int i = STEPS; i < STEPS + 2; i++) {
            fit(net, batches.apply(i));
            fit(back, batches.apply(i));
            requireZeros(back, resumed);
        }
        assertThat(bits(back.params())).isEqualTo(bits(net.params()));
        assertThat(bits(SmallNetworks.updaterState(back))).isEqualTo(bits(SmallNetworks.updaterState(net)));
        assertThat(resumed.pruner().masks()).isEqualTo(listener.pruner().masks());
    }

    private static void requireZeros(Model net, PruningListener listener) {
        boolean[] pruned = TestNetworks.prunedPositions(net, listener.pruner().masks());
        List<Double> largest = new ArrayList<>();
        largest.add(TestNetworks.largestPruned(net.params(), pruned));
        largest.add(TestNetworks.largestPruned(TestNetworks.gradient(net), pruned));
        largest.add(TestNetworks.largestPrunedState(net, pruned));
        assertThat(largest).as("weight, gradient, updater state").containsExactly(0.0, 0.0, 0.0);
    }
}
