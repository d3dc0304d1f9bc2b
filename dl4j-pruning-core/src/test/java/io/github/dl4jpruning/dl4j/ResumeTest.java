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
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.Checkpoint;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;

/** Train 2n iterations = train n, save, load, attach, train n: to the last bit. */
class ResumeTest {

    private static final List<DataSet> BATCHES = batches(EPOCH);

    @TempDir
    Path folder;

    static Stream<Arguments> everyCombination() {
        List<PruningPlan> plans =
                List.of(TestNetworks.planInIterations(), TestNetworks.planInEpochs(), TestNetworks.planInBlocks());
        List<Supplier<IUpdater>> updaters =
                List.of(() -> new Adam(0.01), () -> new Nesterovs(0.05, 0.9), () -> new RmsProp(0.01));
        return plans.stream()
                .flatMap(plan -> updaters.stream()
                        .flatMap(updater ->
                                Stream.of(true, false).map(graph -> Arguments.of(plan, updater.get(), graph))));
    }

    private static Model network(IUpdater updater, boolean graph) {
        return graph ? TestNetworks.graph(base(updater)) : TestNetworks.sequential(base(updater));
    }

    private static Model load(File file, boolean graph) throws IOException {
        return graph
                ? ModelSerializer.restoreComputationGraph(file, true)
                : ModelSerializer.restoreMultiLayerNetwork(file, true);
    }

    private static void assertSame(Model actual, PruningListener of, Model expected, PruningListener expectedOf) {
        assertThat(of.pruner().step()).isEqualTo(expectedOf.pruner().step());
        assertThat(of.pruner().epoch()).isEqualTo(expectedOf.pruner().epoch());
        assertThat(of.pruner().masks()).isEqualTo(expectedOf.pruner().masks());
        assertThat(bits(actual.params())).isEqualTo(bits(expected.params()));
        assertThat(bits(updater(actual).getStateViewArray()))
                .isEqualTo(bits(updater(expected).getStateViewArray()));
    }

    @ParameterizedTest
    @MethodSource("everyCombination")
    void savedByModelSerializerResumesToTheLastBit(PruningPlan plan, IUpdater updater, boolean graph) throws Exception {
        Model whole = network(updater, graph);
        PruningListener wholeListener = PruningListener.of(plan);
        addListener(whole, wholeListener);
        fit(whole, iterator(BATCHES), 4);

        Model first = network(updater, graph);
        addListener(first, PruningListener.of(plan));
        fit(first, iterator(BATCHES), 2);
        File file = folder.resolve("model.zip").toFile();
        ModelSerializer.writeModel(first, file, true);

        Model second = load(file, graph);
        PruningListener resumed = PruningListener.resume();
        addListener(second, resumed);
        fit(second, iterator(BATCHES), 2);

        assertThat(wholeListener.report().finished()).isTrue();
        assertSame(second, resumed, whole, wholeListener);
    }

    @ParameterizedTest
    @MethodSource("everyCombination")
    void savedByCheckpointListenerInTheMiddleOfAnEpochResumesToTheLastBit(
            PruningPlan plan, IUpdater updater, boolean graph) throws Exception {
        for (boolean checkpointFirst : new boolean[] {true, false}) {
            File checkpoints = folder.resolve("first" + checkpointFirst).toFile();
            assertThat(checkpoints.mkdirs()).isTrue();
            Model whole = network(updater, graph);
            PruningListener wholeListener = PruningListener.of(plan);
            CheckpointListener checkpoint = new CheckpointListener.Builder(checkpoints)
                    .saveEveryNIterations(4)
                    .keepAll()
                    .build();
            addListener(whole, checkpointFirst ? checkpoint : wholeListener);
            addListener(whole, checkpointFirst ? wholeListener : checkpoint);
            fit(whole, iterator(BATCHES), 4);

            for (Checkpoint saved : CheckpointListener.availableCheckpoints(checkpoints)) {
                int done = saved.getIteration() + 1;
                if (done % EPOCH == 0) {
                    continue; // between the last iteration and the end of its epoch there is no batch left to go on
                    // with
                }
                Model second = load(new File(checkpoints, saved.getFilename()), graph);
                PruningListener resumed = PruningListener.of(plan);
                addListener(second, resumed);
                fit(second, iterator(BATCHES.subList(done % EPOCH, EPOCH)), 1);
                if (done / EPOCH < 3) {
                    fit(second, iterator(BATCHES), 3 - done / EPOCH);
                }
                assertSame(second, resumed, whole, wholeListener);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("everyCombination")
    void savedByCheckpointListenerAtTheEndOfAnEpochResumesToTheLastBit(
            PruningPlan plan, IUpdater updater, boolean graph) throws Exception {
        for (boolean checkpointFirst : new boolean[] {true, false}) {
            File checkpoints = folder.resolve("first" + checkpointFirst).toFile();
            assertThat(checkpoints.mkdirs()).isTrue();
            Model whole = network(updater, graph);
            PruningListener wholeListener = PruningListener.of(plan);
            CheckpointListener checkpoint = new CheckpointListener.Builder(checkpoints)
                    .saveEveryEpoch()
                    .keepAll()
                    .build();
            addListener(whole, checkpointFirst ? checkpoint : wholeListener);
            addListener(whole, checkpointFirst ? wholeListener : checkpoint);
            fit(whole, iterator(BATCHES), 4);

            List<Checkpoint> saved = CheckpointListener.availableCheckpoints(checkpoints);
            assertThat(saved).hasSize(4);
            for (int epochs = 1; epochs < 4; epochs++) {
                Model second = load(new File(checkpoints, saved.get(epochs - 1).getFilename()), graph);
                PruningListener resumed = PruningListener.resume();
                addListener(second, resumed);
                fit(second, iterator(BATCHES), 4 - epochs);
                assertSame(second, resumed, whole, wholeListener);
            }
        }
    }

    @Test
    void savedByEarlyStoppingResumesToTheLastBit() throws Exception {
        for (PruningPlan plan :
                List.of(TestNetworks.planInIterations(), TestNetworks.planInEpochs(), TestNetworks.planInBlocks())) {
            MultiLayerNetwork whole = TestNetworks.sequential(base(new Adam(0.01)));
            PruningListener wholeListener = PruningListener.of(plan);
            whole.addListeners(wholeListener);
            trainEarlyStopping(whole, 4, folder.resolve("whole").toFile());

            MultiLayerNetwork first = TestNetworks.sequential(base(new Adam(0.01)));
            first.addListeners(PruningListener.of(plan));
            File saver = folder.resolve("half").toFile();
            trainEarlyStopping(first, 2, saver);
            MultiLayerNetwork second = new LocalFileModelSaver(saver).getLatestModel();
            PruningListener resumed = PruningListener.resume();
            second.addListeners(resumed);
            trainEarlyStopping(second, 2, folder.resolve("rest").toFile());

            assertThat(wholeListener.report().finished()).isTrue();
            assertSame(second, resumed, whole, wholeListener);
        }
    }

    private static void trainEarlyStopping(MultiLayerNetwork net, int epochs, File folder) {
        folder.mkdirs();
        var configuration = new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
                .epochTerminationConditions(new MaxEpochsTerminationCondition(epochs))
                .scoreCalculator(new DataSetLossCalculator(iterator(BATCHES.subList(0, 2)), true))
                .modelSaver(new LocalFileModelSaver(folder))
                .saveLastModel(true)
                .build();
        var result = new EarlyStoppingTrainer(configuration, net, iterator(BATCHES)).fit();
        assertThat(result.getTerminationDetails()).contains("MaxEpochs");
    }

    @Test
    void theBestModelOfEarlyStoppingIsPrunedWithItsMasks() throws Exception {
        MultiLayerNetwork net = TestNetworks.sequential(base(new Adam(0.01)));
        net.addListeners(PruningListener.of(TestNetworks.planInIterations()));
        File saver = folder.resolve("best").toFile();
        trainEarlyStopping(net, 4, saver);

        MultiLayerNetwork best = new LocalFileModelSaver(saver).getBestModel();
        PruningListener resumed = PruningListener.resume().attachTo(best);

        boolean[] pruned = TestNetworks.prunedPositions(best, resumed.pruner().masks());
        assertThat(resumed.pruner().masks().prunedCount()).isPositive();
        assertThat(TestNetworks.largestPruned(best.params(), pruned)).isZero();
    }

    @Test
    void aCloneOfAGraphGoesOnWhereItsOriginalStood() {
        for (PruningPlan plan : List.of(TestNetworks.planInIterations(), TestNetworks.planInEpochs())) {
            // DL4J cannot train a clone of a graph with an AttentionVertex: the clone has no updater for it.
            ComputationGraph original = TestNetworks.graphWithoutAttention(base(new Nesterovs(0.05, 0.9)));
            PruningListener listener = PruningListener.of(plan);
            original.addListeners(listener);
            original.fit(iterator(BATCHES), 2);

            ComputationGraph clone = original.clone(); // its counters are 0, and it shares the list of listeners
            clone.addListeners(); // its optimizer has no listeners without this
            assertThat(clone.getIterationCount()).isZero();
            clone.fit(iterator(BATCHES), 2);
            long cloneStep = listener.pruner().step();
            var cloneMasks = listener.pruner().masks();
            original.fit(iterator(BATCHES), 2);

            assertThat(cloneStep)
                    .isEqualTo(4L * EPOCH)
                    .isEqualTo(listener.pruner().step());
            assertThat(cloneMasks).isEqualTo(listener.pruner().masks());
            assertThat(listener.report().finished()).isTrue();
            assertThat(bits(clone.params())).isEqualTo(bits(original.params()));
        }
    }

    @Test
    void aCloneOfAGraphThatKeepsItsGradientsFromTheListenerIsTold() {
        ComputationGraph original = TestNetworks.graphWithoutAttention(base(new Adam(0.01)));
        original.addListeners(PruningListener.of(TestNetworks.planInIterations()));
        original.fit(iterator(BATCHES), 2);

        assertThatThrownBy(() -> original.clone().fit(iterator(BATCHES)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("ComputationGraph.clone()")
                .hasMessageContaining("clone.addListeners()");
    }

    @Test
    void aCloneThatIsLeftAloneKeepsTheMasksOfItsTime() {
        MultiLayerNetwork original = TestNetworks.sequential(base(new Adam(0.01)));
        PruningListener listener = PruningListener.of(TestNetworks.planInIterations());
        original.addListeners(listener);
        original.fit(iterator(BATCHES), 2);
        MultiLayerNetwork clone = original.clone();
        var masksThen = listener.pruner().masks();
        original.fit(iterator(BATCHES), 2);

        PruningListener ofClone = PruningListener.resume().attachTo(clone);

        assertThat(ofClone.pruner().step()).isEqualTo(2L * EPOCH);
        assertThat(ofClone.pruner().masks())
                .isEqualTo(masksThen)
                .isNotEqualTo(listener.pruner().masks());
    }

    @Test
    void aCurveOfTheUsersResumesWithThePlanGivenAgain() throws Exception {
        PruningPlan plan =
                PruningPlan.of(new PruningSchedule(p -> 0.6 * Math.sqrt(p), PruningWindow.iterations(3, 20, 4)));
        MultiLayerNetwork whole = TestNetworks.sequential(base(new Adam(0.01)));
        PruningListener wholeListener = PruningListener.of(plan);
        whole.addListeners(wholeListener);
        whole.fit(iterator(BATCHES), 2);
        File file = folder.resolve("model.zip").toFile();
        ModelSerializer.writeModel(whole, file, true);
        whole.fit(iterator(BATCHES), 2);

        MultiLayerNetwork second = ModelSerializer.restoreMultiLayerNetwork(file, true);
        PruningListener resumed = PruningListener.of(plan);
        second.addListeners(resumed);
        second.fit(iterator(BATCHES), 2);

        assertSame(second, resumed, whole, wholeListener);
    }
}
