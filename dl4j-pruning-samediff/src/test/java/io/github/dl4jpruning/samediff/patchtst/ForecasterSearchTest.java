package io.github.dl4jpruning.samediff.patchtst;

import static io.github.dl4jpruning.samediff.patchtst.SmallModels.CONFIG;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samediff.SameDiffPruning;
import io.github.dl4jpruning.samediff.SearchedGraph;
import io.github.dl4jpruning.search.SearchRule;
import io.github.dl4jpruning.search.SearchTable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The sparsity of a patch network, chosen by the validation error. */
class ForecasterSearchTest {

    private static final int EPOCHS = 4;
    private static final double LAST = 0.9;
    private static final String MASKS = "dl4jpruning/masks"; // with the table, so compared apart

    @TempDir
    private Path folder;

    private static Training training() {
        return Training.epochs(EPOCHS)
                .withLearningRate(LearningRates.type3(0.02))
                .withValidation(Windows.waves(24, 4, 2, 7, 10));
    }

    private static Map<String, INDArray> everything(Forecaster model) {
        Map<String, INDArray> arrays = SmallModels.everything(model.sameDiff());
        arrays.remove(MASKS);
        return arrays;
    }

    private static ForecasterSearch search() {
        return ForecasterSearch.of(training()).withMaxSparsity(LAST).withRule(SearchRule.sparsestWithin(0.2));
    }

    private static void theChosenModelIsThatOfAnIndependentTraining(Forecaster watched, Forecaster model, Windows data)
            throws Exception {
        SameDiffPruning pruning =
                SameDiffPruning.of(PruningPlan.search(EPOCHS, LAST)).attachTo(watched.sameDiff());
        List<Map<String, INDArray>> epochs = new ArrayList<>();
        List<SearchTable.Row> rows = new ArrayList<>();
        watched.fit(data, training().withProgress(report -> {
            rows.add(new SearchTable.Row(
                    report.epoch() + 1L,
                    pruning.pruner().masks().sparsity(),
                    report.validationLoss().orElseThrow()));
            epochs.add(everything(watched));
        }));
        ForecasterSearch search = search();

        Forecaster best = search.fit(model, data);

        assertThat(search.table().rows()).isEqualTo(rows);
        int chosen = (int) search.table().chosen().orElseThrow().epoch();
        assertThat(everything(best)).isEqualTo(epochs.get(chosen - 1));
        assertThat(SearchedGraph.tableOf(best.sameDiff())).contains(search.table());
        SameDiffPruning resumed = SameDiffPruning.resume().attachTo(best.sameDiff());
        assertThat(resumed.pruner().masks().sparsity())
                .isEqualTo(rows.get(chosen - 1).sparsity());
    }

    @Test
    void theChosenPatchTstIsThatOfAnIndependentTraining() throws Exception {
        theChosenModelIsThatOfAnIndependentTraining(
                new PatchTst(CONFIG, 2), new PatchTst(CONFIG, 2), windows(8, 8, 8, 8));
    }

    @Test
    void theChosenPatchTransformerIsThatOfAnIndependentTraining() throws Exception {
        PatchTransformerConfig config =
                new PatchTransformerConfig(24, 4, 2, 2, 4, new EncoderSize(8, 2, 16, 1), 0, Activation.RELU);
        theChosenModelIsThatOfAnIndependentTraining(
                new PatchTransformer(config, 2), new PatchTransformer(config, 2), windows(8, 8, 8, 8));
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
    void aSearchInAFolderThatIsKilledGoesOnToTheLastBitAlsoInItsFinish() throws Exception {
        ForecasterSearch whole = search();
        PatchTst chosen = whole.fit(new PatchTst(CONFIG, 2), windows(8, 8, 8));
        Map<String, INDArray> expected = everything(chosen);
        Map<String, INDArray> expectedFinish = everything(whole.finish(chosen, 2, windows(8, 8, 8)));
        for (int killed = 1; killed < EPOCHS; killed++) {
            Path in = folder.resolve("killed" + killed);
            PatchTst victim = new PatchTst(CONFIG, 2);
            victim.sameDiff().addListeners(new Kill(killed));
            assertThatThrownBy(() -> search().in(in).fit(victim, windows(8, 8, 8)))
                    .isInstanceOf(Killed.class);

            ForecasterSearch resumed = search().in(in);
            PatchTst actual = resumed.fit(new PatchTst(CONFIG, 2), windows(8, 8, 8));

            assertThat(resumed.table()).isEqualTo(whole.table());
            assertThat(everything(actual)).isEqualTo(expected);
            assertThat(everything(resumed.finish(actual, 2, windows(8, 8, 8)))).isEqualTo(expectedFinish);
            assertThat(resumed.finishTable()).isEqualTo(whole.finishTable());
        }
    }

    @Test
    void wrongArgumentsAreNamed() throws Exception {
        assertThatThrownBy(() -> ForecasterSearch.of(Training.epochs(4))).hasMessageContaining("withValidation(..)");
        assertThatThrownBy(() -> ForecasterSearch.of(training().withEarlyStopping(3)))
                .hasMessageContaining("cannot stop early");
        search().in(folder).fit(new PatchTst(CONFIG, 2), windows(8, 8));
        assertThatThrownBy(() -> search().in(folder).fit(new PatchTst(CONFIG, 3), windows(8, 8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("with seed 3");
    }
}
