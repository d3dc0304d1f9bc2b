package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.FEATURES;
import static io.github.dl4jpruning.dl4j.SmallNetworks.UNITS;
import static io.github.dl4jpruning.dl4j.SmallNetworks.attentionGraph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.bits;
import static io.github.dl4jpruning.dl4j.SmallNetworks.configurationJson;
import static io.github.dl4jpruning.dl4j.SmallNetworks.dense;
import static io.github.dl4jpruning.dl4j.SmallNetworks.denseNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.fit;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstmNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.network;
import static io.github.dl4jpruning.dl4j.SmallNetworks.output;
import static io.github.dl4jpruning.dl4j.SmallNetworks.plan;
import static io.github.dl4jpruning.dl4j.SmallNetworks.rows;
import static io.github.dl4jpruning.dl4j.SmallNetworks.series;
import static io.github.dl4jpruning.dl4j.SmallNetworks.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.schedule.TrainingLength;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class RefusalsTest {

    private static DataSetIterator batches(DataSet... batches) {
        return new ListDataSetIterator<>(List.of(batches), 1);
    }

    /** A listener that has trained a network for some steps. */
    private static PruningListener trained(Model model, PruningPlan plan, int steps) {
        PruningListener listener = PruningListener.of(plan).attachTo(model);
        for (int i = 0; i < steps; i++) {
            fit(model, isDense(model) ? rows(i) : series(i));
        }
        return listener;
    }

    private static boolean isDense(Model model) {
        return model instanceof MultiLayerNetwork net && net.getLayer(0).conf().getLayer() instanceof DenseLayer;
    }

    @Nested
    class TwoListeners {

        @Test
        void aSecondOneIsRefusedWhenItIsAttached() {
            MultiLayerNetwork net = denseNetwork();
            PruningListener first = PruningListener.of(plan()).attachTo(net);

            assertThatThrownBy(() -> PruningListener.of(plan()).attachTo(net))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has a PruningListener already")
                    .hasMessageContaining("setListeners(..)");

            assertThat(net.getListeners()).containsExactly(first);
        }

        @Test
        void aSecondOneInAGraphIsRefusedWhenItIsAttached() {
            ComputationGraph graph = attentionGraph();
            PruningListener.of(plan()).attachTo(graph);

            assertThatThrownBy(() -> PruningListener.of(plan()).attachTo(graph))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has a PruningListener already");
        }

        @Test
        void twoAreRefusedBeforeAnyWeightIsPruned() {
            MultiLayerNetwork net = denseNetwork();
            int[] before = bits(net.params());
            net.addListeners(PruningListener.of(plan()), PruningListener.of(plan()));

            assertThatThrownBy(() -> fit(net, rows(1)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("has a PruningListener already");

            assertThat(bits(net.params())).isEqualTo(before);
        }

        @Test
        void attachingTheSameOneTwiceAddsItOnce() {
            MultiLayerNetwork net = denseNetwork();

            PruningListener listener = PruningListener.of(plan()).attachTo(net).attachTo(net);

            assertThat(net.getListeners()).containsExactly(listener);
        }

        @Test
        void oneInTwoThreadsForTwoNetworksIsRefused() throws Exception {
            PruningListener listener = PruningListener.of(plan());
            listener.attachTo(denseNetwork());
            MultiLayerNetwork other = denseNetwork();
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                Future<Throwable> refusal = thread.submit(() -> catchThrowable(() -> listener.attachTo(other)));

                assertThat(refusal.get())
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("two threads for two networks")
                        .hasMessageContaining("ParallelWrapper")
                        .hasMessageContaining("listener of its own");
            } finally {
                thread.shutdownNow();
            }
            assertThat(other.getListeners()).isEmpty();
        }

        @Test
        void oneMayFollowItsNetworkIntoAnotherThread() throws Exception {
            MultiLayerNetwork net = denseNetwork();
            PruningListener listener = trained(net, plan(), 1);
            ExecutorService thread = Executors.newSingleThreadExecutor();
            try {
                thread.submit(() -> fit(net, rows(1))).get();
            } finally {
                thread.shutdownNow();
            }

            assertThat(listener.pruner().step()).isEqualTo(2);
        }

        @Test
        void oneMayServeTwoNetworksOneAfterTheOther() {
            PruningListener listener = PruningListener.of(plan());
            MultiLayerNetwork first = denseNetwork();
            MultiLayerNetwork second = lstmNetwork();
            first.addListeners(listener);
            second.addListeners(listener);

            fit(first, rows(1));
            fit(second, series(1));
            assertThat(listener.pruner().masks().names()).containsExactly("0_W", "0_RW", "1_W");
            fit(first, rows(2));

            assertThat(listener.pruner().masks().names()).containsExactly("0_W", "1_W");
            assertThat(listener.pruner().step()).isEqualTo(2);
        }
    }

    @Nested
    class OtherTraining {

        @ParameterizedTest
        @EnumSource(
                value = OptimizationAlgorithm.class,
                names = {"LBFGS", "CONJUGATE_GRADIENT", "LINE_GRADIENT_DESCENT"})
        void anOptimizerThatKeepsCopiesOfTheWeightsIsRefused(OptimizationAlgorithm algorithm) {
            MultiLayerNetwork net = network(
                    settings().optimizationAlgo(algorithm),
                    dense(FEATURES, UNITS).build(),
                    output(UNITS).build());

            assertThatThrownBy(() -> PruningListener.of(plan()).attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(algorithm.name())
                    .hasMessageContaining("use STOCHASTIC_GRADIENT_DESCENT");
            net.addListeners(PruningListener.of(plan()));
            assertThatThrownBy(() -> fit(net, rows(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(algorithm.name());
        }

        @Test
        void anOptimizerThatKeepsCopiesIsRefusedInAGraphToo() {
            ComputationGraph graph = SmallNetworks.graph(settings()
                    .optimizationAlgo(OptimizationAlgorithm.LBFGS)
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer("out", output(FEATURES).build(), "in")
                    .setOutputs("out")
                    .build());

            assertThatThrownBy(() -> PruningListener.of(plan()).attachTo(graph))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("LBFGS");
        }

        @Test
        void pretrainingOfAVariationalAutoencoderIsRefusedAndPruningAfterItIsNot() {
            assertPretrainingIsRefused(
                    () -> new VariationalAutoencoder.Builder()
                            .nIn(FEATURES)
                            .nOut(UNITS)
                            .encoderLayerSizes(5)
                            .decoderLayerSizes(5)
                            .build(),
                    "VariationalAutoencoder");
        }

        @Test
        void pretrainingOfAnAutoencoderIsRefusedAndPruningAfterItIsNot() {
            assertPretrainingIsRefused(
                    () -> new AutoEncoder.Builder().nIn(FEATURES).nOut(UNITS).build(), "AutoEncoder");
        }

        private static void assertPretrainingIsRefused(Supplier<Layer> layer, String name) {
            MultiLayerNetwork early =
                    network(settings(), layer.get(), output(UNITS).build());
            early.setListeners(PruningListener.of(plan()));
            assertThatThrownBy(() -> early.pretrain(batches(rows(1), rows(2))))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name + " cannot be pruned")
                    .hasMessageContaining("layer-wise pretraining")
                    .hasMessageContaining("after pretrain(..)");

            MultiLayerNetwork late =
                    network(settings(), layer.get(), output(UNITS).build());
            late.pretrain(batches(rows(1), rows(2)));
            PruningListener listener = PruningListener.of(plan()).attachTo(late);
            fit(late, rows(3));
            assertThat(listener.pruner().masks().prunedCount()).isPositive();
        }

        @Test
        void aSingleLayerIsRefused() {
            assertThatThrownBy(() ->
                            PruningListener.of(plan()).attachTo(denseNetwork().getLayer(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a DenseLayer cannot be pruned")
                    .hasMessageContaining("MultiLayerNetwork or ComputationGraph");
        }

        @Test
        void aNetworkWithoutInitIsRefused() {
            MultiLayerNetwork net = new MultiLayerNetwork(settings()
                    .list()
                    .layer(dense(FEATURES, UNITS).build())
                    .layer(output(UNITS).build())
                    .build());

            assertThatThrownBy(() -> PruningListener.of(plan()).attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("call init()");
        }

        @Test
        void aGraphWithoutInitIsRefused() {
            ComputationGraph graph = new ComputationGraph(settings()
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer("out", output(FEATURES).build(), "in")
                    .setOutputs("out")
                    .build());

            assertThatThrownBy(() -> PruningListener.of(plan()).attachTo(graph))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("call init()");
        }
    }

    @Nested
    class NothingToPrune {

        @Test
        void aPlanThatExcludesEverythingIsRefused() {
            assertThatThrownBy(() -> PruningListener.of(plan().excluding(parameter -> true))
                            .attachTo(denseNetwork()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("selects no weights")
                    .hasMessageContaining("0_W [4, 6]")
                    .hasMessageContaining("change include and exclude");
        }

        @Test
        void aNetworkOfStatisticsOnlyIsRefusedWithTheReasons() {
            MultiLayerNetwork net = network(
                    settings(),
                    new BatchNormalization.Builder()
                            .nIn(FEATURES)
                            .nOut(FEATURES)
                            .build(),
                    new LossLayer.Builder(LossFunction.MSE)
                            .activation(Activation.IDENTITY)
                            .build());

            assertThatThrownBy(() -> PruningListener.of(plan()).attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("selects no weights")
                    .hasMessageContaining("0_gamma")
                    .hasMessageContaining("(batch normalisation)");
        }

        @Test
        void aFrozenNetworkIsRefusedWithTheReasonWhateverThePlanIncludes() {
            MultiLayerNetwork net = network(
                    settings(),
                    new FrozenLayer(dense(FEATURES, UNITS).build()),
                    new FrozenLayer(dense(UNITS, 2).build()),
                    new LossLayer.Builder(LossFunction.MSE)
                            .activation(Activation.IDENTITY)
                            .build());

            assertThatThrownBy(() -> PruningListener.of(plan().including(parameter -> true))
                            .attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("selects no weights")
                    .hasMessageContaining("0_W [4, 6] (frozen layer)");
        }

        @Test
        void aNetworkWithoutAnyParameterIsNotToldToCallInit() {
            MultiLayerNetwork net = network(
                    settings(),
                    new ActivationLayer(Activation.TANH),
                    new LossLayer.Builder(LossFunction.MSE)
                            .activation(Activation.IDENTITY)
                            .build());

            assertThatThrownBy(() -> PruningListener.of(plan()).attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("selects no weights")
                    .message()
                    .doesNotContain("init()");
        }
    }

    @Nested
    class OutOfReach {

        @Test
        void aSparsityAboveTheCapIsRefusedWithWhatIsPossible() {
            assertThatThrownBy(() -> PruningListener.of(plan(0.5, 0.9, 1, 3).withLayerCap(0.75))
                            .attachTo(denseNetwork()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a sparsity of 0.9 of 36 weights cannot be reached")
                    .hasMessageContaining("the cap of 0.75 per layer")
                    .hasMessageContaining("allow 27 weights, a sparsity of 0.750000")
                    .hasMessageContaining("lower the sparsity or raise layerCap");
        }

        @Test
        void aTrainingTooShortInIterationsIsRefusedWithTheEndToUse() {
            assertThatThrownBy(() -> PruningListener.of(plan(0, 0.6, 1, 100), new TrainingLength(3, 20)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ends at iteration 100")
                    .hasMessageContaining("3 epochs with 20 iterations each stops at iteration 60")
                    .hasMessageContaining("instead of 0.6000")
                    .hasMessageContaining("set the end of the window to at most 60 or train longer");
        }

        @Test
        void aTrainingTooShortInEpochsIsRefusedWithTheEndToUse() {
            assertThatThrownBy(() -> PruningListener.of(PruningPlan.paperLstm(10), new TrainingLength(8, 20)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("ends at epoch (counted from 0) 9")
                    .hasMessageContaining("instead of 0.7000")
                    .hasMessageContaining("at most 7 or train longer");
        }

        @Test
        void aTrainingJustLongEnoughIsAccepted() {
            PruningListener.of(plan(0, 0.6, 1, 60), new TrainingLength(3, 20));
            PruningListener.of(PruningPlan.paperLstm(8), new TrainingLength(8, 20));
        }
    }

    @Nested
    class AnotherPlan {

        @Test
        void thanTheStoredOneIsRefusedWithBothAndTheTwoWaysOut() {
            MultiLayerNetwork net = denseNetwork();
            trained(net, plan(), 3);
            net.setListeners();

            assertThatThrownBy(() -> PruningListener.of(plan(0.3, 0.8, 1, 3)).attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("pruned by another plan")
                    .hasMessageContaining("\"last\":0.6")
                    .hasMessageContaining("\"last\":0.8")
                    .hasMessageContaining("PruningListener.resume()")
                    .hasMessageContaining("PruningListener.restart(plan)");
            assertThat(net.getListeners()).isEmpty();
        }

        @Test
        void withTheSameScheduleThatPrunesMoreParametersIsRefused() {
            MultiLayerNetwork net = denseNetwork();
            trained(net, plan().excluding(parameter -> parameter.layer().equals("layer1")), 3);
            net.setListeners();

            assertThatThrownBy(() -> PruningListener.of(plan()).attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the plan prunes [0_W, 1_W]")
                    .hasMessageContaining("carries masks only for [0_W]")
                    .hasMessageContaining("PruningListener.restart(plan)");
        }

        @Test
        void thatPrunesMoreParametersMayRestart() {
            MultiLayerNetwork net = denseNetwork();
            Masks before = trained(
                            net, plan().excluding(parameter -> parameter.layer().equals("layer1")), 3)
                    .pruner()
                    .masks();
            net.setListeners();

            PruningListener listener = PruningListener.restart(plan()).attachTo(net);

            assertThat(listener.pruner().masks().of("0_W")).isEqualTo(before.of("0_W"));
            assertThat(listener.pruner().masks().of("1_W").prunedCount()).isZero();
        }

        @Test
        void withTheSameScheduleThatPrunesFewerParametersIsRefused() {
            MultiLayerNetwork net = denseNetwork();
            trained(net, plan(), 3);
            net.setListeners();

            assertThatThrownBy(() -> PruningListener.of(plan().excluding(
                                            parameter -> parameter.layer().equals("layer1")))
                            .attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("masks for [1_W]")
                    .hasMessageContaining("the plan prunes [0_W]")
                    .hasMessageContaining("include and exclude have changed");
        }

        @Test
        void withTheSameChoiceMadeByAnotherPredicateGoesOn() {
            MultiLayerNetwork net = denseNetwork();
            trained(net, plan().excluding(parameter -> parameter.layer().equals("layer1")), 2);
            net.setListeners();

            PruningListener listener = PruningListener.of(
                            plan().excluding(parameter -> parameter.name().startsWith("1_")))
                    .attachTo(net);

            assertThat(listener.pruner().step()).isEqualTo(2);
        }
    }

    @Nested
    class Resuming {

        @Test
        void aNetworkThatWasNeverPrunedIsRefused() {
            assertThatThrownBy(() -> PruningListener.resume().attachTo(denseNetwork()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("carries no pruning masks")
                    .hasMessageContaining("PruningListener.of(plan)");
            ComputationGraph graph = attentionGraph();
            graph.addListeners(PruningListener.resume());
            assertThatThrownBy(() -> fit(graph, series(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("carries no pruning masks");
        }

        @Test
        void aStrippedNetworkIsRefused() {
            MultiLayerNetwork net = denseNetwork();
            trained(net, plan(), 3);
            net.setListeners();
            ModelFiles.strip(net);

            assertThatThrownBy(() -> PruningListener.resume().attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("has been stripped")
                    .hasMessageContaining("PruningListener.of(plan)");
        }

        @Test
        void aPlanWithACurveOfTheUsersOwnAsksForThePlan() {
            PruningPlan own =
                    PruningPlan.of(new PruningSchedule(progress -> 0.5 * progress, PruningWindow.iterations(1, 3, 1)));
            MultiLayerNetwork net = denseNetwork();
            trained(net, own, 2);
            net.setListeners();

            assertThatThrownBy(() -> PruningListener.resume().attachTo(net))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("a function of yours")
                    .hasMessageContaining("PruningListener.of(plan)");
            assertThat(PruningListener.of(own).attachTo(net).pruner().step()).isEqualTo(2);
        }
    }

    @Nested
    class Restarting {

        @Test
        void prunesFurtherFromTheOldMasks() {
            MultiLayerNetwork net = denseNetwork();
            Masks before = trained(net, plan(), 3).pruner().masks();
            net.setListeners();
            PruningPlan further = plan(0.7, 0.8, 2, 3);

            PruningListener listener = PruningListener.restart(further).attachTo(net);

            assertThat(listener.pruner().step()).isZero();
            assertThat(listener.pruner().masks()).isEqualTo(before);
            fit(net, rows(3));
            assertThat(listener.pruner().masks()).isEqualTo(before);
            fit(net, rows(4));
            fit(net, rows(5));
            Masks after = listener.pruner().masks();
            assertThat(after.contains(before)).isTrue();
            assertThat(after.prunedCount()).isEqualTo((long) (0.8 * 36));
            assertThat(NetworkModel.of(net).load(false).orElseThrow().masks()).isEqualTo(after);
        }

        @Test
        void worksForANetworkThatWasNeverPruned() {
            MultiLayerNetwork net = denseNetwork();

            PruningListener listener = PruningListener.restart(plan()).attachTo(net);

            assertThat(listener.pruner().masks().prunedCount()).isZero();
        }

        @Test
        void leavesTheCountersOfTheModel() {
            MultiLayerNetwork net = denseNetwork();
            trained(net, plan(), 3);
            net.setListeners();

            PruningListener.restart(plan(0.7, 0.8, 1, 2)).attachTo(net);

            assertThat(net.getIterationCount()).isEqualTo(3);
        }
    }

    @Nested
    class TooEarly {

        @Test
        void theReportIsRefusedBeforeTraining() {
            PruningListener listener = PruningListener.of(plan());
            denseNetwork().addListeners(listener);

            for (Runnable question : List.<Runnable>of(listener::report, listener::history, listener::pruner)) {
                assertThatThrownBy(question::run)
                        .isInstanceOf(IllegalStateException.class)
                        .hasMessageContaining("has seen no training yet")
                        .hasMessageContaining("fit(..)")
                        .hasMessageContaining("attachTo(net)");
            }
        }

        @Test
        void theReportAnswersOnceAttached() {
            PruningListener listener = PruningListener.of(plan()).attachTo(denseNetwork());

            assertThat(listener.report().total().pruned()).isZero();
            assertThat(listener.history().updates()).isEmpty();
        }

        @Test
        void aNullPlanIsRefused() {
            assertThatThrownBy(() -> PruningListener.of(null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("plan is null")
                    .hasMessageContaining("PruningPlan.paperLstm(20)");
            assertThatThrownBy(() -> PruningListener.of(null, new TrainingLength(1, 1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("plan is null");
            assertThatThrownBy(() -> PruningListener.restart(null))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("plan is null");
        }
    }

    @Test
    void aRefusedListenerLeavesTheNetworkAsItWas() {
        MultiLayerNetwork net = denseNetwork();
        int[] params = bits(net.params());
        String configuration = configurationJson(net);

        catchThrowable(() -> PruningListener.resume().attachTo(net));
        catchThrowable(
                () -> PruningListener.of(plan(0.5, 0.9, 1, 3).withLayerCap(0.5)).attachTo(net));
        catchThrowable(
                () -> PruningListener.of(plan().excluding(parameter -> true)).attachTo(net));

        assertThat(net.getListeners()).isEmpty();
        assertThat(bits(net.params())).isEqualTo(params);
        assertThat(configurationJson(net)).isEqualTo(configuration);
    }

    @Test
    void aTrainingAfterARefusalIsLikeOneWithoutIt() {
        MultiLayerNetwork net = denseNetwork();
        MultiLayerNetwork twin = denseNetwork();
        PruningPlan plan =
                PruningPlan.of(new PruningSchedule(SparsityCurve.constant(0.5), PruningWindow.iterations(2, 2, 1)));
        catchThrowable(() -> PruningListener.resume().attachTo(net));

        trained(net, plan, 3);
        trained(twin, plan, 3);

        assertThat(bits(net.params())).isEqualTo(bits(twin.params()));
    }
}
