package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.FEATURES;
import static io.github.dl4jpruning.dl4j.SmallNetworks.UNITS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.bits;
import static io.github.dl4jpruning.dl4j.SmallNetworks.dense;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstm;
import static io.github.dl4jpruning.dl4j.SmallNetworks.output;
import static io.github.dl4jpruning.dl4j.SmallNetworks.plan;
import static io.github.dl4jpruning.dl4j.SmallNetworks.random;
import static io.github.dl4jpruning.dl4j.SmallNetworks.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.engine.PruningPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Several networks from one configuration object, which DL4J keeps by reference: ensembles, seeds in a loop, a dense
 * baseline.
 */
class SharedConfigurationTest {

    private static final int STEPS = 5;
    private static final PruningPlan PLAN = plan(0.3, 0.6, 1, 3);

    @TempDir
    Path folder;

    /** Makers of networks that share one configuration, as a user's code has it in a variable. */
    static Stream<Arguments> kinds() {
        return Stream.of(
                Arguments.of(
                        "dense",
                        from(() -> list(
                                dense(FEATURES, UNITS).build(), output(UNITS).build())),
                        false),
                Arguments.of(
                        "LSTM in a wrapper",
                        from(() -> list(
                                new LastTimeStep(lstm(FEATURES, UNITS).build()),
                                output(UNITS).build())),
                        true),
                Arguments.of(
                        "bidirectional LSTM in a wrapper",
                        from(() -> list(
                                new LastTimeStep(
                                        new Bidirectional(lstm(FEATURES, UNITS).build())),
                                output(2 * UNITS).build())),
                        true),
                Arguments.of("graph", graphs(), true));
    }

    private static MultiLayerConfiguration list(Layer... layers) {
        NeuralNetConfiguration.ListBuilder list = settings().dropOut(0.8).list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return list.build();
    }

    private static Supplier<Supplier<Model>> from(Supplier<MultiLayerConfiguration> maker) {
        return () -> {
            MultiLayerConfiguration shared = maker.get();
            return () -> {
                MultiLayerNetwork net = new MultiLayerNetwork(shared);
                net.init();
                return net;
            };
        };
    }

    private static Supplier<Supplier<Model>> graphs() {
        return () -> {
            ComputationGraphConfiguration shared = settings()
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer("lstm", lstm(FEATURES, UNITS).build(), "in")
                    .addLayer("last", new LastTimeStep(lstm(UNITS, UNITS).build()), "lstm")
                    .addLayer("out", output(UNITS).build(), "last")
                    .setOutputs("out")
                    .build();
            return () -> SmallNetworks.graph(shared);
        };
    }

    private static void fit(Model model, boolean series) {
        for (int i = 0; i < STEPS; i++) {
            SmallNetworks.fit(model, series ? SmallNetworks.series(i) : SmallNetworks.rows(i));
        }
    }

    private static long zeros(Model model) {
        return Arrays.stream(bits(model.params())).filter(bit -> bit << 1 == 0).count();
    }

    private static void newWeights(Model model, int seed) {
        model.setParams(random(seed, model.numParams()));
    }

    private static INDArray state(Model model) {
        return SmallNetworks.updaterState(model);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aDenseNetworkBuiltAfterThePrunedTrainingIsDense(String name, Supplier<Supplier<Model>> kind, boolean series) {
        Supplier<Model> networks = kind.get();
        Model pruned = networks.get();
        PruningListener listener = PruningListener.of(PLAN).attachTo(pruned);
        fit(pruned, series);
        Model never = kind.get().get(); // of a configuration that no pruned network has touched
        long biases = zeros(never);

        Model baseline = networks.get();
        assertThat(SmallNetworks.configurationJson(baseline)).doesNotContain("PruningMask");
        assertThat(zeros(baseline)).isEqualTo(biases);
        List<String> warnings = Warnings.during(() -> fit(baseline, series));

        assertThat(zeros(baseline)).isLessThan(listener.pruner().masks().prunedCount() / 2);
        assertThat(warnings).isEmpty();
        assertThat(SmallNetworks.configurationJson(baseline)).doesNotContain("PruningMask");
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aDenseNetworkBuiltBeforeThePrunedTrainingStaysDense(
            String name, Supplier<Supplier<Model>> kind, boolean series) {
        Supplier<Model> networks = kind.get();
        Model baseline = networks.get();
        Model pruned = networks.get();
        PruningListener.of(PLAN).attachTo(pruned);
        fit(pruned, series);

        List<String> warnings = Warnings.during(() -> fit(baseline, series));

        assertThat(zeros(baseline)).isLessThan(zeros(pruned) / 2);
        assertThat(warnings).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aSecondPrunedNetworkBeginsAtTheBeginning(String name, Supplier<Supplier<Model>> kind, boolean series) {
        Supplier<Model> networks = kind.get();
        Model first = networks.get();
        PruningListener.of(PLAN).attachTo(first);
        fit(first, series);

        Model second = networks.get();
        newWeights(second, 17);
        int[] before = bits(second.params());
        PruningListener listener = PruningListener.of(PLAN).attachTo(second);

        assertThat(listener.pruner().step()).isZero();
        assertThat(listener.pruner().masks().prunedCount()).isZero();
        assertThat(bits(second.params())).isEqualTo(before);
    }

    /**
     * The members are pruned in turn, iteration by iteration, saved, loaded and resumed: each is as if it had been
     * alone.
     */
    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void theMembersOfAnEnsembleAreWhatTheyWouldBeAlone(String name, Supplier<Supplier<Model>> kind, boolean series)
            throws IOException {
        Supplier<Model> networks = kind.get();
        List<Model> together = new ArrayList<>();
        List<Model> alone = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            together.add(networks.get());
            newWeights(together.get(seed - 1), seed);
            alone.add(kind.get().get());
            newWeights(alone.get(seed - 1), seed);
        }
        together.forEach(net -> PruningListener.of(PLAN).attachTo(net));
        alone.forEach(net -> PruningListener.of(PLAN).attachTo(net));
        // Dropout draws from one stream: without it, the order of the members does not matter.
        together.forEach(DropoutReplacement::in);
        alone.forEach(DropoutReplacement::in);
        for (int i = 0; i < STEPS; i++) {
            for (Model net : together) {
                SmallNetworks.fit(net, series ? SmallNetworks.series(i) : SmallNetworks.rows(i));
            }
        }
        alone.forEach(net -> fit(net, series));

        for (int i = 0; i < together.size(); i++) {
            assertThat(bits(together.get(i).params()))
                    .isEqualTo(bits(alone.get(i).params()));
            Path file = folder.resolve(i + ".zip");
            ModelFiles.save(together.get(i), file);
            Model back = ModelFiles.load(file);
            long zeros = zeros(back);
            PruningListener resumed = PruningListener.resume().attachTo(back);

            assertThat(zeros(back)).isEqualTo(zeros).isEqualTo(zeros(alone.get(i)));
            assertThat(resumed.pruner().step()).isEqualTo(STEPS);
            assertThat(resumed.report().zeroedAgain()).isZero();
            fit(back, series);
            fit(alone.get(i), series);
            assertThat(bits(back.params())).isEqualTo(bits(alone.get(i).params()));
            assertThat(bits(state(back))).isEqualTo(bits(state(alone.get(i))));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aNetworkBuiltFromTheConfigurationOfAPrunedOneIsNotCutByItsMasksAndThatIsTold(
            String name, Supplier<Supplier<Model>> kind, boolean series) {
        Model pruned = kind.get().get();
        PruningListener.of(PLAN).attachTo(pruned);
        fit(pruned, series);
        Model other = pruned instanceof MultiLayerNetwork net
                ? new MultiLayerNetwork(net.getLayerWiseConfigurations())
                : new ComputationGraph(((ComputationGraph) pruned).getConfiguration());
        other.init();
        newWeights(other, 5);
        int[] before = bits(other.params());
        int[] ofPruned = bits(pruned.params());

        PruningListener[] listener = new PruningListener[1];
        List<String> warnings =
                Warnings.during(() -> listener[0] = PruningListener.of(PLAN).attachTo(other));

        assertThat(bits(other.params())).isEqualTo(before);
        assertThat(listener[0].pruner().step()).isZero();
        assertThat(warnings).singleElement().asString().contains("dropped").contains("configuration of a pruned one");
        fit(other, series);
        assertThat(bits(pruned.params())).isEqualTo(ofPruned);
        assertThat(NetworkModel.of(pruned).load(false).orElseThrow().position().step())
                .isEqualTo(STEPS);
    }

    @Test
    void theConfigurationOfTheUserKnowsNothingOfTheMasksAndTheNetworksOwnIsEqualButForThem() {
        MultiLayerConfiguration conf =
                list(dense(FEATURES, UNITS).build(), output(UNITS).build());
        MultiLayerNetwork net = new MultiLayerNetwork(conf);
        net.init(); // writes the names of the parameters into it
        String before = conf.toJson();
        PruningListener.of(PLAN).attachTo(net);
        assertThat(net.getLayerWiseConfigurations()).isNotSameAs(conf);
        fit(net, false);

        assertThat(conf.toJson()).isEqualTo(before);
        assertThat(net.getLayerWiseConfigurations().toJson()).contains("PruningMask");
        ModelFiles.strip(withoutListeners(net));
        MultiLayerConfiguration own = net.getLayerWiseConfigurations().clone();
        own.setIterationCount(0);
        own.getConfs().forEach(layer -> layer.setIterationCount(0));
        assertThat(own.toJson()).isEqualTo(before);
    }

    private static MultiLayerNetwork withoutListeners(MultiLayerNetwork net) {
        net.setListeners();
        return net;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("kinds")
    void aLearningRateSetAfterTheListenerWasAttachedIsUsedAndWrittenAsWithoutListener(
            String name, Supplier<Supplier<Model>> kind, boolean series) {
        Model net = kind.get().get();
        PruningListener.of(PLAN).attachTo(net);
        Model control = kind.get().get();
        for (Model each : List.of(net, control)) {
            fit(each, series);
            setLearningRate(each, 0.0625);
        }

        assertThat(SmallNetworks.configurationJson(net).split("\"learningRate\" : 0.0625", -1))
                .hasSameSizeAs(SmallNetworks.configurationJson(control).split("\"learningRate\" : 0.0625", -1))
                .hasSizeGreaterThan(1);
        assertThat(rates(net)).isEqualTo(rates(control)).contains(0.0625);
    }

    private static List<Double> rates(Model model) {
        return TestNetworks.updater(model).getUpdaterBlocks().stream()
                .map(block -> block.getGradientUpdater().getConfig().getLearningRate(0, 0))
                .toList();
    }

    private static void setLearningRate(Model model, double rate) {
        if (model instanceof MultiLayerNetwork sequential) {
            sequential.setLearningRate(rate);
        } else {
            ((ComputationGraph) model).setLearningRate(rate);
        }
    }

    @Test
    void dropoutTakenOutAfterTheListenerWasAttachedIsOut() {
        MultiLayerNetwork net = new MultiLayerNetwork(
                list(dense(FEATURES, UNITS).build(), output(UNITS).build()));
        net.init();
        PruningListener.of(PLAN).attachTo(net);

        assertThat(DropoutReplacement.in(net).replaced()).hasSize(2);

        INDArray input = random(3, 8, FEATURES);
        assertThat(net.output(input, true)).isEqualTo(net.output(input, false));
    }

    @Test
    void aListenerAddedInTheMiddleOfAnIterationLeavesItsDropoutAlone() {
        MultiLayerNetwork first = new MultiLayerNetwork(
                list(dense(FEATURES, UNITS).build(), output(UNITS).build()));
        first.init();
        first.addListeners(PruningListener.of(PLAN)); // attached between the two passes of the first fit(DataSet)

        first.fit(SmallNetworks.rows(1));

        assertThat(first.getIterationCount()).isEqualTo(1);
        assertThat(NetworkModel.of(first).load(false).orElseThrow().position().step())
                .isEqualTo(1);
    }
}
