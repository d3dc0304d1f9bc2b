package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.TestNetworks.EPOCH;
import static io.github.dl4jpruning.dl4j.TestNetworks.base;
import static io.github.dl4jpruning.dl4j.TestNetworks.batches;
import static io.github.dl4jpruning.dl4j.TestNetworks.bits;
import static io.github.dl4jpruning.dl4j.TestNetworks.iterator;
import static io.github.dl4jpruning.dl4j.TestNetworks.updater;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.search.SearchRule;
import io.github.dl4jpruning.search.SearchTable;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.listeners.Checkpoint;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;

/** A search that was killed goes on as if nothing had happened, to the last bit. */
class SearchResumeTest {

    private static final int EPOCHS = 5;
    private static final List<DataSet> ALL = batches(EPOCH + 2);
    private static final List<DataSet> TRAINING = ALL.subList(0, EPOCH);
    private static final List<DataSet> VALIDATION = ALL.subList(EPOCH, EPOCH + 2);

    @TempDir
    Path folder;

    private static Model network(boolean graph) {
        return graph ? TestNetworks.graph(base(new Adam(0.01))) : TestNetworks.sequential(base(new Adam(0.01)));
    }

    /**
     * The loss, made worse where many weights are zero, so that an epoch in the middle is chosen and the choice moves
     * before.
     */
    private static final class Bent implements ScoreCalculator<Model> {
        private static final long serialVersionUID = 1;
        private final DataSetLossCalculator loss = new DataSetLossCalculator(iterator(VALIDATION), true);

        @Override
        public double calculateScore(Model network) {
            double zeros =
                    network.params().eq(0).castTo(DataType.DOUBLE).meanNumber().doubleValue();
            return loss.calculateScore(network) + 5 * Math.max(0, zeros - 0.55);
        }

        @Override
        public boolean minimizeScore() {
            return true;
        }
    }

    private static SparsitySearch search() {
        return SparsitySearch.of(EPOCHS, new Bent()).withMaxSparsity(0.9).withRule(SearchRule.sparsestWithin(0.1));
    }

    private static Model fit(SparsitySearch search, Model net) throws Exception {
        return net instanceof MultiLayerNetwork sequential
                ? search.fit(sequential, iterator(TRAINING))
                : search.fit((ComputationGraph) net, iterator(TRAINING));
    }

    private static Model finish(SparsitySearch search, Model net) throws Exception {
        return net instanceof MultiLayerNetwork sequential
                ? search.finish(sequential, 2, iterator(TRAINING))
                : search.finish((ComputationGraph) net, 2, iterator(TRAINING));
    }

    private static void assertSame(Model actual, Model expected) {
        assertThat(bits(actual.params())).isEqualTo(bits(expected.params()));
        assertThat(bits(updater(actual).getStateViewArray()))
                .isEqualTo(bits(updater(expected).getStateViewArray()));
        assertThat(NetworkModel.of(actual).iteration())
                .isEqualTo(NetworkModel.of(expected).iteration());
        assertThat(NetworkModel.of(actual).epoch())
                .isEqualTo(NetworkModel.of(expected).epoch());
        assertThat(masks(actual)).isEqualTo(masks(expected));
        assertThat(SparsitySearch.tableOf(actual)).isEqualTo(SparsitySearch.tableOf(expected));
    }

    private static Masks masks(Model net) {
        Masks masks = PruningListener.resume().attachTo(net).pruner().masks();
        NetworkSearch.removePruning(net);
        return masks;
    }

    /** Ends the training as a kill would, in the first iteration of an epoch. */
    private static final class Kill extends BaseTrainingListener {
        private int epochs;

        Kill(int epochs) {
            this.epochs = epochs;
        }

        @Override
        public void onEpochStart(Model model) {
            if (epochs-- == 0) {
                throw new Killed();
            }
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static void kill(Path in, Model net, int epochs) {
        TestNetworks.addListener(net, new Kill(epochs));
        assertThatThrownBy(() -> fit(search().in(in), net)).isInstanceOf(Killed.class);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSearchInAFolderThatIsKilledAfterAnyEpochGoesOnToTheLastBit(boolean graph) throws Exception {
        SparsitySearch whole = search();
        Model expected = fit(whole, network(graph));
        assertThat(whole.table().chosen().orElseThrow().epoch()).isLessThan(EPOCHS); // so it must be kept
        for (int killed = 1; killed <= EPOCHS; killed++) {
            Path in = folder.resolve("killed" + killed);
            if (killed < EPOCHS) {
                kill(in, network(graph), killed);
            } else {
                fit(search().in(in), network(graph));
            }

            SparsitySearch resumed = search().in(in);
            Model actual = fit(resumed, network(graph));

            assertThat(resumed.table()).isEqualTo(whole.table());
            assertSame(actual, expected);
        }
    }

    @Test
    void aSearchThatIsKilledAgainAndAgainGoesOnToTheLastBit() throws Exception {
        SparsitySearch whole = search();
        Model expected = fit(whole, network(false));
        for (int i = 1; i < EPOCHS; i++) {
            kill(folder, network(false), 1);
        }

        SparsitySearch resumed = search().in(folder);
        Model actual = fit(resumed, network(false));

        assertThat(resumed.table()).isEqualTo(whole.table());
        assertSame(actual, expected);
    }

    /** After every epoch the latest model is written before the chosen one: here the second write never happens. */
    @Test
    void aKillBetweenTheTwoWritesCostsNothing() throws Exception {
        SparsitySearch whole = search();
        Model expected = fit(whole, network(false));
        for (int killed = 1; killed < EPOCHS; killed++) {
            Path in = folder.resolve("killed" + killed);
            Path chosen = in.resolve("chosen.zip");
            Path before = folder.resolve("before" + killed);
            if (killed > 1) {
                kill(in, network(false), killed - 1);
                Files.copy(chosen, before);
                kill(in, network(false), 1);
                Files.copy(before, chosen, StandardCopyOption.REPLACE_EXISTING);
            } else {
                kill(in, network(false), 1);
                Files.delete(chosen);
            }

            SparsitySearch resumed = search().in(in);
            Model actual = fit(resumed, network(false));

            assertThat(resumed.table()).isEqualTo(whole.table());
            assertSame(actual, expected);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFinishInAFolderGoesOnToTheLastBit(boolean graph) throws Exception {
        SparsitySearch whole = search();
        Model expected = finish(whole, fit(whole, network(graph)));
        SparsitySearch first = search().in(folder);
        Model chosen = fit(first, network(graph));
        TestNetworks.addListener(chosen, new Kill(1));
        assertThatThrownBy(() -> finish(first, chosen)).isInstanceOf(Killed.class);

        SparsitySearch second = search().in(folder);
        Model actual = finish(second, fit(second, network(graph)));

        assertThat(second.finishTable()).isEqualTo(whole.finishTable());
        assertSame(actual, expected);
    }

    @Test
    void aCheckpointFromTheMiddleOfASearchGoesOnWithIt() throws Exception {
        SparsitySearch whole = search();
        Model expected = fit(whole, network(false));
        File checkpoints = folder.resolve("checkpoints").toFile();
        assertThat(checkpoints.mkdirs()).isTrue();
        File saved = folder.resolve("saver").toFile();
        MultiLayerNetwork net = (MultiLayerNetwork) network(false);
        net.addListeners(
                new CheckpointListener.Builder(checkpoints)
                        .saveEveryEpoch()
                        .keepAll()
                        .build(),
                new Kill(4));
        assertThatThrownBy(() -> fit(search().withSaver(new LocalFileModelSaver(saved)), net))
                .isInstanceOf(Killed.class);
        List<Checkpoint> all = CheckpointListener.availableCheckpoints(checkpoints);
        assertThat(all).hasSize(4);
        MultiLayerNetwork last = ModelFiles.loadMultiLayerNetwork(
                new File(checkpoints, all.get(3).getFilename()).toPath());

        SparsitySearch resumed = search().withSaver(new LocalFileModelSaver(saved));
        Model actual = fit(resumed, last);

        assertThat(resumed.table()).isEqualTo(whole.table());
        assertSame(actual, expected);
    }

    @Test
    void aCheckpointWhoseChosenNetworkIsGoneIsTold() throws Exception {
        SparsitySearch whole = search();
        fit(whole, network(false));
        long chosen = whole.table().chosen().orElseThrow().epoch();
        MultiLayerNetwork net = (MultiLayerNetwork) network(false);
        File checkpoints = folder.resolve("checkpoints").toFile();
        assertThat(checkpoints.mkdirs()).isTrue();
        net.addListeners(new CheckpointListener.Builder(checkpoints)
                .saveEveryEpoch()
                .keepAll()
                .build());
        fit(search(), net);
        Checkpoint last = CheckpointListener.availableCheckpoints(checkpoints).get(EPOCHS - 1);
        MultiLayerNetwork loaded = ModelFiles.loadMultiLayerNetwork(new File(checkpoints, last.getFilename()).toPath());

        assertThatThrownBy(() -> fit(search(), loaded))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chosen epoch " + chosen)
                .hasMessageContaining("no model of it is kept");
    }

    @Test
    void aFolderOfAnotherSearchIsRefused() throws Exception {
        kill(folder, network(false), 2);

        assertThatThrownBy(() -> fit(search().withMaxSparsity(0.8).in(folder), network(false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another plan");
        assertThatThrownBy(() -> fit(search().withRule(SearchRule.leastError()).in(folder), network(false)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("another rule");
        assertThatThrownBy(() -> fit(search().in(folder), TestNetworks.sequential(base(new Adam(0.02)))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the one that was searched with")
                .hasMessageContaining("0.02 instead of 0.01");
        SearchTable table = SparsitySearch.tableOf(ModelFiles.load(folder.resolve("latest.zip")))
                .orElseThrow();
        assertThat(table.lastEpoch()).isEqualTo(2);
    }
}
