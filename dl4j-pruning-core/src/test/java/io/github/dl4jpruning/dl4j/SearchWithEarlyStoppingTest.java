package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.TestNetworks.EPOCH;
import static io.github.dl4jpruning.dl4j.TestNetworks.base;
import static io.github.dl4jpruning.dl4j.TestNetworks.batches;
import static io.github.dl4jpruning.dl4j.TestNetworks.bits;
import static io.github.dl4jpruning.dl4j.TestNetworks.iterator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.search.SearchRule;
import io.github.dl4jpruning.search.SearchTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileGraphSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/**
 * The schedule of a search under the early-stopping trainers of DL4J, which drive the training and choose the network.
 */
class SearchWithEarlyStoppingTest {

    private static final int EPOCHS = 5;
    private static final double LAST = 0.9;
    private static final List<DataSet> TRAINING = batches(EPOCH);

    @TempDir
    Path folder;

    /** Weights and masks at the end of every epoch. */
    private static final class Recorder extends BaseTrainingListener {
        private final PruningListener pruning;
        private final List<int[]> weights = new ArrayList<>();
        private final List<Masks> masks = new ArrayList<>();

        Recorder(PruningListener pruning) {
            this.pruning = pruning;
        }

        @Override
        public void onEpochEnd(Model model) {
            weights.add(bits(model.params()));
            masks.add(pruning.pruner().masks());
        }
    }

    private static <M extends Model> EarlyStoppingConfiguration<M> configuration(
            SparsitySearch search, EarlyStoppingModelSaver<M> saver) {
        return new EarlyStoppingConfiguration.Builder<M>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(EPOCHS))
                .scoreCalculator(search.<M>recording())
                .modelSaver(saver)
                .build();
    }

    private static SparsitySearch search(double... told) {
        return SparsitySearch.of(EPOCHS, new SparsitySearchTest.Told(true, told))
                .withMaxSparsity(LAST);
    }

    private static void assertChosen(
            SparsitySearch search, EarlyStoppingResult<?> result, int epoch, Recorder recorder) {
        Model best = result.getBestModel();
        assertThat(result.getBestModelEpoch()).isEqualTo(epoch - 1);
        assertThat(search.table().isChosen(epoch)).isTrue();
        assertThat(search.table().rows()).extracting(SearchTable.Row::epoch).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(search.table().rows())
                .extracting(SearchTable.Row::sparsity)
                .containsExactlyElementsOf(
                        recorder.masks.stream().map(Masks::sparsity).toList());
        assertThat(search.table().rows().get(0).sparsity()).isZero();
        assertThat(bits(best.params())).isEqualTo(recorder.weights.get(epoch - 1));
        NetworkSearch.removePruning(best); // DL4J's clones of graphs share the listeners
        assertThat(PruningListener.resume().attachTo(best).pruner().masks()).isEqualTo(recorder.masks.get(epoch - 1));
        assertThat(SparsitySearch.tableOf(best).orElseThrow().lastEpoch()).isLessThanOrEqualTo(epoch);
    }

    @Test
    void theTrainerOfNetworksChoosesAnEpochAndKeepsItsMasks() {
        for (EarlyStoppingModelSaver<MultiLayerNetwork> saver :
                List.of(new InMemoryModelSaver<MultiLayerNetwork>(), new LocalFileModelSaver(folder.toString()))) {
            SparsitySearch search = search(5, 4, 3, 3.5, 3.6);
            MultiLayerNetwork net = TestNetworks.sequential(base(new Adam(0.01)));
            PruningListener pruning = PruningListener.of(search.plan());
            Recorder recorder = new Recorder(pruning);
            net.setListeners(pruning, recorder);

            var result = new EarlyStoppingTrainer(configuration(search, saver), net, iterator(TRAINING)).fit();

            assertChosen(search, result, 3, recorder);
        }
    }

    @Test
    void theTrainerOfGraphsChoosesAnEpochAndKeepsItsMasks() {
        for (EarlyStoppingModelSaver<ComputationGraph> saver :
                List.of(new InMemoryModelSaver<ComputationGraph>(), new LocalFileGraphSaver(folder.toString()))) {
            SparsitySearch search = search(5, 4, 4.5, 3.5, 3.6);
            ComputationGraph net = TestNetworks.graphWithoutAttention(base(new Adam(0.01)));
            PruningListener pruning = PruningListener.of(search.plan());
            Recorder recorder = new Recorder(pruning);
            net.setListeners(pruning, recorder);

            var result = new EarlyStoppingGraphTrainer(configuration(search, saver), net, iterator(TRAINING)).fit();

            assertChosen(search, result, 4, recorder);
        }
    }

    @Test
    void anUnprunedNetworkAndAnotherRuleAreRefused() {
        MultiLayerNetwork net = TestNetworks.sequential(base(new Adam(0.01)));
        SparsitySearch search = search(1);

        assertThatThrownBy(() -> search.<Model>recording().calculateScore(net))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("PruningListener.of(search.plan())");
        assertThatThrownBy(() -> search.withRule(SearchRule.sparsestWithin(0.1)).<Model>recording())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("choose the least error");
        assertThat(search.plan().schedule())
                .isEqualTo(PruningPlan.search(EPOCHS, LAST).schedule());
    }
}
