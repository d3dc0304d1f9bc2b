package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.attentionGraph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.bits;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstmNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.series;
import static io.github.dl4jpruning.dl4j.SmallNetworks.updaterState;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.PruningUpdate;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;

/** A training loop written by hand around a {@link Pruner}, against the listener inside DL4J's own loop. */
class HandLoopTest {

    private static final int EPOCHS = 4;
    private static final int BATCHES = 3;

    private static List<DataSet> batches() {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < BATCHES; i++) {
            batches.add(series(i));
        }
        return batches;
    }

    private static ListDataSetIterator<DataSet> iterator() {
        return new ListDataSetIterator<>(batches(), 1);
    }

    private static PruningPlan inEpochs() {
        return PruningPlan.of(
                new PruningSchedule(SparsityCurve.paperCubic(0.2, 0.6), PruningWindow.epochs(1, EPOCHS - 1, 2)));
    }

    private static PruningPlan inIterations() {
        return PruningPlan.of(new PruningSchedule(
                SparsityCurve.zhuGuptaCubic(0.1, 0.7), PruningWindow.iterations(2, EPOCHS * BATCHES - 2, 3)));
    }

    private static Pruner trainByHand(MultiLayerNetwork net, PruningPlan plan) {
        Pruner pruner = new Pruner(NetworkModel.of(net), plan);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (DataSet batch : batches()) {
                int iteration = (int) pruner.step();
                net.setInput(batch.getFeatures());
                net.setLabels(batch.getLabels());
                net.computeGradientAndScore();
                pruner.beforeUpdate(epoch);
                net.getUpdater()
                        .update(
                                net,
                                net.gradient(),
                                iteration,
                                epoch,
                                batch.numExamples(),
                                LayerWorkspaceMgr.noWorkspaces());
                net.params().subi(net.getGradientsViewArray().reshape(net.numParams()));
                pruner.afterUpdate();
            }
        }
        return pruner;
    }

    private static Pruner trainByHand(ComputationGraph graph, PruningPlan plan) {
        Pruner pruner = new Pruner(NetworkModel.of(graph), plan);
        for (int epoch = 0; epoch < EPOCHS; epoch++) {
            for (DataSet batch : batches()) {
                int iteration = (int) pruner.step();
                graph.setInputs(batch.getFeatures());
                graph.setLabels(batch.getLabels());
                graph.computeGradientAndScore();
                pruner.beforeUpdate(epoch);
                graph.getUpdater()
                        .update(
                                graph.gradient(),
                                iteration,
                                epoch,
                                batch.numExamples(),
                                LayerWorkspaceMgr.noWorkspaces());
                graph.params()
                        .subi(graph.getGradientsViewArray()
                                .reshape(graph.params().length()));
                pruner.afterUpdate();
            }
        }
        return pruner;
    }

    private static void assertSame(Pruner byHand, Pruner byListener) {
        assertThat(byHand.masks()).isEqualTo(byListener.masks());
        assertThat(byHand.masks().prunedCount()).isEqualTo((long) Math.floor(
                byHand.plan().schedule().finalSparsity() * byHand.masks().weightCount()));
        assertThat(byHand.updates().stream().map(PruningUpdate::step))
                .isEqualTo(
                        byListener.updates().stream().map(PruningUpdate::step).toList());
        assertThat(byHand.zeroedAgain()).isZero();
        assertThat(byListener.zeroedAgain()).isZero();
    }

    @Test
    void aNetworkTrainedByHandEqualsOneTrainedWithTheListener() {
        for (PruningPlan plan : List.of(inEpochs(), inIterations())) {
            MultiLayerNetwork hand = lstmNetwork();
            MultiLayerNetwork fitted = lstmNetwork();
            PruningListener listener = PruningListener.of(plan).attachTo(fitted);

            Pruner pruner = trainByHand(hand, plan);
            fitted.fit(iterator(), EPOCHS);

            assertSame(pruner, listener.pruner());
            assertThat(bits(hand.params())).isEqualTo(bits(fitted.params()));
            assertThat(bits(updaterState(hand))).isEqualTo(bits(updaterState(fitted)));
        }
    }

    @Test
    void aGraphTrainedByHandEqualsOneTrainedWithTheListener() {
        for (PruningPlan plan : List.of(inEpochs(), inIterations())) {
            ComputationGraph hand = attentionGraph();
            ComputationGraph fitted = attentionGraph();
            PruningListener listener = PruningListener.of(plan).attachTo(fitted);

            Pruner pruner = trainByHand(hand, plan);
            fitted.fit(iterator(), EPOCHS);

            assertSame(pruner, listener.pruner());
            assertThat(bits(hand.params())).isEqualTo(bits(fitted.params()));
            assertThat(bits(updaterState(hand))).isEqualTo(bits(updaterState(fitted)));
        }
    }

    @Test
    void whatTheHandWritesOverPrunedWeightsIsSetToZeroAgainAndCounted() {
        MultiLayerNetwork net = lstmNetwork();
        Pruner pruner = trainByHand(net, inIterations());
        net.params().addi(1);

        pruner.afterUpdate();

        assertThat(pruner.zeroedAgain()).isEqualTo(pruner.masks().prunedCount());
        pruner.masks()
                .asMap()
                .forEach((name, mask) -> assertThat(SmallNetworks.revived(mask, net.getParam(name)))
                        .as(name)
                        .isEmpty());
    }
}
