package io.github.dl4jpruning.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.search.SearchRule;
import io.github.dl4jpruning.search.SearchTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;

/** The sparsity of a SameDiff graph, chosen by the validation error. */
class SameDiffSearchTest {

    private static final int EPOCHS = 5;
    private static final double LAST = 0.9;

    @TempDir
    Path folder;

    private static INDArray random(long seed, long... shape) {
        Random random = new Random(seed);
        INDArray array = Nd4j.create(DataType.FLOAT, shape);
        for (long i = 0; i < array.length(); i++) {
            array.putScalar(i, random.nextGaussian());
        }
        return array;
    }

    private static SameDiff model(double rate) {
        SameDiff sd = SameDiff.create();
        SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 5);
        SDVariable y = sd.placeHolder("y", DataType.FLOAT, -1, 2);
        SDVariable w1 = sd.var("hidden/W", random(1, 5, 8).muli(0.4));
        SDVariable w2 = sd.var("out/W", random(2, 8, 2).muli(0.4));
        SDVariable out = sd.math.tanh(x.mmul(w1)).mmul("out", w2);
        sd.loss.meanSquaredError("loss", y, out, null);
        sd.setLossVariables("loss");
        sd.setTrainingConfig(new TrainingConfig.Builder()
                .updater(new Adam(rate))
                .dataSetFeatureMapping("x")
                .dataSetLabelMapping("y")
                .build());
        return sd;
    }

    private static DataSetIterator training() {
        List<DataSet> batches = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            batches.add(new DataSet(random(10 + i, 4, 5), random(20 + i, 4, 2)));
        }
        return new ListDataSetIterator<>(batches, 1);
    }

    private static double error(SameDiff sd) {
        INDArray out = sd.outputSingle(Map.of("x", random(30, 9, 5)), "out");
        return out.sub(random(31, 9, 2)).norm2Number().doubleValue();
    }

    /** Says what it is told to say, epoch by epoch. */
    private static ToDoubleFunction<SameDiff> told(double... errors) {
        int[] next = new int[1];
        return sd -> errors[next[0]++];
    }

    /**
     * Weights, masks and position, and updater state. The table and the plan travel with the masks, so these are
     * compared apart.
     */
    @SuppressWarnings("rawtypes") // SameDiff has them raw
    private static Map<String, INDArray> everything(SameDiff sd) {
        Map<String, INDArray> arrays = new TreeMap<>();
        for (SDVariable variable : sd.variables()) {
            if (variable.getVariableType() == VariableType.VARIABLE) {
                arrays.put(variable.name(), variable.getArr().dup());
            }
        }
        for (Map.Entry<String, GradientUpdater> updater : sd.getUpdaterMap().entrySet()) {
            for (Object entry : updater.getValue().getState().entrySet()) {
                Map.Entry<?, ?> state = (Map.Entry<?, ?>) entry;
                arrays.put(updater.getKey() + " " + state.getKey(), ((INDArray) state.getValue()).dup());
            }
        }
        SameDiffPruning pruning = SameDiffPruning.resume();
        List<org.nd4j.autodiff.listeners.Listener> listeners = new ArrayList<>(sd.getListeners());
        sd.setListeners();
        pruning.attachTo(sd).pruner().masks().asMap().forEach((name, mask) -> {
            INDArray bits = Nd4j.zeros(DataType.FLOAT, mask.length());
            for (long i = 0; i < mask.length(); i++) {
                bits.putScalar(i, mask.isPruned((int) i) ? 1 : 0);
            }
            arrays.put("mask of " + name, bits);
        });
        arrays.put("step", Nd4j.scalar(pruning.pruner().step()));
        arrays.put("iteration", Nd4j.scalar(sd.getTrainingConfig().getIterationCount()));
        arrays.put("epoch", Nd4j.scalar(sd.getTrainingConfig().getEpochCount()));
        sd.setListeners(listeners);
        return arrays;
    }

    private record Independent(List<Map<String, INDArray>> epochs, List<Double> errors, List<Double> sparsities) {}

    private static Independent independent() {
        SameDiff sd = model(0.01);
        GradientGraph.of(sd);
        SameDiffPruning pruning =
                SameDiffPruning.of(PruningPlan.search(EPOCHS, LAST)).attachTo(sd);
        Independent all = new Independent(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        for (int i = 0; i < EPOCHS; i++) {
            sd.fit(training(), 1);
            all.errors.add(error(sd));
            all.sparsities.add(pruning.pruner().masks().sparsity());
            all.epochs.add(everything(sd));
        }
        return all;
    }

    private static SameDiffSearch search() {
        return SameDiffSearch.of(EPOCHS, SameDiffSearchTest::error)
                .withMaxSparsity(LAST)
                .withRule(SearchRule.sparsestWithin(0.1));
    }

    @Test
    void theTableAndTheChosenGraphAreThoseOfAnIndependentTraining() throws Exception {
        Independent expected = independent();
        SameDiffSearch search = search();

        SameDiff best = search.fit(model(0.01), training());

        assertThat(search.table().rows()).extracting(SearchTable.Row::error).isEqualTo(expected.errors);
        assertThat(search.table().rows()).extracting(SearchTable.Row::sparsity).isEqualTo(expected.sparsities);
        int chosen = (int) search.table().chosen().orElseThrow().epoch();
        assertThat(everything(best)).isEqualTo(expected.epochs.get(chosen - 1));
        assertThat(best.getListeners()).isEmpty();
        assertThat(SearchedGraph.tableOf(best)).contains(search.table());
    }

    @Test
    void anyEpochCanBeChosenTheUnprunedOneToo() throws Exception {
        Independent expected = independent();
        for (int chosen = 1; chosen <= EPOCHS; chosen++) {
            double[] errors = {2, 2, 2, 2, 2};
            errors[chosen - 1] = 1;
            SameDiffSearch search = SameDiffSearch.of(EPOCHS, told(errors)).withMaxSparsity(LAST);

            SameDiff best = search.fit(model(0.01), training());

            assertThat(search.table().isChosen(chosen)).isTrue();
            assertThat(everything(best)).isEqualTo(expected.epochs.get(chosen - 1));
        }
    }

    private static final class Killed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static final class Kill extends BaseListener {
        private int epochs;

        Kill(int epochs) {
            this.epochs = epochs;
        }

        @Override
        public boolean isActive(Operation operation) {
            return operation == Operation.TRAINING;
        }

        @Override
        public void epochStart(SameDiff sd, At at) {
            if (epochs-- == 0) {
                throw new Killed();
            }
        }
    }

    @Test
    void aSearchInAFolderThatIsKilledAfterAnyEpochGoesOnToTheLastBit() throws Exception {
        SameDiffSearch whole = search();
        Map<String, INDArray> expected = everything(whole.fit(model(0.01), training()));
        for (int killed = 1; killed < EPOCHS; killed++) {
            Path in = folder.resolve("killed" + killed);
            SameDiff victim = model(0.01);
            victim.addListeners(new Kill(killed));
            assertThatThrownBy(() -> search().in(in).fit(victim, training())).isInstanceOf(Killed.class);

            SameDiffSearch resumed = search().in(in);
            SameDiff actual = resumed.fit(model(0.01), training());

            assertThat(resumed.table()).isEqualTo(whole.table());
            assertThat(everything(actual)).isEqualTo(expected);
        }
    }

    @Test
    void finishTrainsOnAtFixedMasks() throws Exception {
        SameDiffSearch search =
                SameDiffSearch.of(EPOCHS, told(5, 4, 3, 4, 5, 2, 1)).withMaxSparsity(LAST);
        SameDiff best = search.fit(model(0.01), training());
        Map<String, INDArray> before = everything(best);

        SameDiff finished = search.finish(best, 2, training());

        Map<String, INDArray> after = everything(finished);
        assertThat(search.finishTable().rows())
                .extracting(SearchTable.Row::epoch)
                .containsExactly(3L, 4L, 5L);
        assertThat(after.get("mask of hidden/W")).isEqualTo(before.get("mask of hidden/W"));
        assertThat(after.get("mask of out/W")).isEqualTo(before.get("mask of out/W"));
        assertThat(after.get("hidden/W")).isNotEqualTo(before.get("hidden/W"));
        assertThat(after.get("iteration")).isEqualTo(Nd4j.scalar(30));
        assertThat(after.get("hidden/W")
                        .mul(after.get("mask of hidden/W").reshape(5, 8))
                        .norm1Number()
                        .doubleValue())
                .isZero();
    }

    @Test
    void aFolderOfAnotherGraphIsRefused() throws Exception {
        search().in(folder).fit(model(0.01), training());

        assertThatThrownBy(() -> search().in(folder).fit(model(0.02), training()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is trained by Adam")
                .hasMessageContaining("0.02");
        SameDiff other = model(0.01);
        other.var("more/W", random(3, 2, 2));
        assertThatThrownBy(() -> search().in(folder).fit(other, training()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more/W=[2, 2]");
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThatThrownBy(() -> SameDiffSearch.of(5, null)).hasMessageContaining("error is null");
        assertThatThrownBy(() -> search().fit(model(0.01), (DataSetIterator) null))
                .hasMessageContaining("training data are null");
        assertThatThrownBy(() -> search().finish(model(0.01), 2, training()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("chosen no epoch");
    }
}
