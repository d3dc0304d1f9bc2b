package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.FEATURES;
import static io.github.dl4jpruning.dl4j.SmallNetworks.OUTPUTS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.UNITS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.bits;
import static io.github.dl4jpruning.dl4j.SmallNetworks.dense;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstm;
import static io.github.dl4jpruning.dl4j.SmallNetworks.network;
import static io.github.dl4jpruning.dl4j.SmallNetworks.output;
import static io.github.dl4jpruning.dl4j.SmallNetworks.plan;
import static io.github.dl4jpruning.dl4j.SmallNetworks.revived;
import static io.github.dl4jpruning.dl4j.SmallNetworks.rows;
import static io.github.dl4jpruning.dl4j.SmallNetworks.series;
import static io.github.dl4jpruning.dl4j.SmallNetworks.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.mask.WeightMask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.transferlearning.TransferLearningHelper;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** Transfer learning with a pruned network: masks that fit stay, others are dropped, and fresh weights are not cut. */
class TransferLearningTest {

    private static final PruningPlan PLAN = plan(0.3, 0.6, 1, 6);

    @TempDir
    Path folder;

    /** Weights: 24, 36, 12. */
    private static MultiLayerNetwork pruned(int steps) {
        MultiLayerNetwork net = network(
                settings(),
                dense(FEATURES, UNITS).build(),
                dense(UNITS, UNITS).build(),
                output(UNITS).build());
        net.addListeners(PruningListener.of(PLAN));
        for (int i = 0; i < steps; i++) {
            net.fit(rows(i));
        }
        return net;
    }

    private static Masks masks(Model net) {
        return NetworkModel.of(net).load(true).orElseThrow().masks();
    }

    private static void assertZero(Model net, Masks masks) {
        masks.asMap().forEach((name, mask) -> {
            int bracket = name.indexOf('[');
            assertThat(revived(mask, net.getParam(bracket < 0 ? name : name.substring(0, bracket))))
                    .as(name)
                    .isEmpty();
        });
    }

    private static MultiLayerNetwork frozen(MultiLayerNetwork net, int till) {
        return new TransferLearning.Builder(net).setFeatureExtractor(till).build();
    }

    /** DL4J has no call for it: the frozen configurations are unpacked, and the network is built anew. */
    private static MultiLayerNetwork thawed(MultiLayerNetwork net) {
        MultiLayerConfiguration conf = net.getLayerWiseConfigurations().clone();
        for (NeuralNetConfiguration each : conf.getConfs()) {
            if (each.getLayer() instanceof FrozenLayer ice) {
                each.setLayer(ice.getLayer());
            }
        }
        MultiLayerNetwork thawed = new MultiLayerNetwork(conf);
        thawed.init();
        thawed.setParams(net.params().dup());
        return thawed;
    }

    @Test
    void aFrozenLayerIsLeftAloneAndKeepsItsMasksUntilItIsThawed() {
        MultiLayerNetwork first = pruned(3);
        Masks before = masks(first);
        MultiLayerNetwork net = frozen(first, 0);

        PruningListener onHead = PruningListener.resume().attachTo(net);
        int[] ice = bits(net.getParam("0_W"));
        for (int i = 3; i < 5; i++) {
            net.fit(rows(i));
        }
        assertThat(onHead.pruner().masks().names()).containsExactly("1_W", "2_W");
        assertThat(onHead.pruner().step()).isEqualTo(5);
        assertThat(bits(net.getParam("0_W"))).isEqualTo(ice);
        assertThat(onHead.report().toText()).contains("0_W (frozen layer)");

        MultiLayerNetwork whole = thawed(net);
        PruningListener resumed = PruningListener.resume().attachTo(whole);
        assertThat(resumed.pruner().step()).isEqualTo(5);
        assertThat(resumed.pruner().masks().of("0_W")).isEqualTo(before.of("0_W"));
        assertThat(resumed.report().zeroedAgain()).isZero();
        whole.fit(rows(5));
        whole.fit(rows(6));

        assertThat(resumed.pruner().masks().prunedCount()).isEqualTo((long) (0.6 * 72));
        assertThat(bits(whole.getParam("0_W"))).isNotEqualTo(ice);
        assertZero(whole, resumed.pruner().masks());
    }

    @Test
    void theFileOfANetworkWithAFrozenLayerResumesAndIsThawedLikeTheNetwork() throws IOException {
        MultiLayerNetwork net = frozen(pruned(3), 1);
        Path untrained = folder.resolve("untrained.zip");
        ModelFiles.save(net, untrained);
        assertThat(masks(thawed(ModelFiles.loadMultiLayerNetwork(untrained)))).isEqualTo(masks(thawed(net)));
        PruningListener.resume().attachTo(net);
        net.fit(rows(3));
        Path file = folder.resolve("frozen.zip");
        ModelFiles.save(net, file);

        MultiLayerNetwork back = ModelFiles.loadMultiLayerNetwork(file);
        PruningListener resumed = PruningListener.resume().attachTo(back);
        assertThat(resumed.pruner().masks().names()).containsExactly("2_W");
        assertThat(resumed.pruner().step()).isEqualTo(4);
        for (int i = 4; i < 7; i++) {
            net.fit(rows(i));
            back.fit(rows(i));
        }
        assertThat(bits(back.params())).isEqualTo(bits(net.params()));
        assertThat(PruningListener.resume()
                        .attachTo(thawed(back))
                        .pruner()
                        .masks()
                        .names())
                .containsExactly("0_W", "1_W", "2_W");
    }

    @Test
    void strippingFindsTheMasksInsideFrozenLayersAndWrappers() {
        MultiLayerNetwork net = frozen(pruned(3), 0);
        assertThat(ModelFiles.strip(net)).isEqualTo(3);
        assertThat(net.getLayerWiseConfigurations().toJson()).doesNotContain("dl4jpruning");

        MultiLayerNetwork wrapped = recurrent(
                new LastTimeStep(new Bidirectional(lstm(FEATURES, UNITS).build())), 2 * UNITS);
        wrapped.setListeners();
        MultiLayerNetwork other = wrapped.clone();
        assertThat(ModelFiles.strip(wrapped)).isEqualTo(2);
        assertThat(wrapped.getLayerWiseConfigurations().toJson()).doesNotContain("dl4jpruning");
        assertThat(masks(other).names()).contains("0_fW", "0_bRW", "1_W");
    }

    @Test
    void aLayerOfAnotherSizeLosesItsMaskAndTheOthersKeepTheirs() {
        for (boolean resume : new boolean[] {true, false}) {
            MultiLayerNetwork first = pruned(3);
            Masks before = masks(first);
            MultiLayerNetwork net = new TransferLearning.Builder(first)
                    .nOutReplace(1, 9, WeightInit.XAVIER)
                    .build();
            int[] weights = bits(net.params());
            PruningListener[] listener = new PruningListener[1];

            List<String> warnings = Warnings.during(() ->
                    listener[0] = (resume ? PruningListener.resume() : PruningListener.restart(PLAN)).attachTo(net));

            assertThat(warnings)
                    .singleElement()
                    .asString()
                    .contains("1_W (the mask is for 36 weights, the parameter has 54)")
                    .contains("2_W (the mask is for 12 weights, the parameter has 18)")
                    .contains("restart(plan)");
            assertThat(bits(net.params())).isEqualTo(weights);
            assertThat(listener[0].pruner().masks().of("0_W")).isEqualTo(before.of("0_W"));
            assertThat(listener[0].pruner().masks().of("1_W").prunedCount()).isZero();
            for (int i = 3; i < 10; i++) {
                net.fit(rows(i));
            }
            assertThat(listener[0].pruner().masks().prunedCount()).isEqualTo((long) (0.6 * 96));
            assertZero(net, listener[0].pruner().masks());
        }
    }

    @Test
    void withoutListenerALayerOfAnotherSizeTrainsWithoutMaskAndTheOthersKeepTheirZeros() {
        MultiLayerNetwork first = pruned(3);
        Masks before = masks(first);
        MultiLayerNetwork net = new TransferLearning.Builder(first)
                .nOutReplace(1, 9, WeightInit.XAVIER)
                .build();

        List<String> warnings = Warnings.during(() -> {
            for (int i = 0; i < 3; i++) {
                net.fit(rows(i));
            }
        });

        assertThat(revived(before.of("0_W"), net.getParam("0_W"))).isEmpty();
        assertThat(warnings).anyMatch(each -> each.contains("made for 36 weights, and there are 54"));
        assertThatThrownBy(() -> PruningListener.of(PLAN).attachTo(net))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PruningListener.restart(plan)");
    }

    @Test
    void freshWeightsOfTheSameSizeAreNotCutByTheOldMasks() {
        MultiLayerNetwork first = pruned(6);
        Masks before = masks(first);
        MultiLayerNetwork net = new TransferLearning.Builder(first)
                .nOutReplace(1, UNITS, WeightInit.XAVIER)
                .build();
        int[] weights = bits(net.params());
        PruningListener[] listener = new PruningListener[1];

        List<String> warnings =
                Warnings.during(() -> listener[0] = PruningListener.resume().attachTo(net));

        assertThat(bits(net.params())).isEqualTo(weights);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("1_W (none of the ")
                .contains("2_W (none of the ");
        assertThat(listener[0].pruner().masks().of("0_W")).isEqualTo(before.of("0_W"));
        net.setListeners();
        assertThat(PruningListener.resume()
                        .attachTo(net)
                        .pruner()
                        .masks()
                        .of("1_W")
                        .prunedCount())
                .isZero();
    }

    private static MultiLayerNetwork recurrent(Layer layer, int outputs) {
        MultiLayerNetwork net = network(settings(), layer, output(outputs).build());
        net.addListeners(PruningListener.of(PLAN));
        for (int i = 0; i < 6; i++) {
            net.fit(series(i));
        }
        return net;
    }

    static Stream<Arguments> wrapped() {
        return Stream.of(
                Arguments.of("LSTM", new LastTimeStep(lstm(FEATURES, UNITS).build()), UNITS),
                Arguments.of(
                        "bidirectional LSTM",
                        new LastTimeStep(new Bidirectional(lstm(FEATURES, UNITS).build())),
                        2 * UNITS));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrapped")
    void theMasksOfAWrappedLayerSurviveANewOutputLayerWithAndWithoutListener(String name, Layer layer, int outputs)
            throws IOException {
        MultiLayerNetwork first = recurrent(layer, outputs);
        Masks before = masks(first);
        MultiLayerNetwork net = new TransferLearning.Builder(first)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(0.01))
                        .build())
                .removeOutputLayer()
                .addLayer(output(outputs).build())
                .build();

        List<String> warnings = Warnings.during(() -> {
            for (int i = 0; i < 5; i++) {
                net.fit(series(i));
            }
        });

        assertThat(warnings).anyMatch(each -> each.contains("trains without its PruningListener"));
        before.asMap().forEach((parameter, mask) -> {
            if (parameter.startsWith("0_")) {
                assertThat(mask.prunedCount()).isPositive();
                assertThat(revived(mask, net.getParam(parameter))).as(parameter).isEmpty();
            }
        });
        Path file = folder.resolve("head.zip");
        ModelFiles.save(net, file);
        MultiLayerNetwork back = ModelFiles.loadMultiLayerNetwork(file);
        back.fit(series(1));
        PruningListener resumed = PruningListener.resume().attachTo(back);
        assertThat(resumed.report().zeroedAgain()).isZero();
        assertThat(resumed.pruner().masks().names()).doesNotContain("1_W");
        resumed.pruner()
                .masks()
                .asMap()
                .forEach((parameter, mask) -> assertThat(mask).isEqualTo(before.of(parameter)));
    }

    @Test
    void theSubnetOfATransferLearningHelperIsPrunedAndTheWholeNetworkTakesItsZeros() {
        MultiLayerNetwork net = network(
                settings(),
                dense(FEATURES, UNITS).build(),
                dense(UNITS, UNITS).build(),
                output(UNITS).build());
        TransferLearningHelper helper = new TransferLearningHelper(net, 0);
        PruningListener onHead = PruningListener.of(PLAN).attachTo(helper.unfrozenMLN());
        for (int i = 0; i < 7; i++) {
            helper.fitFeaturized(helper.featurize(new DataSet(rows(i).getFeatures(), rows(i).getLabels())));
        }
        long pruned = onHead.pruner().masks().prunedCount();
        assertThat(pruned).isEqualTo((long) (0.6 * 48));
        assertThat(net.getLayerWiseConfigurations().toJson()).doesNotContain("PruningMask");

        assertThat(Warnings.during(() -> PruningListener.of(PLAN).attachTo(net)))
                .singleElement()
                .asString()
                .contains(pruned + " of the 48 weights")
                .contains("fromZeros(plan)");
        net.setListeners();
        PruningListener whole = PruningListener.fromZeros(PLAN).attachTo(net);
        assertThat(whole.pruner().masks().prunedCount()).isEqualTo(pruned);
    }

    @Test
    void aFrozenVertexIsNotPrunedAndKeepsItsMasks() {
        ComputationGraph first = SmallNetworks.attentionGraph();
        first.addListeners(PruningListener.of(PLAN));
        for (int i = 0; i < 6; i++) {
            first.fit(series(i));
        }
        WeightMask before = masks(first).of("attention_Wq");
        ComputationGraph net = new TransferLearning.GraphBuilder(first)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Adam(0.01))
                        .build())
                .setFeatureExtractor("attention")
                .build();

        PruningListener onHead = PruningListener.resume().attachTo(net);

        assertThat(onHead.pruner().masks().names()).containsExactly("out_W");
        assertThat(onHead.report().toText()).contains("attention_Wq (frozen vertex)");
        int[] ice = bits(net.paramTable().get("attention_Wq"));
        net.fit(series(1));
        assertThat(bits(net.paramTable().get("attention_Wq"))).isEqualTo(ice);
        assertThat(revived(before, net.paramTable().get("attention_Wq"))).isEmpty();
        assertThat(OUTPUTS * UNITS).isEqualTo((int) onHead.report().total().weights());
        assertThat(net.getConfiguration().toJson()).contains("attention_Wq");
    }
}
