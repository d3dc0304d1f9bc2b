package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.FEATURES;
import static io.github.dl4jpruning.dl4j.SmallNetworks.STEPS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.UNITS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.bits;
import static io.github.dl4jpruning.dl4j.SmallNetworks.dense;
import static io.github.dl4jpruning.dl4j.SmallNetworks.fit;
import static io.github.dl4jpruning.dl4j.SmallNetworks.graph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstm;
import static io.github.dl4jpruning.dl4j.SmallNetworks.network;
import static io.github.dl4jpruning.dl4j.SmallNetworks.output;
import static io.github.dl4jpruning.dl4j.SmallNetworks.random;
import static io.github.dl4jpruning.dl4j.SmallNetworks.rows;
import static io.github.dl4jpruning.dl4j.SmallNetworks.series;
import static io.github.dl4jpruning.dl4j.SmallNetworks.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.dl4j.DropoutReplacement.Finding;
import io.github.dl4jpruning.engine.PlanCodec;
import io.github.dl4jpruning.engine.PruningPlan;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.conf.weightnoise.WeightNoise;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

class DropoutReplacementTest {

    private static List<String> replaced(DropoutReplacement done) {
        return done.replaced().stream().map(Finding::toString).toList();
    }

    private static List<String> kept(DropoutReplacement done) {
        return done.kept().stream().map(Finding::toString).toList();
    }

    private static MultiLayerConfiguration configuration(Layer... layers) {
        return configuration(settings(), layers);
    }

    private static MultiLayerConfiguration configuration(NeuralNetConfiguration.Builder settings, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = settings.list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.build();
    }

    /** Whether training forward passes give one and the same answer, the one of inference. */
    private static boolean isSilent(MultiLayerNetwork net, INDArray input) {
        int[] inference = bits(net.output(input));
        for (int i = 0; i < 3; i++) {
            if (!Arrays.equals(inference, bits(net.output(input, true)))) {
                return false;
            }
        }
        return true;
    }

    /** Dropout made by somebody else. */
    public static final class HomeMadeDropout implements IDropout {
        @Override
        public INDArray applyDropout(
                INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
            return result.assign(input);
        }

        @Override
        public INDArray backprop(INDArray above, INDArray below, int iteration, int epoch) {
            return below.assign(above);
        }

        @Override
        public void clear() {}

        @Override
        public IDropout clone() {
            return new HomeMadeDropout();
        }
    }

    @Nested
    class WhatIsRemoved {

        @Test
        void theArgumentOfDropOutIsTheProbabilityToRetain() {
            MultiLayerConfiguration conf = configuration(
                    dense(FEATURES, UNITS).dropOut(0.7).build(), output(UNITS).build());

            DropoutReplacement done = DropoutReplacement.in(conf);

            assertThat(done.replaced()).hasSize(1);
            Finding finding = done.replaced().get(0);
            assertThat(finding.layer()).isEqualTo("layer0");
            assertThat(finding.layerType()).isEqualTo("DenseLayer");
            assertThat(finding.kind()).isEqualTo("Dropout");
            assertThat(finding.dropRate().getAsDouble()).isCloseTo(0.3, within(1e-12));
            assertThat(conf.getConf(0).getLayer().getIDropout()).isNull();
        }

        @Test
        void everyKindOfDropoutInAMultiLayerConfigurationIsRemovedAndListedInOrder() {
            MultiLayerConfiguration conf = configuration(
                    dense(FEATURES, UNITS).name("plain").dropOut(0.9).build(),
                    new DropoutLayer.Builder(0.5).name("between").build(),
                    dense(UNITS, UNITS)
                            .name("gaussian")
                            .dropOut(new GaussianDropout(0.25))
                            .build(),
                    dense(UNITS, UNITS)
                            .name("alpha")
                            .dropOut(new AlphaDropout(0.8))
                            .build(),
                    dense(UNITS, UNITS)
                            .name("connect")
                            .weightNoise(new DropConnect(0.6))
                            .build(),
                    output(UNITS).build());

            DropoutReplacement done = DropoutReplacement.in(conf);

            assertThat(replaced(done))
                    .containsExactly(
                            "plain (DenseLayer): Dropout, dropped 10%",
                            "between (DropoutLayer): Dropout, dropped 50%",
                            "gaussian (DenseLayer): GaussianDropout, dropped 25%",
                            "alpha (DenseLayer): AlphaDropout, dropped 20%",
                            "connect (DenseLayer): DropConnect, dropped 40%");
            assertThat(done.kept()).isEmpty();
            assertThat(DropoutReplacement.in(conf).replaced()).isEmpty();
        }

        @Test
        void spatialDropoutOfAConvolutionIsRemoved() {
            MultiLayerNetwork net = network(
                    settings(),
                    new Convolution1DLayer.Builder(2)
                            .nIn(FEATURES)
                            .nOut(UNITS)
                            .dropOut(new SpatialDropout(0.5))
                            .build(),
                    new RnnOutputLayer.Builder(LossFunction.MSE)
                            .nIn(UNITS)
                            .nOut(2)
                            .activation(Activation.IDENTITY)
                            .build());
            INDArray input = random(1, 3, FEATURES, STEPS);
            assertThat(isSilent(net, input)).isFalse();

            DropoutReplacement done = DropoutReplacement.in(net);

            assertThat(replaced(done)).containsExactly("layer0 (Convolution1DLayer): SpatialDropout, dropped 50%");
            assertThat(isSilent(net, input)).isTrue();
        }

        @Test
        void dropoutSetForAllLayersIsFoundInEachOfThem() {
            MultiLayerConfiguration conf = configuration(
                    settings().dropOut(0.8).weightNoise(new DropConnect(0.9)),
                    dense(FEATURES, UNITS).build(),
                    new Bidirectional(lstm(UNITS, UNITS).build()),
                    new LastTimeStep(lstm(2 * UNITS, UNITS).build()),
                    output(UNITS).build());

            DropoutReplacement done = DropoutReplacement.in(conf);

            assertThat(replaced(done))
                    .containsExactly(
                            "layer0 (DenseLayer): Dropout, dropped 20%",
                            "layer0 (DenseLayer): DropConnect, dropped 10%",
                            "layer1 (LSTM): Dropout, dropped 20%",
                            "layer1 (LSTM): DropConnect, dropped 10%",
                            "layer1 (LSTM): Dropout, dropped 20%",
                            "layer1 (LSTM): DropConnect, dropped 10%",
                            "layer2 (LSTM): Dropout, dropped 20%",
                            "layer2 (LSTM): DropConnect, dropped 10%",
                            "layer3 (OutputLayer): Dropout, dropped 20%",
                            "layer3 (OutputLayer): DropConnect, dropped 10%");
            assertThat(conf.toJson()).doesNotContain("dropout.Dropout").doesNotContain("DropConnect\"");
        }

        @Test
        void dropoutInsideEveryWrapperIsRemoved() {
            MultiLayerConfiguration conf = configuration(
                    new Bidirectional(lstm(FEATURES, UNITS).dropOut(0.9).build()),
                    new TimeDistributed(dense(2 * UNITS, UNITS).dropOut(0.8).build()),
                    new MaskZeroLayer(lstm(UNITS, UNITS).dropOut(0.7).build(), 0),
                    new FrozenLayer(lstm(UNITS, UNITS).dropOut(0.6).build()),
                    new LastTimeStep(new Bidirectional(
                            lstm(UNITS, UNITS).dropOut(new GaussianDropout(0.5)).build())),
                    output(2 * UNITS).build());

            DropoutReplacement done = DropoutReplacement.in(conf);

            assertThat(replaced(done))
                    .containsExactly(
                            "layer0 (LSTM): Dropout, dropped 10%",
                            "layer0 (LSTM): Dropout, dropped 10%",
                            "layer1 (DenseLayer): Dropout, dropped 20%",
                            "layer2 (LSTM): Dropout, dropped 30%",
                            "layer3 (LSTM): Dropout, dropped 40%",
                            "layer4 (LSTM): GaussianDropout, dropped 50%",
                            "layer4 (LSTM): GaussianDropout, dropped 50%");
            assertThat(conf.toJson()).doesNotContain("dropout.Dropout").doesNotContain("dropout.GaussianDropout");
        }

        @Test
        void dropoutInAComputationGraphConfigurationIsRemoved() {
            ComputationGraphConfiguration conf = settings()
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer("hidden", dense(FEATURES, UNITS).dropOut(0.75).build(), "in")
                    .addLayer("drop", new DropoutLayer(0.5), "hidden")
                    .addLayer(
                            "out",
                            output(UNITS).weightNoise(new DropConnect(0.5)).build(),
                            "drop")
                    .setOutputs("out")
                    .build();

            DropoutReplacement done = DropoutReplacement.in(conf);

            assertThat(replaced(done))
                    .containsExactlyInAnyOrder(
                            "hidden (DenseLayer): Dropout, dropped 25%",
                            "drop (DropoutLayer): Dropout, dropped 50%", "out (OutputLayer): DropConnect, dropped 50%");
            assertThat(conf.toJson()).doesNotContain("dropout.Dropout").doesNotContain("DropConnect\"");
        }

        @Test
        void aRateThatFollowsAScheduleIsNotGivenAsANumber() {
            ExponentialSchedule schedule = new ExponentialSchedule(ScheduleType.ITERATION, 0.5, 0.99);
            MultiLayerConfiguration conf = configuration(
                    dense(FEATURES, UNITS).dropOut(new Dropout(schedule)).build(),
                    dense(UNITS, UNITS).dropOut(new GaussianDropout(schedule)).build(),
                    dense(UNITS, UNITS).dropOut(new AlphaDropout(schedule)).build(),
                    dense(UNITS, UNITS).dropOut(new SpatialDropout(schedule)).build(),
                    dense(UNITS, UNITS).weightNoise(new DropConnect(schedule)).build(),
                    output(UNITS).build());

            DropoutReplacement done = DropoutReplacement.in(conf);

            assertThat(replaced(done))
                    .containsExactly(
                            "layer0 (DenseLayer): Dropout",
                            "layer1 (DenseLayer): GaussianDropout",
                            "layer2 (DenseLayer): AlphaDropout",
                            "layer3 (DenseLayer): SpatialDropout",
                            "layer4 (DenseLayer): DropConnect");
        }
    }

    @Nested
    class WhatIsKept {

        @Test
        void noiseThatDropsNothingAndHomeMadeDropoutStayAndAreListed() {
            MultiLayerConfiguration conf = configuration(
                    dense(FEATURES, UNITS).dropOut(new GaussianNoise(0.1)).build(),
                    dense(UNITS, UNITS)
                            .weightNoise(new WeightNoise(new NormalDistribution(0, 0.1)))
                            .build(),
                    new LastTimeStep(
                            lstm(UNITS, UNITS).dropOut(new HomeMadeDropout()).build()),
                    dense(UNITS, UNITS).dropOut(0.5).build(),
                    output(UNITS).build());

            DropoutReplacement done = DropoutReplacement.in(conf);

            assertThat(kept(done))
                    .containsExactly(
                            "layer0 (DenseLayer): GaussianNoise",
                            "layer1 (DenseLayer): WeightNoise",
                            "layer2 (LSTM): HomeMadeDropout");
            assertThat(replaced(done)).containsExactly("layer3 (DenseLayer): Dropout, dropped 50%");
            assertThat(conf.getConf(0).getLayer().getIDropout()).isInstanceOf(GaussianNoise.class);
            assertThat(((BaseLayer) conf.getConf(1).getLayer()).getWeightNoise())
                    .isInstanceOf(WeightNoise.class);
            assertThat(((LastTimeStep) conf.getConf(2).getLayer())
                            .getUnderlying()
                            .getIDropout())
                    .isInstanceOf(HomeMadeDropout.class);
        }

        @Test
        void theTextNamesWhatWasRemovedAndWhatWasNot() {
            DropoutReplacement done = DropoutReplacement.in(configuration(
                    dense(FEATURES, UNITS).dropOut(0.7).build(),
                    dense(UNITS, UNITS).dropOut(new GaussianNoise(0.1)).build(),
                    output(UNITS).build()));

            assertThat(done.toString().lines())
                    .containsExactly(
                            "Dropout removed",
                            "  layer0 (DenseLayer): Dropout, dropped 30%",
                            "Left as it is, since it is not dropout",
                            "  layer1 (DenseLayer): GaussianNoise");
        }

        @Test
        void theTextSaysWhenThereWasNothingToRemove() {
            DropoutReplacement done = DropoutReplacement.in(SmallNetworks.denseNetwork());

            assertThat(done).hasToString("No dropout found");
            assertThat(done.replaced()).isEmpty();
            assertThat(done.kept()).isEmpty();
        }

        @Test
        void theListsCannotBeChanged() {
            DropoutReplacement done = DropoutReplacement.in(SmallNetworks.denseNetwork());

            assertThatThrownBy(() -> done.replaced().add(null)).isInstanceOf(UnsupportedOperationException.class);
            assertThatThrownBy(() -> done.kept().add(null)).isInstanceOf(UnsupportedOperationException.class);
        }
    }

    @Nested
    class ALiveNetwork {

        @TempDir
        Path folder;

        /** With every kind of dropout in places where it works, or with none and without the dropout layer. */
        private static MultiLayerNetwork recurrent(boolean dropout) {
            Layer first = new Bidirectional(
                    dropout
                            ? lstm(FEATURES, UNITS).dropOut(0.8).build()
                            : lstm(FEATURES, UNITS).build());
            SimpleRnn.Builder rnn = new SimpleRnn.Builder().nIn(2 * UNITS).nOut(UNITS);
            Layer second = new LastTimeStep(
                    dropout ? rnn.dropOut(new GaussianDropout(0.3)).build() : rnn.build());
            Layer third = dropout
                    ? dense(UNITS, UNITS).weightNoise(new DropConnect(0.7)).build()
                    : dense(UNITS, UNITS).build();
            Layer last = dropout
                    ? output(UNITS).dropOut(new AlphaDropout(0.9)).build()
                    : output(UNITS).build();
            return dropout
                    ? network(settings(), first, second, new DropoutLayer(0.5), third, last)
                    : network(settings(), first, second, third, last);
        }

        private static ComputationGraph residual(boolean dropout) {
            var builder = settings()
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer(
                            "hidden",
                            dropout
                                    ? dense(FEATURES, UNITS).dropOut(0.8).build()
                                    : dense(FEATURES, UNITS).build(),
                            "in");
            if (dropout) {
                builder.addLayer("drop", new DropoutLayer(0.5), "hidden");
            }
            return graph(builder.addLayer(
                            "out",
                            dropout
                                    ? output(UNITS)
                                            .weightNoise(new DropConnect(0.7))
                                            .build()
                                    : output(UNITS).build(),
                            dropout ? "drop" : "hidden")
                    .setOutputs("out")
                    .build());
        }

        @Test
        void trainsToTheSameBitsAsOneBuiltWithoutDropout() {
            MultiLayerNetwork net = recurrent(true);
            MultiLayerNetwork plain = recurrent(false);
            plain.setParams(net.params().dup());

            assertThat(DropoutReplacement.in(net).replaced()).hasSize(6);

            for (int i = 0; i < 4; i++) {
                fit(net, series(i));
                fit(plain, series(i));
                assertThat(net.score()).isEqualTo(plain.score());
            }
            assertThat(bits(net.params())).isEqualTo(bits(plain.params()));
            assertThat(bits(SmallNetworks.updaterState(net))).isEqualTo(bits(SmallNetworks.updaterState(plain)));
        }

        @Test
        void aGraphTrainsToTheSameBitsAsOneBuiltWithoutDropout() {
            ComputationGraph net = residual(true);
            ComputationGraph plain = residual(false);
            plain.setParams(net.params().dup());

            assertThat(DropoutReplacement.in(net).replaced()).hasSize(3);

            for (int i = 0; i < 4; i++) {
                fit(net, rows(i));
                fit(plain, rows(i));
            }
            assertThat(bits(net.params())).isEqualTo(bits(plain.params()));
            assertThat(bits(SmallNetworks.updaterState(net))).isEqualTo(bits(SmallNetworks.updaterState(plain)));
        }

        @Test
        void dropoutThatHasAlreadyTrainedStopsAtOnceAndTheCountersGoOn() {
            MultiLayerNetwork net = recurrent(true);
            MultiLayerNetwork plain = recurrent(false);
            INDArray input = series(9).getFeatures();
            fit(net, series(1));
            fit(net, series(2));
            assertThat(isSilent(net, input)).isFalse();

            DropoutReplacement.in(net);

            assertThat(isSilent(net, input)).isTrue();
            assertThat(net.getIterationCount()).isEqualTo(2);
            plain.setParams(net.params().dup());
            plain.getUpdater()
                    .setStateViewArray(
                            plain, net.getUpdater().getStateViewArray().dup(), false);
            plain.setIterationCount(2);
            fit(net, series(3));
            fit(plain, series(3));
            assertThat(bits(net.params())).isEqualTo(bits(plain.params()));
        }

        @Test
        void parametersKeepTheirNamesAndValues() {
            MultiLayerNetwork net = recurrent(true);
            Map<String, INDArray> before = net.paramTable();
            int[] values = bits(net.params());

            DropoutReplacement.in(net);

            assertThat(net.paramTable().keySet()).containsExactlyElementsOf(before.keySet());
            assertThat(net.getnLayers()).isEqualTo(5);
            assertThat(bits(net.params())).isEqualTo(values);
        }

        @Test
        void theChangeIsInTheSavedFile() throws Exception {
            MultiLayerNetwork net = recurrent(true);
            DropoutReplacement.in(net);
            MultiLayerNetwork plain = recurrent(false);
            plain.setParams(net.params().dup());
            net.save(folder.resolve("net.zip").toFile(), true);

            MultiLayerNetwork loaded =
                    MultiLayerNetwork.load(folder.resolve("net.zip").toFile(), true);

            assertThat(DropoutReplacement.in(loaded)).hasToString("No dropout found");
            for (int i = 0; i < 3; i++) {
                fit(loaded, series(i));
                fit(plain, series(i));
            }
            assertThat(bits(loaded.params())).isEqualTo(bits(plain.params()));
        }

        @Test
        void theChangeIsInTheSavedFileOfAGraph() throws Exception {
            ComputationGraph net = residual(true);
            DropoutReplacement.in(net);
            ComputationGraph plain = residual(false);
            plain.setParams(net.params().dup());
            net.save(folder.resolve("graph.zip").toFile(), true);

            ComputationGraph loaded =
                    ComputationGraph.load(folder.resolve("graph.zip").toFile(), true);

            assertThat(DropoutReplacement.in(loaded)).hasToString("No dropout found");
            for (int i = 0; i < 3; i++) {
                fit(loaded, rows(i));
                fit(plain, rows(i));
            }
            assertThat(bits(loaded.params())).isEqualTo(bits(plain.params()));
        }
    }

    @Nested
    class TheProposedPlan {

        @Test
        void isTheEarlyOneWhateverTheNetwork() {
            String early = PlanCodec.encode(PruningPlan.early(20, 0.9));

            for (Model model : List.of(
                    SmallNetworks.denseNetwork(), SmallNetworks.lstmNetwork(), SmallNetworks.attentionGraph())) {
                assertThat(PlanCodec.encode(DropoutReplacement.in(model).proposePlan(20)))
                        .isEqualTo(early);
            }
        }

        @Test
        void isRefusedForATrainingTooShortForIt() {
            assertThatThrownBy(() ->
                            DropoutReplacement.in(SmallNetworks.denseNetwork()).proposePlan(1))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("epochs is 1")
                    .hasMessageContaining("at least 2");
        }
    }

    @Nested
    class AnotherModel {

        @Test
        void isRefusedByItsName() {
            MultiLayerNetwork net = SmallNetworks.denseNetwork();

            assertThatThrownBy(() -> DropoutReplacement.in(net.getLayer(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("MultiLayerNetwork or ComputationGraph")
                    .hasMessageContaining("not in a DenseLayer");
        }

        @Test
        void isRefusedIfItIsNull() {
            assertThatThrownBy(() -> DropoutReplacement.in((Model) null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not in a null");
        }
    }

    @Test
    void aConfigurationOfInferredSizesIsChangedBeforeItIsBuilt() {
        MultiLayerConfiguration conf = settings()
                .list()
                .layer(new DenseLayer.Builder().nOut(UNITS).dropOut(0.5).build())
                .layer(output(UNITS).build())
                .setInputType(InputType.feedForward(FEATURES))
                .build();
        DropoutReplacement.in(conf);
        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init();

        assertThat(isSilent(net, rows(1).getFeatures())).isTrue();
    }

    /** Keras imports put it on every layer. */
    @Test
    void dropoutThatDropsNothingIsRemovedButNotCalledDropout() {
        MultiLayerConfiguration configuration = new NeuralNetConfiguration.Builder()
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(3)
                        .nOut(4)
                        .dropOut(new Dropout(1.0))
                        .build())
                .layer(output(4).dropOut(new Dropout(0.7)).build())
                .build();

        DropoutReplacement done = DropoutReplacement.in(configuration);

        assertThat(done.replaced()).hasSize(1);
        assertThat(done.toString()).contains("OutputLayer").doesNotContain("DenseLayer");
        assertThat(configuration.getConf(0).getLayer().getIDropout()).isNull();
        assertThat(configuration.getConf(1).getLayer().getIDropout()).isNull();
    }
}
