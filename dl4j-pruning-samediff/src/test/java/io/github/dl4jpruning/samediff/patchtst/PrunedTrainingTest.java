package io.github.dl4jpruning.samediff.patchtst;

import static io.github.dl4jpruning.samediff.patchtst.SmallModels.CONFIG;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.everything;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.windows;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.WeightParameter;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.samediff.SameDiffPruning;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Pruning in the place of dropout, while a PatchTST trains. */
class PrunedTrainingTest {

    @TempDir
    private Path folder;

    /** Looks at everything pruned in every iteration. */
    private static final class ZeroWatch extends BaseListener {

        private final PatchTst model;
        private final SameDiffPruning pruning;
        private int looks;

        ZeroWatch(PatchTst model, SameDiffPruning pruning) {
            this.model = model;
            this.pruning = pruning;
        }

        @Override
        public boolean isActive(Operation operation) {
            return operation == Operation.TRAINING;
        }

        @Override
        public void preUpdate(SameDiff sd, At at, Variable v, INDArray update) {
            look(v.getName(), update);
        }

        @Override
        public void iterationDone(SameDiff sd, At at, MultiDataSet dataSet, Loss loss) {
            for (String name : pruning.pruner().masks().names()) {
                look(name, model.sameDiff().getVariable(name).getArr());
                for (Object state :
                        model.sameDiff().getUpdaterMap().get(name).getState().values()) {
                    look(name, (INDArray) state);
                }
            }
        }

        private void look(String name, INDArray array) {
            if (pruning.pruner().masks().names().contains(name)) {
                WeightMask mask = pruning.pruner().masks().of(name);
                INDArray flat = array.dup('c').reshape(array.length());
                for (long i = 0; i < flat.length(); i++) {
                    if (mask.isPruned(i)) {
                        looks++;
                        assertThat(flat.getFloat(i)).as(name).isZero();
                    }
                }
            }
        }
    }

    @Test
    void whatIsPrunedIsZeroEverywhereAndTheLastTargetIsMet() {
        PatchTst model = new PatchTst(CONFIG.with(Dropouts.residual(0.3)), 2).withoutDropout();
        SameDiffPruning pruning =
                SameDiffPruning.of(PruningPlan.paperPatchTst(8)).attachTo(model.sameDiff());
        ZeroWatch watch = new ZeroWatch(model, pruning);

        model.fit(windows(8, 8, 8, 8, 8, 8), Training.epochs(8).withListeners(watch));

        assertThat(watch.looks).isGreaterThan(1_000);
        long total = pruning.pruner().chosen().stream()
                .mapToLong(parameter -> parameter.length())
                .sum();
        assertThat(pruning.pruner().masks().prunedCount()).isEqualTo(total / 2);
        assertThat(pruning.pruner().chosen().stream().map(WeightParameter::name))
                .contains("layer0/attention/qkv/W", "layer1/ff/out/W", "head/W")
                .doesNotContain("position", "layer0/norm1/gain", "head/b");
    }

    @Test
    void aPrunedTrainingGoesOnToTheLastBit() throws IOException {
        PatchTst whole = new PatchTst(CONFIG, 2);
        PatchTst half = new PatchTst(CONFIG, 2);
        whole.sameDiff().addListeners(SameDiffPruning.of(PruningPlan.paperPatchTst(8)));
        half.sameDiff().addListeners(SameDiffPruning.of(PruningPlan.paperPatchTst(8)));

        whole.fit(windows(8, 8, 8, 8, 8, 8), 8);
        half.fit(windows(8, 8, 8, 8, 8, 8), 6);
        half.save(folder.resolve("model.zip"));
        PatchTst loaded = PatchTst.load(folder.resolve("model.zip"));
        loaded.sameDiff().addListeners(SameDiffPruning.resume());
        loaded.fit(windows(8, 8, 8, 8, 8, 8), 2);

        Map<String, INDArray> expected = everything(whole.sameDiff());
        assertThat(everything(loaded.sameDiff())).isEqualTo(expected);
    }

    @Test
    void theBestEpochComesBackWithTheMasksThatItHad() {
        PatchTst model = new PatchTst(CONFIG, 2);
        model.sameDiff().addListeners(SameDiffPruning.of(PruningPlan.paperPatchTst(12)));

        TrainingResult result = model.fit(
                windows(8, 8, 8, 8, 8, 8),
                Training.epochs(12)
                        .withLearningRate(LearningRates.constant(0.05))
                        .withValidation(Windows.waves(24, 4, 2, 7, 10))
                        .withEarlyStopping(12));

        model.sameDiff().setListeners();
        SameDiffPruning resumed = SameDiffPruning.resume().attachTo(model.sameDiff());
        long masked = resumed.pruner().masks().prunedCount();
        long zeros = 0;
        for (String name : resumed.pruner().masks().names()) {
            zeros += model.sameDiff()
                    .getVariable(name)
                    .getArr()
                    .eq(0)
                    .castTo(DataType.LONG)
                    .sumNumber()
                    .longValue();
        }
        assertThat(result.restoredEpoch().orElseThrow()).isLessThan(11);
        assertThat(zeros).isEqualTo(masked);
    }
}
