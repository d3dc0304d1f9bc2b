package io.github.dl4jpruning.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.report.Latency;
import io.github.dl4jpruning.report.SizeReport;
import io.github.dl4jpruning.runtime.SparseForecaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** A graph that is a chain is exported as a network of layers is; any other is refused. */
class GraphExportTest {

    @TempDir
    Path folder;

    static LongStream seeds() {
        return LongStream.range(0, 150);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void chainsForecastTheSame(long seed) throws IOException {
        requireSame(RandomNetworks.graph(seed), seed);
    }

    private void requireSame(ComputationGraph graph, long seed) throws IOException {
        Path file = folder.resolve("model.dlp");
        ModelExport.of(graph).write(file);
        SameForecasts.require(SparseForecaster.load(file), graph::outputSingle, seed);
    }

    private static ComputationGraph graph(Consumer<GraphBuilder> parts) {
        GraphBuilder builder = TestNetworks.base(new Adam(0.01)).graphBuilder();
        parts.accept(builder);
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        return graph;
    }

    private static DenseLayer dense(int inputs) {
        return new DenseLayer.Builder()
                .nIn(inputs)
                .nOut(5)
                .activation(Activation.TANH)
                .build();
    }

    /** The usual forecaster. */
    private static ComputationGraph forecaster() {
        return graph(builder -> builder.addInputs("in")
                .addLayer("lstm", TestNetworks.lstm(4, 5), "in")
                .addVertex("last", new LastTimeStepVertex("in"), "lstm")
                .addLayer("dropout", new DropoutLayer(0.7), "last")
                .addLayer("out", TestNetworks.output(5), "dropout")
                .setOutputs("out"));
    }

    private static ComputationGraph trained() {
        ComputationGraph graph = forecaster();
        graph.addListeners(PruningListener.of(TestNetworks.planInIterations()));
        for (int i = 0; i < 25; i++) {
            graph.fit(new DataSet(Nd4j.rand(4, 4, 6), Nd4j.rand(4, 2)));
        }
        return graph;
    }

    @Test
    void preprocessorsThatDl4jAddsDoNotMatter() throws IOException {
        requireSame(
                graph(builder -> builder.addInputs("in")
                        .addLayer("each", dense(4), "in")
                        .addLayer("lstm", TestNetworks.lstm(5, 5), "each")
                        .addLayer("all", dense(5), "lstm")
                        .addLayer(
                                "out",
                                new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                                        .nIn(5)
                                        .nOut(2)
                                        .activation(Activation.IDENTITY)
                                        .build(),
                                "all")
                        .setOutputs("out")
                        .setInputTypes(InputType.recurrent(4))),
                3);
    }

    @Test
    void frozenPartsAreExportedToo() throws IOException {
        ComputationGraph frozen = new TransferLearning.GraphBuilder(forecaster())
                .setFeatureExtractor("last")
                .build();
        requireSame(frozen, 4);
    }

    @Test
    void aNetworkOfEitherKindIsLoadedAndExported() throws IOException {
        for (Model net : List.of(forecaster(), RandomNetworks.forward(1))) {
            Path zip = folder.resolve("model.zip");
            ModelFiles.save(net, zip);
            Model loaded = ModelFiles.load(zip);
            assertThat(loaded).hasSameClassAs(net);
            assertThat(ModelExport.of(loaded).model().network())
                    .isEqualTo(ModelExport.of(net).model().network());
        }
        Layer single = forecaster().getVertex("out").getLayer();
        assertThatThrownBy(() -> ModelExport.of(single))
                .hasMessage("a OutputLayer cannot be exported by itself: give the whole MultiLayerNetwork or"
                        + " ComputationGraph");
    }

    @Test
    void planAndSparsityOfAPrunedGraphStandInTheFile() throws IOException {
        Path file = folder.resolve("model.dlp");
        ModelExport.of(trained()).data("sunspots").write(file);
        var provenance = SparseForecaster.load(file).model().provenance();
        assertThat(provenance.plan()).contains("\"curve\"", "\"window\"");
        assertThat(provenance.sparsity()).isEqualTo(114 / 190.0); // 60 % of 4 x 20, 5 x 20 and 5 x 2 weights
        assertThat(provenance.data()).isEqualTo("sunspots");
        assertThat(provenance.versions()).containsKeys("java", "deeplearning4j", "dl4j-pruning");
    }

    @Test
    void sizesAreThoseOfTheRealFilesAndAForecastIsTimed() throws IOException {
        ComputationGraph graph = trained();
        Path file = folder.resolve("model.dlp");
        Path zip = folder.resolve("model.zip");
        SizeReport sizes = ModelExport.of(graph).write(file);
        ModelFiles.save(graph, zip);
        assertThat(sizes.zip()).isEqualTo(Files.size(zip));
        assertThat(sizes.stripped()).isLessThan(sizes.zip());
        assertThat(sizes.file()).isEqualTo(Files.size(file));

        Latency latency = ModelExport.of(graph).measure(6).latency();
        assertThat(latency.framework()).isEqualTo("DL4J");
        assertThat(latency.runtimeMillis()).isPositive();
        assertThat(latency.frameworkMillis()).isPositive();
    }

    private static void assertRefused(ComputationGraph graph, String message) {
        assertThatThrownBy(() -> ModelExport.of(graph))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    private static final String WAY_OUT =
            "the runtime has graphs that are one chain of layers; predict with DL4J, or train a chain";

    @Test
    void severalInputsOrOutputsAreRefused() {
        assertRefused(
                graph(builder -> builder.addInputs("price", "load")
                        .addVertex("both", new MergeVertex(), "price", "load")
                        .addLayer("out", TestNetworks.output(8), "both")
                        .setOutputs("out")),
                "the graph has 2 inputs, [price, load]: " + WAY_OUT);
        assertRefused(
                graph(builder -> builder.addInputs("in")
                        .addLayer("mean", TestNetworks.output(4), "in")
                        .addLayer("spread", TestNetworks.output(4), "in")
                        .setOutputs("mean", "spread")),
                "the graph has 2 outputs, [mean, spread]: " + WAY_OUT);
    }

    @Test
    void branchesAreRefusedWithTheVertexThatJoinsThem() {
        assertRefused(
                graph(builder -> builder.addInputs("in")
                        .addLayer("first", dense(4), "in")
                        .addLayer("second", dense(5), "first")
                        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
                        .addLayer("out", TestNetworks.output(5), "sum")
                        .setOutputs("out")),
                "vertex sum has 2 inputs, [first, second]: " + WAY_OUT);
        assertRefused(
                graph(builder -> builder.addInputs("in")
                        .addLayer("first", dense(4), "in")
                        .addLayer("second", dense(4), "in")
                        .addLayer("out", TestNetworks.output(10), "first", "second")
                        .setOutputs("out")),
                "vertex out-merge has 2 inputs, [first, second]: " + WAY_OUT);
    }

    @Test
    void aVertexBesideTheChainIsRefused() {
        assertRefused(
                graph(builder -> builder.addInputs("in")
                        .addLayer("first", dense(4), "in")
                        .addLayer("dead end", dense(5), "first")
                        .addLayer("out", TestNetworks.output(5), "first")
                        .setOutputs("out")
                        .allowDisconnected(true)),
                "vertex dead end does not lie between the input and the output [out]: remove it, for " + WAY_OUT);
    }

    @Test
    void verticesAndLayersThatTheRuntimeDoesNotHaveAreRefusedByTheirNames() {
        assertRefused(
                graph(builder -> builder.addInputs("in")
                        .addVertex("unit length", new L2NormalizeVertex(), "in")
                        .addLayer("out", TestNetworks.output(4), "unit length")
                        .setOutputs("out")),
                "vertex unit length is a L2NormalizeVertex, which the runtime does not have: " + WAY_OUT);
        assertRefused(
                graph(builder -> builder.addInputs("in")
                        .addVertex("flat", new PreprocessorVertex(new CnnToFeedForwardPreProcessor(2, 2, 1)), "in")
                        .addLayer("out", TestNetworks.output(4), "flat")
                        .setOutputs("out")),
                "vertex flat is a CnnToFeedForwardPreProcessor, which the runtime does not have: remove it, or predict with"
                        + " DL4J");
        ComputationGraph convolution = graph(builder -> builder.addInputs("in")
                .addLayer(
                        "picture",
                        new ConvolutionLayer.Builder(2, 2).nIn(1).nOut(2).build(),
                        "in")
                .addLayer("out", TestNetworks.output(8), "picture")
                .setOutputs("out")
                .setInputTypes(InputType.convolutional(3, 3, 1)));
        assertThatThrownBy(() -> ModelExport.of(convolution))
                .hasMessage(
                        "layer picture is a ConvolutionLayer, which the runtime does not have: it runs dense, output,"
                                + " SimpleRnn, LSTM, GravesLSTM, bidirectional and batch normalisation layers; replace it, or"
                                + " predict with DL4J");
    }

    @Test
    void aGraphWithoutParametersIsRefused() {
        ComputationGraph graph =
                new ComputationGraph(forecaster().getConfiguration().clone());
        assertRefused(graph, "the network has no parameters yet: call init() and train it first");
    }

    @Test
    void aWeightThatIsNoNumberIsRefusedWithTheVertex() {
        ComputationGraph graph = forecaster();
        graph.getVertex("out").getLayer().getParam("W").putScalar(1, 1, Double.NaN);
        assertThatThrownBy(() -> ModelExport.of(graph))
                .hasMessageStartingWith("layer out: the weight in row 1, column 1 is NaN");
    }
}
