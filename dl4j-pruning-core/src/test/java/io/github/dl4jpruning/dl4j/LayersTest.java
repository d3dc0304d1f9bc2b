package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.TestNetworks.array;
import static io.github.dl4jpruning.dl4j.TestNetworks.base;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.WeightParameter;
import io.github.dl4jpruning.report.SparsityReport;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.*;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Every kind of layer: what is pruned of it by default, what is left alone and listed, and that the zeros hold. */
class LayersTest {

    private static final Random RANDOM = new Random(11);

    @TempDir
    Path folder;

    private static ListBuilder list() {
        return base(new Adam(0.01)).activation(Activation.TANH).list();
    }

    private static MultiLayerNetwork network(ListBuilder list) {
        MultiLayerNetwork net = new MultiLayerNetwork(list.build());
        net.init();
        return net;
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static RnnOutputLayer rnnOutput() {
        return new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static List<DataSet> data(long[] features, long[] labels) {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            batches.add(new DataSet(array(RANDOM, features), array(RANDOM, labels)));
        }
        return batches;
    }

    private static List<DataSet> flat() {
        return data(new long[] {4, 6}, new long[] {4, 2});
    }

    private static List<DataSet> images() {
        return data(new long[] {3, 2, 6, 6}, new long[] {3, 2});
    }

    private static List<DataSet> sequences() {
        return data(new long[] {3, 4, 5}, new long[] {3, 2, 5});
    }

    private static List<DataSet> sequencesToVector() {
        return data(new long[] {3, 4, 5}, new long[] {3, 2});
    }

    private SparsityReport check(Model net, List<DataSet> batches, String... pruned) throws Exception {
        PruningPlan plan = TestNetworks.planInIterations();
        PruningListener listener = ZeroWatch.trainAndCheck(net, plan, batches, 5);

        assertThat(listener.pruner().chosen().stream().map(WeightParameter::name))
                .containsExactlyInAnyOrder(pruned);
        long all = listener.pruner().chosen().stream()
                        .mapToLong(WeightParameter::length)
                        .sum()
                + listener.pruner().skipped().stream()
                        .mapToLong(WeightParameter::length)
                        .sum();
        assertThat(all)
                .as("every number is either prunable or listed")
                .isEqualTo(net.params().length());

        File file = folder.resolve("model.zip").toFile();
        ModelSerializer.writeModel(net, file, true);
        Model restored = net instanceof MultiLayerNetwork
                ? ModelSerializer.restoreMultiLayerNetwork(file, true)
                : ModelSerializer.restoreComputationGraph(file, true);
        PruningListener resumed = PruningListener.resume().attachTo(restored);
        assertThat(resumed.pruner().masks()).isEqualTo(listener.pruner().masks());
        assertThat(TestNetworks.bits(restored.params())).isEqualTo(TestNetworks.bits(net.params()));
        TestNetworks.fit(net, batches.get(0));
        TestNetworks.fit(restored, batches.get(0));
        assertThat(TestNetworks.bits(restored.params())).isEqualTo(TestNetworks.bits(net.params()));
        return listener.report();
    }

    private static List<String> skipped(SparsityReport report, String reason) {
        return report.skipped().stream()
                .filter(parameter -> parameter.reason().equals(reason))
                .map(WeightParameter::name)
                .toList();
    }

    @Test
    void denseAndOutput() throws Exception {
        var report = check(
                network(list().layer(new DenseLayer.Builder().nIn(6).nOut(7).build())
                        .layer(output())
                        .setInputType(InputType.feedForward(6))),
                flat(),
                "0_W",
                "1_W");
        assertThat(skipped(report, "bias")).containsExactly("0_b", "1_b");
    }

    @Test
    void gainsOfLayerNormStay() throws Exception {
        var report = check(
                network(list().layer(new DenseLayer.Builder()
                                .nOut(7)
                                .hasLayerNorm(true)
                                .build())
                        .layer(output())
                        .setInputType(InputType.feedForward(6))),
                flat(),
                "0_W",
                "1_W");
        assertThat(skipped(report, "gain of a normalisation")).containsExactly("0_g");
    }

    @Test
    void simpleRnn() throws Exception {
        check(
                network(list().layer(new SimpleRnn.Builder().nOut(5).build())
                        .layer(rnnOutput())
                        .setInputType(InputType.recurrent(4))),
                sequences(),
                "0_W",
                "0_RW",
                "1_W");
    }

    @Test
    void lstmReportsItsGates() throws Exception {
        var report = check(
                network(list().layer(new LSTM.Builder().nOut(5).build())
                        .layer(rnnOutput())
                        .setInputType(InputType.recurrent(4))),
                sequences(),
                "0_W",
                "0_RW",
                "1_W");
        var lstm = report.layers().get(0);
        assertThat(lstm.gates()).containsOnlyKeys("cell input", "forget gate", "output gate", "input gate");
        double mean = lstm.gates().values().stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
        assertThat(mean).isCloseTo(lstm.achievedSparsity(), org.assertj.core.data.Offset.offset(1e-12));
        assertThat(report.layers().get(1).gates()).isEmpty();
    }

    @Test
    @SuppressWarnings("deprecation")
    void peepholesOfGravesLstmStay() throws Exception {
        MultiLayerNetwork net =
                network(list().layer(new GravesLSTM.Builder().nOut(5).build())
                        .layer(rnnOutput())
                        .setInputType(InputType.recurrent(4)));
        var report = check(net, sequences(), "0_W", "0_RW", "1_W");

        assertThat(skipped(report, "peephole connections")).containsExactly("0_RW[peepholes]");
        INDArray recurrent = net.getParam("0_RW");
        assertThat(recurrent.shape()).containsExactly(5, 23);
        for (int row = 0; row < 5; row++) {
            for (int column = 20; column < 23; column++) {
                assertThat(recurrent.getDouble(row, column)).isNotZero();
            }
        }
    }

    @Test
    @SuppressWarnings("deprecation")
    void peepholesArePrunedIfThePlanIncludesThem() {
        MultiLayerNetwork net =
                network(list().layer(new GravesLSTM.Builder().nOut(5).build())
                        .layer(rnnOutput())
                        .setInputType(InputType.recurrent(4)));
        PruningPlan plan =
                TestNetworks.planInIterations().including(p -> p.parameter().endsWith("[peepholes]"));

        PruningListener listener = ZeroWatch.trainAndCheck(net, plan, sequences(), 5);

        assertThat(listener.pruner().masks().names()).contains("0_RW[peepholes]");
        assertThat(listener.pruner().masks().of("0_RW[peepholes]").length()).isEqualTo(15);
    }

    @Test
    @SuppressWarnings("deprecation")
    void gravesBidirectionalLstm() throws Exception {
        check(
                network(list().layer(
                                new GravesBidirectionalLSTM.Builder().nOut(4).build())
                        .layer(rnnOutput())
                        .setInputType(InputType.recurrent(4))),
                sequences(),
                "0_WF",
                "0_RWF",
                "0_WB",
                "0_RWB",
                "1_W");
    }

    @Test
    void bidirectional() throws Exception {
        check(
                network(list().layer(
                                new Bidirectional(new LSTM.Builder().nOut(4).build()))
                        .layer(rnnOutput())
                        .setInputType(InputType.recurrent(4))),
                sequences(),
                "0_fW",
                "0_fRW",
                "0_bW",
                "0_bRW",
                "1_W");
    }

    @Test
    void bidirectionalInsideLastTimeStep() throws Exception {
        check(
                network(list().layer(new LastTimeStep(new Bidirectional(new LSTM.Builder()
                                .nIn(4)
                                .nOut(4)
                                .activation(Activation.TANH)
                                .weightInit(WeightInit.XAVIER)
                                .updater(new Adam(0.01))
                                .build())))
                        .layer(TestNetworks.output(8))),
                sequencesToVector(),
                "0_fW",
                "0_fRW",
                "0_bW",
                "0_bRW",
                "1_W");
    }

    @Test
    void lastTimeStepAndMaskZero() throws Exception {
        check(
                network(list().layer(new MaskZeroLayer(
                                new LSTM.Builder().nIn(4).nOut(4).build(), -9))
                        .layer(new LastTimeStep(
                                new LSTM.Builder().nIn(4).nOut(4).build()))
                        .layer(output())
                        .setInputType(InputType.recurrent(4))),
                sequencesToVector(),
                "0_W",
                "0_RW",
                "1_W",
                "1_RW",
                "2_W");
    }

    @Test
    void timeDistributed() throws Exception {
        check(
                network(list().layer(new TimeDistributed(
                                new DenseLayer.Builder().nIn(4).nOut(5).build()))
                        .layer(rnnOutput())
                        .setInputType(InputType.recurrent(4))),
                sequences(),
                "0_W",
                "1_W");
    }

    @Test
    void convolution1D() throws Exception {
        check(
                network(list().layer(new Convolution1DLayer.Builder()
                                .kernelSize(3)
                                .convolutionMode(org.deeplearning4j.nn.conf.ConvolutionMode.Same)
                                .nOut(5)
                                .build())
                        .layer(rnnOutput())
                        .setInputType(InputType.recurrent(4, 5))),
                sequences(),
                "0_W",
                "1_W");
    }

    @Test
    void convolution2DWithBatchNormalization() throws Exception {
        var report = check(
                network(list().layer(new ConvolutionLayer.Builder(3, 3).nOut(4).build())
                        .layer(new BatchNormalization())
                        .layer(new SubsamplingLayer.Builder()
                                .kernelSize(2, 2)
                                .stride(2, 2)
                                .build())
                        .layer(output())
                        .setInputType(InputType.convolutional(6, 6, 2))),
                images(),
                "0_W",
                "3_W");
        assertThat(skipped(report, "batch normalisation"))
                .containsExactlyInAnyOrder("1_gamma", "1_beta", "1_mean", "1_log10stdev");
    }

    @Test
    void separableConvolutionWhoseParametersLieInAnotherOrderThanTheirTable() throws Exception {
        check(
                network(list().layer(new SeparableConvolution2D.Builder(3, 3)
                                .depthMultiplier(2)
                                .nOut(4)
                                .build())
                        .layer(output())
                        .setInputType(InputType.convolutional(6, 6, 2))),
                images(),
                "0_W",
                "0_pW",
                "1_W");
    }

    @Test
    void depthwiseConvolution() throws Exception {
        check(
                network(list().layer(new DepthwiseConvolution2D.Builder(3, 3)
                                .depthMultiplier(3)
                                .build())
                        .layer(output())
                        .setInputType(InputType.convolutional(6, 6, 2))),
                images(),
                "0_W",
                "1_W");
    }

    @Test
    void deconvolution() throws Exception {
        check(
                network(list().layer(new Deconvolution2D.Builder(2, 2).nOut(3).build())
                        .layer(output())
                        .setInputType(InputType.convolutional(6, 6, 2))),
                images(),
                "0_W",
                "1_W");
    }

    @Test
    void selfAttention() throws Exception {
        check(
                network(list().layer(new SelfAttentionLayer.Builder()
                                .nOut(4)
                                .nHeads(2)
                                .headSize(2)
                                .projectInput(true)
                                .build())
                        .layer(rnnOutput())
                        .setInputType(InputType.recurrent(4))),
                sequences(),
                "0_Wq",
                "0_Wk",
                "0_Wv",
                "0_Wo",
                "1_W");
    }

    @Test
    void learnedQueriesStay() {
        // M2.1 cannot run this layer (its scatter_update fails), so only the choice can be tested.
        MultiLayerNetwork net = network(list().layer(new LearnedSelfAttentionLayer.Builder()
                        .nOut(4)
                        .nHeads(2)
                        .headSize(2)
                        .nQueries(3)
                        .projectInput(true)
                        .build())
                .layer(new GlobalPoolingLayer.Builder().build())
                .layer(output())
                .setInputType(InputType.recurrent(4)));
        PruningListener listener =
                PruningListener.of(TestNetworks.planInIterations()).attachTo(net);

        assertThat(listener.pruner().masks().names()).containsExactlyInAnyOrder("0_Wq", "0_Wk", "0_Wv", "0_Wo", "2_W");
        assertThat(skipped(listener.report(), "learned queries")).containsExactly("0_Q");
    }

    @Test
    void attentionVertexOfAGraph() throws Exception {
        SparsityReport report = check(
                TestNetworks.graph(base(new Adam(0.01))),
                TestNetworks.batches(6),
                "rnn_W",
                "rnn_RW",
                "attention_Wq",
                "attention_Wk",
                "attention_Wv",
                "attention_Wo",
                "last_W",
                "last_RW",
                "out_W");
        assertThat(report.layers().stream().map(SparsityReport.Row::layerType))
                .containsExactlyInAnyOrder("SimpleRnn", "AttentionVertex", "LSTM", "OutputLayer");
    }

    @Test
    void frozenLayersStayAndAreListed() throws Exception {
        MultiLayerNetwork net = network(list().layer(
                        new FrozenLayer(new DenseLayer.Builder().nIn(6).nOut(7).build()))
                .layer(new FrozenLayerWithBackprop(
                        new DenseLayer.Builder().nIn(7).nOut(7).build()))
                .layer(new DenseLayer.Builder().nIn(7).nOut(9).build())
                .layer(new OutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .nIn(9)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build()));
        INDArray before = net.getLayer(0).params().dup();
        PruningListener listener = PruningListener.of(TestNetworks.planInIterations()
                .including(p -> true)
                .excluding(p -> p.parameter().equals("b")));
        net.addListeners(listener);
        net.fit(TestNetworks.iterator(flat()), 5);

        assertThat(listener.pruner().masks().names()).containsExactlyInAnyOrder("2_W", "3_W");
        assertThat(skipped(listener.report(), "frozen layer")).contains("0_W", "1_W");
        assertThat(net.getLayer(0).params()).isEqualTo(before);
        assertThat(listener.report().finished()).isTrue();
    }

    @Test
    void embeddingsStayUnlessIncluded() throws Exception {
        List<DataSet> indices = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            indices.add(new DataSet(Nd4j.createFromArray(new float[][] {{1}, {3}, {0}, {5}}), array(RANDOM, 4, 2)));
        }
        for (boolean included : new boolean[] {false, true}) {
            MultiLayerNetwork net = network(
                    list().layer(new EmbeddingLayer.Builder().nIn(6).nOut(4).build())
                            .layer(new DenseLayer.Builder().nIn(4).nOut(8).build())
                            .layer(TestNetworks.output(8)));
            PruningListener listener = PruningListener.of(TestNetworks.planInIterations()
                    .including(p -> included && p.layerType().equals("EmbeddingLayer")));
            net.addListeners(listener);
            net.fit(TestNetworks.iterator(indices), 5);

            assertThat(listener.pruner().masks().names().contains("0_W")).isEqualTo(included);
            assertThat(skipped(listener.report(), "embedding")).hasSize(included ? 0 : 1);
            assertThat(TestNetworks.largestPruned(
                            net.params(),
                            TestNetworks.prunedPositions(net, listener.pruner().masks())))
                    .isZero();
        }
    }

    @Test
    void factorsPerUnitStay() throws Exception {
        var report = check(
                network(list().layer(new DenseLayer.Builder().nIn(6).nOut(7).build())
                        .layer(new PReLULayer.Builder().inputShape(7).build())
                        .layer(new ElementWiseMultiplicationLayer.Builder()
                                .nIn(7)
                                .nOut(7)
                                .build())
                        .layer(output())
                        .setInputType(InputType.feedForward(6))),
                flat(),
                "0_W",
                "3_W");
        assertThat(skipped(report, "slopes of PReLU")).containsExactly("1_W");
        assertThat(skipped(report, "one factor per unit")).containsExactly("2_W");
    }

    @Test
    void layersAreChosenByNameTypeAndParameter() {
        PruningPlan plan = TestNetworks.planInIterations();
        MultiLayerNetwork net = network(list().layer(
                        new LSTM.Builder().name("memory").nIn(4).nOut(6).build())
                .layer(new DenseLayer.Builder().name("mixer").nIn(6).nOut(6).build())
                .layer(new RnnOutputLayer.Builder(LossFunctions.LossFunction.MSE)
                        .name("head")
                        .nIn(6)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build()));

        assertThat(chosen(net, plan.excluding(p -> p.layer().equals("head")))).containsExactly("0_W", "0_RW", "1_W");
        assertThat(chosen(net, plan.excluding(p -> p.layerType().equals("LSTM"))))
                .containsExactly("1_W", "2_W");
        assertThat(chosen(net, plan.excluding(p -> p.parameter().equals("RW")))).containsExactly("0_W", "1_W", "2_W");
        assertThat(chosen(net, plan.including(p -> p.name().equals("1_b"))))
                .containsExactly("0_W", "0_RW", "1_W", "1_b", "2_W");
    }

    private static List<String> chosen(MultiLayerNetwork net, PruningPlan plan) {
        return NetworkModel.of(net).parameters().stream()
                .filter(plan::selects)
                .map(WeightParameter::name)
                .toList();
    }
}
