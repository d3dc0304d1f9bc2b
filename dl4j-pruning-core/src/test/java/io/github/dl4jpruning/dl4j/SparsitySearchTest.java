package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.TestNetworks.EPOCH;
import static io.github.dl4jpruning.dl4j.TestNetworks.addListener;
import static io.github.dl4jpruning.dl4j.TestNetworks.base;
import static io.github.dl4jpruning.dl4j.TestNetworks.batches;
import static io.github.dl4jpruning.dl4j.TestNetworks.bits;
import static io.github.dl4jpruning.dl4j.TestNetworks.fit;
import static io.github.dl4jpruning.dl4j.TestNetworks.iterator;
import static io.github.dl4jpruning.dl4j.TestNetworks.updater;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.search.SearchRule;
import io.github.dl4jpruning.search.SearchTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileGraphSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.learning.config.Adam;

/** The sparsity chosen by the validation error. */
class SparsitySearchTest {

    private static final int EPOCHS = 6;
    private static final double LAST = 0.95; // the small graph cannot lose more
    private static final List<DataSet> ALL = batches(EPOCH + 2);
    private static final List<DataSet> TRAINING = ALL.subList(0, EPOCH);
    private static final List<DataSet> VALIDATION = ALL.subList(EPOCH, EPOCH + 2);

    @TempDir
    Path folder;

    /** Without attention: DL4J's own InMemoryModelSaver cannot clone a graph that has an AttentionVertex. */
    static Model network(boolean graph) {
        return graph
                ? TestNetworks.graphWithoutAttention(base(new Adam(0.01)))
                : TestNetworks.sequential(base(new Adam(0.01)));
    }

    static Model search(SparsitySearch search, Model net) throws Exception {
        return net instanceof MultiLayerNetwork sequential
                ? search.fit(sequential, iterator(TRAINING))
                : search.fit((ComputationGraph) net, iterator(TRAINING));
    }

    static DataSetLossCalculator loss() {
        return new DataSetLossCalculator(iterator(VALIDATION), true);
    }

    /** Says what it is told to say, epoch by epoch. */
    static final class Told implements ScoreCalculator<Model> {
        private static final long serialVersionUID = 1;
        private final double[] errors;
        private final boolean minimize;
        private int next;

        Told(boolean minimize, double... errors) {
            this.minimize = minimize;
            this.errors = errors;
        }

        @Override
        public double calculateScore(Model network) {
            return errors[next++];
        }

        @Override
        public boolean minimizeScore() {
            return minimize;
        }
    }

    /** A network at the end of every epoch, by an independent training. */
    record Epoch(int[] weights, int[] state, Masks masks, double sparsity, int iteration, double error) {

        static Epoch of(Model net, Masks masks, double error) {
            return new Epoch(
                    bits(net.params()),
                    bits(updater(net).getStateViewArray()),
                    masks,
                    masks.sparsity(),
                    NetworkModel.of(net).iteration(),
                    error);
        }
    }

    static List<Epoch> independent(boolean graph) {
        Model net = network(graph);
        PruningListener listener = PruningListener.of(PruningPlan.search(EPOCHS, LAST));
        addListener(net, listener);
        List<Epoch> epochs = new ArrayList<>();
        for (int i = 0; i < EPOCHS; i++) {
            fit(net, iterator(TRAINING), 1);
            epochs.add(Epoch.of(net, listener.pruner().masks(), loss().calculateScore(net)));
        }
        return epochs;
    }

    static void assertIsThatOf(Model net, Epoch epoch) {
        assertThat(PruningListener.listeners(net)).noneMatch(PruningListener.class::isInstance);
        PruningListener resumed = PruningListener.resume().attachTo(net);
        assertThat(resumed.pruner().masks()).isEqualTo(epoch.masks);
        assertThat(bits(net.params())).isEqualTo(epoch.weights);
        assertThat(bits(updater(net).getStateViewArray())).isEqualTo(epoch.state);
        assertThat(NetworkModel.of(net).iteration()).isEqualTo(epoch.iteration);
        NetworkSearch.removePruning(net);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theTableAndTheChosenNetworkAreThoseOfAnIndependentTraining(boolean graph) throws Exception {
        List<Epoch> expected = independent(graph);
        SparsitySearch search = SparsitySearch.of(EPOCHS, loss()).withMaxSparsity(LAST);

        Model best = search(search, network(graph));

        SearchTable table = search.table();
        assertThat(table.rows()).extracting(SearchTable.Row::epoch).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(table.rows())
                .extracting(SearchTable.Row::sparsity)
                .containsExactlyElementsOf(
                        expected.stream().map(Epoch::sparsity).toList());
        assertThat(table.rows())
                .extracting(SearchTable.Row::error)
                .containsExactlyElementsOf(expected.stream().map(Epoch::error).toList());
        assertThat(table.rows().get(0).sparsity()).isZero();
        assertThat(table.rows().get(EPOCHS - 1).sparsity()).isGreaterThan(0.9);
        int chosen = (int) table.chosen().orElseThrow().epoch();
        assertIsThatOf(best, expected.get(chosen - 1));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anyEpochCanBeChosenTheUnprunedOneToo(boolean graph) throws Exception {
        List<Epoch> expected = independent(graph);
        for (int chosen = 1; chosen <= EPOCHS; chosen++) {
            double[] errors = new double[EPOCHS];
            java.util.Arrays.fill(errors, 2);
            errors[chosen - 1] = 1;
            SparsitySearch search =
                    SparsitySearch.of(EPOCHS, new Told(true, errors)).withMaxSparsity(LAST);

            Model best = search(search, network(graph));

            assertThat(search.table().isChosen(chosen)).isTrue();
            assertIsThatOf(best, expected.get(chosen - 1));
        }
    }

    @Test
    void theSparsestNetworkWithinAToleranceCanBeChosen() throws Exception {
        List<Epoch> expected = independent(false);
        double[] errors = {1.05, 1.0, 1.01, 1.019, 1.03, 1.5};

        for (boolean minimize : new boolean[] {true, false}) {
            double[] told = errors.clone();
            for (int i = 0; i < told.length && !minimize; i++) {
                told[i] = 2 - told[i]; // the best is 1 again
            }
            SparsitySearch search = SparsitySearch.of(EPOCHS, new Told(minimize, told))
                    .withMaxSparsity(LAST)
                    .withRule(SearchRule.sparsestWithin(0.02));
            Model best = search(search, network(false));

            assertThat(search.table().isChosen(4)).isTrue();
            assertIsThatOf(best, expected.get(3));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void saversOfEarlyStoppingKeepTheChosenNetworkAsItWas(boolean graph) throws Exception {
        List<Epoch> expected = independent(graph);
        String path = folder.toString();
        for (EarlyStoppingModelSaver<?> saver : List.of(
                new InMemoryModelSaver<Model>(),
                graph ? new LocalFileGraphSaver(path) : new LocalFileModelSaver(path))) {
            SparsitySearch search = SparsitySearch.of(EPOCHS, new Told(true, 5, 4, 3, 2, 3, 4))
                    .withMaxSparsity(LAST)
                    .withSaver(saver);

            Model best = search(search, network(graph));

            assertIsThatOf(best, expected.get(3));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void finishTrainsOnAtFixedMasksAndKeepsTheBest(boolean graph) throws Exception {
        SparsitySearch search = SparsitySearch.of(EPOCHS, new Told(true, 5, 4, 3, 2, 3, 4, 1.9, 1.7, 1.8))
                .withMaxSparsity(LAST);
        Model best = search(search, network(graph));
        Masks masks = independent(graph).get(3).masks;
        int[] before = bits(best.params());

        Model finished = best instanceof MultiLayerNetwork sequential
                ? search.finish(sequential, 3, iterator(TRAINING))
                : search.finish((ComputationGraph) best, 3, iterator(TRAINING));

        assertThat(search.finishTable().rows())
                .extracting(SearchTable.Row::epoch)
                .containsExactly(4L, 5L, 6L, 7L);
        assertThat(search.finishTable().rows())
                .extracting(SearchTable.Row::sparsity)
                .containsOnly(masks.sparsity());
        assertThat(search.finishTable().isChosen(6)).isTrue();
        assertThat(NetworkModel.of(finished).iteration()).isEqualTo(6 * EPOCH);
        assertThat(bits(finished.params())).isNotEqualTo(before);
        assertThat(SparsitySearch.tableOf(finished)).contains(search.table());
        PruningListener resumed = PruningListener.resume().attachTo(finished);
        assertThat(resumed.pruner().masks()).isEqualTo(masks);
        boolean[] pruned = TestNetworks.prunedPositions(finished, masks);
        assertThat(TestNetworks.largestPruned(finished.params(), pruned)).isZero();
    }

    @Test
    void finishKeepsTheGivenNetworkIfNoEpochIsBetter() throws Exception {
        SparsitySearch search = SparsitySearch.of(EPOCHS, new Told(true, 5, 4, 3, 2, 3, 4, 2.1, 2.2))
                .withMaxSparsity(LAST);
        Model best = search(search, network(false));

        Model finished = search.finish((MultiLayerNetwork) best, 2, iterator(TRAINING));

        assertIsThatOf(finished, independent(false).get(3));
    }

    @Test
    void aSearchWithoutAnyFiniteErrorIsTold() {
        double nan = Double.NaN;
        SparsitySearch search = SparsitySearch.of(EPOCHS, new Told(true, nan, nan, 1 / 0.0, nan, nan, nan))
                .withMaxSparsity(LAST);

        assertThatThrownBy(() -> search(search, network(false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no epoch has an error that is a finite number")
                .hasMessageContaining("NaN");
    }

    @Test
    void anErrorThatIsNotANumberIsNotChosen() throws Exception {
        SparsitySearch search = SparsitySearch.of(EPOCHS, new Told(true, Double.NaN, 3, -1 / 0.0, Double.NaN, 4, 5))
                .withMaxSparsity(LAST);

        Model best = search(search, network(false));

        assertThat(search.table().isChosen(2)).isTrue();
        assertIsThatOf(best, independent(false).get(1));
    }

    @Test
    void thePlanOfTheUserIsFollowed() throws Exception {
        PruningPlan plan = PruningPlan.search(3, 0.5);
        SparsitySearch search = SparsitySearch.of(plan, EPOCHS, loss());

        search(search, network(false));

        assertThat(search.plan()).isEqualTo(plan);
        assertThat(search.table().rows().get(EPOCHS - 1).sparsity()).isBetween(0.49, 0.5);
    }

    @Test
    void wrongArgumentsAndUsesAreNamed() throws Exception {
        MultiLayerNetwork net = (MultiLayerNetwork) network(false);
        SparsitySearch search = SparsitySearch.of(EPOCHS, loss()).withMaxSparsity(LAST);
        DataSetIterator once = new ListDataSetIterator<>(TRAINING, 1) {
            @Override
            public boolean resetSupported() {
                return false;
            }
        };

        assertThatThrownBy(() -> SparsitySearch.of(EPOCHS, null)).hasMessageContaining("score calculator is null");
        assertThatThrownBy(() -> SparsitySearch.of(1, loss())).hasMessageContaining("epochs is 1");
        assertThatThrownBy(() -> SparsitySearch.of(PruningPlan.search(20), 5, loss()))
                .hasMessageContaining("train longer");
        assertThatThrownBy(() ->
                        SparsitySearch.of(PruningPlan.search(5), 5, loss()).withMaxSparsity(0.5))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("was given a plan");
        assertThatThrownBy(() -> search.withRule(null)).hasMessageContaining("rule is null");
        assertThatThrownBy(() -> search.withSaver(null)).hasMessageContaining("saver is null");
        assertThatThrownBy(() -> search.in(null)).hasMessageContaining("folder is null");
        assertThatThrownBy(() -> search.in(folder).withSaver(new InMemoryModelSaver<Model>()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("not both");
        assertThatThrownBy(() -> search.fit(net, once))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot be reset");
        assertThatThrownBy(() -> search.finish(net, 3, iterator(TRAINING)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chosen no epoch");
        net.addListeners(PruningListener.of(PruningPlan.search(EPOCHS)));
        assertThatThrownBy(() -> search.fit(net, iterator(TRAINING)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("has a PruningListener already");
    }

    @Test
    void finishRefusesANetworkThatWasNotChosen() throws Exception {
        SparsitySearch search = SparsitySearch.of(EPOCHS, loss()).withMaxSparsity(LAST);
        MultiLayerNetwork net = (MultiLayerNetwork) network(false);
        MultiLayerNetwork best = (MultiLayerNetwork) search(search, net);

        assertThatThrownBy(() -> search.finish(net, 3, iterator(TRAINING)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not the one that this search has chosen");
        assertThatThrownBy(() -> search.finish(best, 0, iterator(TRAINING)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("epochs is 0");
    }
}
