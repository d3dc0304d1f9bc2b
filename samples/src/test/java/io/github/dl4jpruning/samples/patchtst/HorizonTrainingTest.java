package io.github.dl4jpruning.samples.patchtst;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.export.Export;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.samediff.PatchTstExport;
import io.github.dl4jpruning.samediff.patchtst.Dropouts;
import io.github.dl4jpruning.samediff.patchtst.EncoderSize;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import io.github.dl4jpruning.samediff.patchtst.PatchTstConfig;
import io.github.dl4jpruning.samediff.patchtst.Patches;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.data.HorizonTask;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.Span;
import io.github.dl4jpruning.samples.data.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HorizonTrainingTest {
    private static final int PLAN_EPOCHS = 7;
    private static final PatchTstConfig CONFIG = PatchTstConfig.of(24, 6, 1)
            .with(new Patches(8, 4, true))
            .with(new EncoderSize(8, 2, 16, 1))
            .with(Dropouts.residual(0.2));
    private static final HorizonTask TASK = HorizonTask.of(
            HourlyLoad.ofDays(15, 1), 24, 6, new Split(new Span(0, 200), new Span(200, 260), new Span(260, 360)));

    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();

    private HorizonTraining training(Path where, int epochs, boolean prunes) {
        return new HorizonTraining(
                TASK,
                new HorizonTraining.Settings(
                        prunes ? CONFIG.with(Dropouts.none()) : CONFIG,
                        prunes ? Optional.of(PruningPlan.paperPatchTst(PLAN_EPOCHS)) : Optional.empty(),
                        1e-3,
                        32,
                        epochs,
                        5),
                where,
                "test");
    }

    @Test
    void aTrainingThatGoesOnComesToTheSameEndAsOneInOneGo() throws IOException {
        for (boolean prunes : new boolean[] {false, true}) {
            Path whole = folder.resolve("whole" + prunes);
            Path parts = folder.resolve("parts" + prunes);

            HorizonResult expected = training(whole, 9, prunes).run(lines::add);
            training(parts, 8, prunes).run(lines::add);
            HorizonResult resumed = training(parts, 9, prunes).run(lines::add);

            assertThat(resumed.test()).isEqualTo(expected.test());
            assertThat(resumed.lastTest()).isEqualTo(expected.lastTest());
            assertThat(resumed.chosenEpoch()).isEqualTo(expected.chosenEpoch());
            assertThat(withoutSeconds(parts)).isEqualTo(withoutSeconds(whole));
        }
    }

    private static List<String> withoutSeconds(Path where) throws IOException {
        return Files.readAllLines(where.resolve("test-log.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    @Test
    void withPruningAnEpochAtTheLastSparsityIsChosenAndItsWeightsAreJudged() throws IOException {
        HorizonResult result = training(folder, 9, true).run(lines::add);

        assertThat(result.chosenEpoch()).isBetween(PLAN_EPOCHS, 9);
        assertThat(result.sparsity()).isCloseTo(0.5, within(1e-3));
        PatchTst best = PatchTst.load(folder.resolve("test-best.zip"));
        assertThat(best.sameDiff().getTrainingConfig().getEpochCount()).isEqualTo(result.chosenEpoch());
        assertThat(lines).hasSize(9);
        Deployment deployment = training(folder, 9, true).deployment();
        Export export = PatchTstExport.of(best);
        assertThat(deployment.sizes()).isEqualTo(export.write(folder.resolve("best.dlp")));
        assertThat(deployment.latency().framework()).isEqualTo("SameDiff");
        assertThat(lines.get(PLAN_EPOCHS - 2)).doesNotContain("*");
        assertThat(lines.get(result.chosenEpoch() - 1)).endsWith("*");
    }

    @Test
    void nothingIsMeasuredBeforeThereIsAModel() {
        assertThatThrownBy(() -> training(folder, 9, true).deployment())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test-best.zip");
    }

    @Test
    void anEndBeforeTheLastSparsityIsRefusedAndNothingIsLost() {
        assertThatThrownBy(() -> training(folder, 6, true).run(lines::add))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("ends before the pruning does");
        assertThat(folder.resolve("test-last.zip")).exists();
        assertThat(training(folder, 7, true).run(lines::add).epochs()).isEqualTo(7);
    }

    @Test
    void aLogThatDoesNotGoWithTheModelIsTold() throws IOException {
        training(folder, 2, false).run(lines::add);
        Path log = folder.resolve("test-log.csv");
        Files.writeString(log, Files.readAllLines(log).get(0) + "\n");

        assertThatThrownBy(() -> training(folder, 3, false).run(lines::add))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test-log.csv")
                .hasMessageContaining("0 epochs, the model beside it 2");
    }

    @Test
    void aModelOfAnotherShapeIsTold() {
        training(folder, 1, false).run(lines::add);

        assertThatThrownBy(() -> training(folder, 8, true).run(lines::add))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test-last.zip is of another model");
    }
}
