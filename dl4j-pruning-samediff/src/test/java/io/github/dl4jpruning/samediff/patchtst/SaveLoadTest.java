package io.github.dl4jpruning.samediff.patchtst;

import static io.github.dl4jpruning.samediff.patchtst.SmallModels.WITH_DROPOUT;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.everything;
import static io.github.dl4jpruning.samediff.patchtst.SmallModels.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samediff.SameDiffPruning;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.schedule.ISchedule;

class SaveLoadTest {

    @TempDir
    private Path folder;

    private Path file() {
        return folder.resolve("model.zip");
    }

    private static TrainingResult train(Forecaster model, int epochs, ISchedule rate) {
        return model.fit(windows(8, 8, 5), Training.epochs(epochs).withLearningRate(rate));
    }

    @Test
    void forecastsAreTheSameToTheLastBit() throws IOException {
        PatchTst model = new PatchTst(WITH_DROPOUT, 5);
        train(model, 3, LearningRates.constant(0.01));
        INDArray input = windows(7).first().getFeatures();

        model.save(file());
        PatchTst loaded = PatchTst.load(file());

        assertThat(loaded.predict(input)).isEqualTo(model.predict(input));
        assertThat(loaded.config()).isEqualTo(WITH_DROPOUT);
        assertThat(loaded.seed()).isEqualTo(5);
        assertThat(everything(loaded.sameDiff())).isEqualTo(everything(model.sameDiff()));
    }

    @Test
    void aStrippedFileForecastsTheSameBitsWithoutMasksAndUpdaterState() throws IOException {
        PatchTst model = new PatchTst(WITH_DROPOUT, 5);
        SameDiffPruning pruning =
                SameDiffPruning.of(PruningPlan.paperPatchTst(8)).attachTo(model.sameDiff());
        train(model, 8, LearningRates.constant(0.01));
        INDArray input = windows(7).first().getFeatures();
        Path plain = folder.resolve("plain.zip");

        model.save(file());
        model.saveStripped(plain);
        PatchTst loaded = PatchTst.load(plain);

        assertThat(loaded.predict(input)).isEqualTo(model.predict(input));
        assertThat(loaded.config()).isEqualTo(WITH_DROPOUT);
        assertThat(loaded.seed()).isEqualTo(5);
        assertThat(SameDiffPruning.strip(loaded.sameDiff())).isFalse();
        assertThat(loaded.sameDiff().isInitializedTraining()).isFalse();
        assertThat(Files.size(plain)).isLessThan(Files.size(file()));
        PatchTst whole = PatchTst.load(file());
        assertThat(everything(whole.sameDiff())).isEqualTo(everything(model.sameDiff())); // ours is as it was
        assertThat(whole.sameDiff().isInitializedTraining()).isTrue();
        assertThat(pruning.report().total().pruned()).isPositive();
        train(model, 1, LearningRates.constant(0.01));
        train(loaded, 1, LearningRates.constant(0.01)); // with a new updater
        assertThat(loaded.predict(input)).isNotEqualTo(model.predict(input));
    }

    @Test
    void trainingGoesOnToTheLastBit() throws IOException {
        for (ISchedule rate : new ISchedule[] {LearningRates.oneCycle(0.01, 18), LearningRates.type3(0.01)}) {
            PatchTst whole = new PatchTst(WITH_DROPOUT, 5);
            TrainingResult wholeResult = train(whole, 6, rate);

            PatchTst half = new PatchTst(WITH_DROPOUT, 5);
            train(half, 3, rate);
            half.save(file());
            PatchTst loaded = PatchTst.load(file());
            TrainingResult rest = loaded.fit(windows(8, 8, 5), 3); // at the rate that the file has

            assertThat(everything(loaded.sameDiff())).isEqualTo(everything(whole.sameDiff()));
            assertThat(rest.epochs().get(2).trainingLoss())
                    .isEqualTo(wholeResult.epochs().get(5).trainingLoss());
            assertThat(rest.epochs().get(0).learningRate())
                    .isEqualTo(wholeResult.epochs().get(3).learningRate());
        }
    }

    @Test
    void soDoesATrainingInTwoParts() {
        PatchTst whole = new PatchTst(WITH_DROPOUT, 5);
        PatchTst parts = new PatchTst(WITH_DROPOUT, 5);

        train(whole, 4, LearningRates.type3(0.01));
        train(parts, 2, LearningRates.type3(0.01));
        train(parts, 2, LearningRates.type3(0.01));

        assertThat(everything(parts.sameDiff())).isEqualTo(everything(whole.sameDiff()));
    }

    @Test
    void aPatchTransformerIsKeptAsWell() throws IOException {
        PatchTransformerConfig config =
                new PatchTransformerConfig(24, 4, 2, 2, 4, new EncoderSize(8, 2, 16, 1), 0.2, Activation.GELU);
        PatchTransformer whole = new PatchTransformer(config, 5);
        PatchTransformer half = new PatchTransformer(config, 5);
        whole.fit(windows(8, 8, 5), 4);
        half.fit(windows(8, 8, 5), 2);

        half.save(file());
        PatchTransformer loaded = PatchTransformer.load(file());
        loaded.fit(windows(8, 8, 5), 2);

        assertThat(loaded.config()).isEqualTo(config);
        assertThat(everything(loaded.sameDiff())).isEqualTo(everything(whole.sameDiff()));
    }

    @Test
    void aModelThatWasNeverTrainedIsKeptToo() throws IOException {
        PatchTst model = new PatchTst(WITH_DROPOUT, 5);
        model.save(file());
        PatchTst loaded = PatchTst.load(file());

        train(model, 1, LearningRates.constant(0.01));
        train(loaded, 1, LearningRates.constant(0.01));

        assertThat(everything(loaded.sameDiff())).isEqualTo(everything(model.sameDiff()));
    }

    @Test
    void savingReplacesTheFileAtOnceAndLeavesNothingElse() throws IOException {
        PatchTst model = new PatchTst(WITH_DROPOUT, 5);
        Files.writeString(file(), "old");

        model.save(file());

        assertThat(PatchTst.load(file()).config()).isEqualTo(WITH_DROPOUT);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }

    @Test
    void whatCannotBeReadIsNamed() throws IOException {
        assertThatThrownBy(() -> PatchTst.load(file()))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("there is no such model file");
        assertThatThrownBy(() -> new PatchTst(WITH_DROPOUT, 1).save(folder.resolve("none/model.zip")))
                .hasMessageContaining("its folder does not exist");

        Files.writeString(file(), "not a zip file");
        assertThatThrownBy(() -> PatchTst.load(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file().toString())
                .hasMessageContaining("is no model file, or is damaged");

        new PatchTransformer(PatchTransformerConfig.paper(14, 2), 1).save(file());
        assertThatThrownBy(() -> PatchTst.load(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("holds a model of kind PatchTransformer, not a PatchTST");

        zip("other.txt", "text");
        assertThatThrownBy(() -> PatchTst.load(file())).hasMessageContaining("is a zip file without model.json");

        zip("model.json", "{\"kind\": \"PatchTST\", \"format\": 7}");
        assertThatThrownBy(() -> PatchTst.load(file())).hasMessageContaining("has format 7");

        zip("model.json", "{\"kind\": \"PatchTST\", \"format\": 1, \"config\": {\"lookBack\": -1}}");
        assertThatThrownBy(() -> PatchTst.load(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file().toString());

        zip("model.json", "{{{");
        assertThatThrownBy(() -> PatchTst.load(file()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file().toString());
    }

    @Test
    void aDamagedFileIsNotRead() throws IOException {
        new PatchTst(WITH_DROPOUT, 5).save(file());
        byte[] whole = Files.readAllBytes(file());

        Files.write(file(), Arrays.copyOf(whole, whole.length / 2));
        assertThatThrownBy(() -> PatchTst.load(file())).isInstanceOf(IOException.class);

        for (int position = 2_000; position < whole.length - 1_000; position += whole.length / 20) {
            byte[] damaged = whole.clone();
            damaged[position] ^= 0x10;
            Files.write(file(), damaged);
            assertThatThrownBy(() -> PatchTst.load(file()))
                    .as("byte %d of %d", position, whole.length)
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void theGraphIsAnOrdinarySameDiffFile() throws IOException {
        PatchTst model = new PatchTst(WITH_DROPOUT, 5);
        train(model, 1, LearningRates.constant(0.01));
        File plain = folder.resolve("plain.fb").toFile();
        model.sameDiff().save(plain, true);
        INDArray input = windows(7).first().getFeatures();

        INDArray forecast = SameDiff.load(plain, true).outputSingle(Map.of("input", input), "prediction");

        assertThat(forecast.sub(model.predict(input)).amaxNumber().doubleValue())
                .isLessThan(1e-5);
    }

    private void zip(String entry, String content) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file()))) {
            zip.putNextEntry(new ZipEntry(entry));
            zip.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }
}
