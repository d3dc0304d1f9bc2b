package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.FEATURES;
import static io.github.dl4jpruning.dl4j.SmallNetworks.UNITS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.bits;
import static io.github.dl4jpruning.dl4j.SmallNetworks.dense;
import static io.github.dl4jpruning.dl4j.SmallNetworks.denseNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.network;
import static io.github.dl4jpruning.dl4j.SmallNetworks.output;
import static io.github.dl4jpruning.dl4j.SmallNetworks.plan;
import static io.github.dl4jpruning.dl4j.SmallNetworks.random;
import static io.github.dl4jpruning.dl4j.SmallNetworks.rows;
import static io.github.dl4jpruning.dl4j.SmallNetworks.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.mask.WeightMask;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.ComposableIterationListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Masks and weights never disagree in silence, and a hook that never comes is told. */
class MasksAndWeightsTest {

    private static final int PRUNED = (int) (0.6 * FEATURES * UNITS + 0.6 * UNITS * SmallNetworks.OUTPUTS);

    @TempDir
    Path folder;

    private static MultiLayerNetwork pruned(int seed) {
        MultiLayerNetwork net = denseNetwork();
        net.setParams(random(seed, net.numParams()));
        net.addListeners(PruningListener.of(plan()));
        for (int i = 0; i < 4; i++) {
            net.fit(rows(i));
        }
        return net;
    }

    private static long zeros(Model net) {
        return Arrays.stream(bits(net.params())).filter(bit -> bit << 1 == 0).count();
    }

    /** The average of two networks, as of an ensemble or over a training, under the masks of one of them. */
    private static MultiLayerNetwork average() {
        MultiLayerNetwork net = pruned(1);
        net.setParams(net.params().add(pruned(2).params()).muli(0.5));
        return net;
    }

    @Test
    void weightsThatWereSetAreCountedInTheReportAndZeroedInTheNextIteration() {
        MultiLayerNetwork net = average();
        PruningListener listener =
                (PruningListener) net.getListeners().iterator().next();
        long revived = PRUNED - zeros(net);
        assertThat(revived).isPositive();

        assertThat(listener.report().notZero()).isEqualTo(revived);
        assertThat(listener.report().toText()).contains("pruned weights that are not zero: " + revived);
        assertThat(listener.report().toJson()).contains("\"not_zero\":" + revived);
        List<String> warnings = Warnings.during(() -> net.fit(rows(9)));

        assertThat(listener.report().zeroedAgain()).isEqualTo(revived);
        assertThat(listener.report().notZero()).isZero();
        assertThat(warnings).singleElement().asString().contains(revived + " pruned weights");
    }

    @Test
    void savingStrippingAndExportingTellOfWeightsThatTheMasksDeny() throws IOException {
        MultiLayerNetwork net = average();
        String count = (PRUNED - zeros(net)) + " weights that are not zero";
        Path file = folder.resolve("average.zip");

        assertThat(Warnings.during(() -> save(net, file)))
                .singleElement()
                .asString()
                .contains("saved with " + count)
                .contains("resume()");
        assertThat(Warnings.during(() -> ModelExport.of(net)))
                .singleElement()
                .asString()
                .contains("exported with " + count);
        net.setListeners();
        assertThat(Warnings.during(() -> ModelFiles.strip(net)))
                .singleElement()
                .asString()
                .contains("stripped with " + count);

        MultiLayerNetwork sound = pruned(3);
        assertThat(Warnings.during(() -> {
                    save(sound, file);
                    ModelExport.of(sound);
                    sound.setListeners();
                    ModelFiles.strip(sound);
                }))
                .isEmpty();
    }

    private static void save(Model net, Path file) {
        try {
            ModelFiles.save(net, file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aListenerThatIsAttachedCountsTheWeightsItZeroes() throws IOException {
        MultiLayerNetwork net = average();
        long revived = PRUNED - zeros(net);
        Path file = folder.resolve("average.zip");
        ModelFiles.save(net, file);
        MultiLayerNetwork back = ModelFiles.loadMultiLayerNetwork(file);
        PruningListener[] listener = new PruningListener[1];

        List<String> warnings =
                Warnings.during(() -> listener[0] = PruningListener.resume().attachTo(back));

        assertThat(zeros(back)).isEqualTo(PRUNED);
        assertThat(listener[0].report().zeroedAgain()).isEqualTo(revived);
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains(revived + " of the " + PRUNED + " weights")
                .contains("average of several networks")
                .contains("strip the masks");
    }

    @Test
    void theUpdaterStateOfAWeightThatCameBackIsClearedToo() {
        MultiLayerNetwork net = pruned(1);
        PruningListener listener =
                (PruningListener) net.getListeners().iterator().next();
        boolean[] pruned = TestNetworks.prunedPositions(net, listener.pruner().masks());
        net.params().addi(1);
        net.getUpdater().getStateViewArray().addi(1);

        listener.pruner().enforce();

        assertThat(TestNetworks.largestPruned(net.params(), pruned)).isZero();
        assertThat(TestNetworks.largestPrunedState(net, pruned)).isZero();
        assertThat(net.getUpdater().getStateViewArray().maxNumber().doubleValue())
                .isGreaterThan(0.9);
    }

    @Test
    void theZerosOfAStrippedNetworkAreTakenForItsMasks() {
        MultiLayerNetwork net = pruned(1);
        net.setListeners();
        ModelFiles.strip(net);

        PruningListener listener = PruningListener.fromZeros(plan(0, 0.8, 1, 4)).attachTo(net);

        assertThat(listener.pruner().masks().prunedCount()).isEqualTo(PRUNED);
        assertThat(listener.pruner().step()).isZero();
        net.fit(rows(1));
        assertThat(zeros(net)).isEqualTo(PRUNED);
        for (int i = 0; i < 4; i++) {
            net.fit(rows(i));
        }
        assertThat(zeros(net)).isEqualTo((long) (0.8 * (FEATURES * UNITS + UNITS * SmallNetworks.OUTPUTS)));
    }

    @Test
    void zerosWinOverMasksThatTheNetworkCarriesWhenTheyAreTakenForThem() {
        MultiLayerNetwork net = average();
        net.setListeners();
        long zeros = zeros(net);
        int[] before = bits(net.params());

        PruningListener listener = PruningListener.fromZeros(plan(0, 0.8, 5, 9)).attachTo(net);

        assertThat(bits(net.params())).isEqualTo(before);
        assertThat(listener.pruner().masks().prunedCount()).isEqualTo(zeros);
        assertThat(NetworkModel.of(net).load(false).orElseThrow().masks().prunedCount())
                .isEqualTo(zeros);
    }

    @Test
    void aSparseNetworkWithoutMasksIsToldHowToKeepItsZeros() {
        MultiLayerNetwork net = pruned(1);
        net.setListeners();
        ModelFiles.strip(net);
        MultiLayerNetwork fresh = denseNetwork();

        assertThat(Warnings.during(() -> PruningListener.of(plan(0, 0.8, 1, 4)).attachTo(net)))
                .singleElement()
                .asString()
                .contains(PRUNED + " of the 36 weights")
                .contains("fromZeros(plan)");
        assertThat(Warnings.during(() -> PruningListener.of(plan(0, 0.8, 1, 4)).attachTo(fresh)))
                .isEmpty();
    }

    @SuppressWarnings("deprecation") // people still use it
    @Test
    void aListenerAroundOursThatHandsOnTheEndOfIterationsOnlyIsToldAtTheFirst() {
        for (Model model : List.of(denseNetwork(), graph())) {
            model.addListeners(new ComposableIterationListener(PruningListener.of(plan())));

            assertThatThrownBy(() -> SmallNetworks.fit(model, rows(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ComposableIterationListener")
                    .hasMessageContaining("attachTo(net)");
        }
    }

    private static ComputationGraph graph() {
        return SmallNetworks.graph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", dense(FEATURES, UNITS).build(), "in")
                .addLayer("out", output(UNITS).build(), "hidden")
                .setOutputs("out")
                .build());
    }

    @Test
    void theSameListenerTwiceIsRefusedHoweverItWasAdded() {
        PruningListener twice = PruningListener.of(plan());
        MultiLayerNetwork together = denseNetwork();
        together.setListeners(twice, twice);
        assertThatThrownBy(() -> together.fit(rows(1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the same PruningListener 2 times");

        PruningListener again = PruningListener.of(plan());
        ComputationGraph later = graph();
        later.addListeners(again);
        later.fit(rows(1));
        later.addListeners(again);
        assertThatThrownBy(() -> later.fit(rows(2)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("the same PruningListener 2 times");
    }

    /** A listener that puts infinities and NaNs where the gradient of pruned weights stands. */
    private static final class Poison extends BaseTrainingListener {
        private final PruningListener pruning;
        private long poisoned;

        Poison(PruningListener pruning) {
            this.pruning = pruning;
        }

        @Override
        public void onBackwardPass(Model model) {
            if (pruning.pruner().step() == 0) {
                return;
            }
            INDArray gradient = TestNetworks.gradient(model).reshape(model.numParams());
            boolean[] pruned =
                    TestNetworks.prunedPositions(model, pruning.pruner().masks());
            double[] values = {Double.POSITIVE_INFINITY, Double.NaN, Double.NEGATIVE_INFINITY};
            for (int i = 0; i < pruned.length && poisoned < 3 * pruning.pruner().step(); i++) {
                if (pruned[i]) {
                    gradient.putScalar(i, values[(int) (poisoned++ % 3)]);
                }
            }
        }
    }

    @Test
    void infiniteGradientsAtPrunedWeightsAreHarmlessAtEverySize() {
        for (int width : new int[] {20_000, 6}) { // more than 100,000 weights are not looked at in every step
            MultiLayerNetwork net = network(
                    settings(), dense(FEATURES, width).build(), output(width).build());
            PruningListener listener = PruningListener.of(plan()).attachTo(net);
            Poison poison = new Poison(listener);
            net.setListeners(poison, listener);

            for (int i = 0; i < 6; i++) { // the masks are final after the third
                net.fit(rows(i));
            }

            assertThat(poison.poisoned).as("width %d", width).isPositive();
            assertThat(net.params().isNaN().any()).as("width %d", width).isFalse();
            assertThat(net.params().isInfinite().any()).as("width %d", width).isFalse();
            boolean[] pruned =
                    TestNetworks.prunedPositions(net, listener.pruner().masks());
            assertThat(TestNetworks.largestPruned(net.params(), pruned)).isZero();
            assertThat(TestNetworks.largestPrunedState(net, pruned)).isZero();
            assertThat(listener.report().zeroedAgain()).isZero();
            assertThat(net.score()).isFinite();
        }
    }

    /** Weights under names of the user's own. */
    public static final class Mixing extends SameDiffVertex {

        @Override
        public SDVariable defineVertex(
                SameDiff sd,
                Map<String, SDVariable> inputs,
                Map<String, SDVariable> parameters,
                Map<String, SDVariable> masks) {
            return inputs.get("in").mmul(parameters.get("kernel")).add(parameters.get("Wobble"));
        }

        @Override
        public void defineParametersAndInputs(SDVertexParams parameters) {
            parameters.defineInputs("in");
            parameters.addWeightParam("kernel", UNITS, UNITS);
            parameters.addBiasParam("Wobble", 1, UNITS);
        }

        @Override
        public void initializeParameters(Map<String, INDArray> parameters) {
            parameters.get("kernel").assign(random(5, UNITS, UNITS));
            parameters.get("Wobble").assign(0);
        }

        @Override
        public org.deeplearning4j.nn.conf.graph.GraphVertex clone() {
            return new Mixing();
        }
    }

    @Test
    void theWeightsOfASameDiffVertexArePrunedAndItsBiasesAreNotWhateverTheirNames() {
        ComputationGraph net = SmallNetworks.graph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", dense(FEATURES, UNITS).build(), "in")
                .addVertex("mix", new Mixing(), "hidden")
                .addLayer("out", output(UNITS).build(), "mix")
                .setOutputs("out")
                .build());
        PruningListener listener = PruningListener.of(plan()).attachTo(net);
        for (int i = 0; i < 4; i++) {
            net.fit(rows(i));
        }

        WeightMask kernel = listener.pruner().masks().of("mix_kernel");
        assertThat(kernel.prunedCount()).isPositive();
        assertThat(SmallNetworks.revived(kernel, net.paramTable().get("mix_kernel")))
                .isEmpty();
        assertThat(listener.report().toText()).contains("mix_Wobble (bias)").doesNotContain("mix_kernel (");
        assertThat(listener.pruner().masks().prunedCount()).isEqualTo((long) (0.6 * (24 + 36 + 12)));
    }

    @Test
    void aVertexKeepsItsMasksWhenTheLastLayerIsReplaced() {
        ComputationGraph net = SmallNetworks.graph(settings()
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", SmallNetworks.lstm(FEATURES, UNITS).build(), "in")
                .addVertex(
                        "attention",
                        new AttentionVertex.Builder()
                                .nInQueries(UNITS)
                                .nInKeys(UNITS)
                                .nInValues(UNITS)
                                .nHeads(2)
                                .headSize(3)
                                .nOut(UNITS)
                                .projectInput(true)
                                .build(),
                        "lstm",
                        "lstm",
                        "lstm")
                .addLayer("pool", new GlobalPoolingLayer.Builder().build(), "attention")
                .addLayer("out", output(UNITS).build(), "pool")
                .setOutputs("out")
                .build());
        net.addListeners(PruningListener.of(plan()));
        for (int i = 0; i < 3; i++) {
            net.fit(SmallNetworks.series(i));
        }
        WeightMask before =
                NetworkModel.of(net).load(false).orElseThrow().masks().of("attention_Wq");

        net.getVertex("out").getLayer().conf().getLayer().setConstraints(null); // as a new last layer has none

        assertThat(before.prunedCount()).isPositive();
        assertThat(NetworkModel.of(net).load(false).orElseThrow().masks().of("attention_Wq"))
                .isEqualTo(before);
    }
}
