package io.github.dl4jpruning.samples.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.dl4j.ModelFiles;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ExtraFeatures;
import io.github.dl4jpruning.samples.data.Scale;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ForecasterFileTest {
    private static final PruningPlan PLAN = PruningPlan.paperLstm(6);

    @TempDir
    private Path directory;

    private static ForecasterCard card(Method method) {
        return new ForecasterCard(
                ForecasterCard.FORMAT,
                Cell.LSTM,
                SmallTask.UNITS,
                SmallTask.TASK.length(),
                SmallTask.TASK.change(),
                SmallTask.TASK.scales(),
                method,
                16,
                SmallTask.SEED,
                ExtraFeatures.NONE,
                null);
    }

    private static MultiLayerNetwork network() {
        return ForecastNetwork.create(Cell.LSTM, 1, SmallTask.UNITS, SmallTask.SEED, 0);
    }

    @Test
    void cardAndNetworkComeBackAsTheyWere() {
        Path file = directory.resolve("model.zip");
        MultiLayerNetwork network = network();
        new ForecasterFile(card(Method.NONE), network).save(file);

        ForecasterFile loaded = ForecasterFile.load(file);

        assertThat(loaded.card()).isEqualTo(card(Method.NONE));
        assertThat(loaded.network().params()).isEqualTo(network.params());
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "PRUNING"})
    void savingHalfWayAndResumingEqualsTrainingInOneGoToTheLastBit(Method method) {
        Outcome whole = SmallTask.train(SmallTask.fresh(method, Cell.LSTM, PLAN), 6, false);

        Outcome half = SmallTask.train(SmallTask.fresh(method, Cell.LSTM, PLAN), 3, false);
        Path file = directory.resolve("half.zip");
        new ForecasterFile(card(method), half.network()).save(file);
        Outcome resumed =
                SmallTask.train(Arm.resumed(method, ForecasterFile.load(file).network()), 3, false);

        assertThat(resumed.network().params()).isEqualTo(whole.network().params());
        assertThat(resumed.network().getUpdater().getStateViewArray())
                .isEqualTo(whole.network().getUpdater().getStateViewArray());
        assertThat(resumed.sparsity()).isEqualTo(whole.sparsity());
        assertThat(resumed.validationMae()).isEqualTo(whole.validationMae().subList(3, 6));
    }

    @Test
    void dl4jReadsTheFileAsAnyOther() throws IOException {
        Path file = directory.resolve("model.zip");
        new ForecasterFile(card(Method.NONE), network()).save(file);

        assertThat(MultiLayerNetwork.load(file.toFile(), true).params())
                .isEqualTo(network().params());
    }

    @Test
    void savingReplacesAnOlderFileAndLeavesNothingElseBehind() throws IOException {
        Path file = directory.resolve("model.zip");
        Files.writeString(file, "older");

        new ForecasterFile(card(Method.NONE), network()).save(file);

        assertThat(ForecasterFile.load(file).card().length()).isEqualTo(5);
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void whatIsNoModelFileIsRefusedByName() throws IOException {
        Path file = Files.writeString(directory.resolve("junk.zip"), "no zip");

        assertThatThrownBy(() -> ForecasterFile.load(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("junk.zip is not a DL4J model file")
                .hasMessageContaining("Give a file that a forecaster was saved to");
        assertThatThrownBy(() -> ForecasterFile.load(directory.resolve("none.zip")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("none.zip: no such model file")
                .hasMessageContaining("no such model file");
    }

    @Test
    void aFileThatWasCutOffIsRefused() throws IOException {
        Path file = directory.resolve("model.zip");
        new ForecasterFile(card(Method.NONE), network()).save(file);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length / 2));

        assertThatThrownBy(() -> ForecasterFile.load(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("model.zip");
    }

    @Test
    void aModelOfAnotherProgramIsRefusedWithWhatItLacks() throws IOException {
        Path file = directory.resolve("foreign.zip");
        ModelFiles.save(network(), file);

        assertThatThrownBy(() -> ForecasterFile.load(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("foreign.zip holds a network, but no forecaster.json");
    }

    @Test
    void aCardOfALaterFormatOrWithGapsIsRefused() throws IOException {
        Path file = directory.resolve("model.zip");
        for (String json : new String[] {
            "{\"format\": 4}",
            "{\"format\": 3}",
            "{\"format\": 2}",
            "{\"format\": 1}",
            "{",
            "{\"format\": 1, \"colour\": 3}"
        }) {
            new ForecasterFile(card(Method.NONE), network()).save(file);
            try (FileSystem zip = FileSystems.newFileSystem(file, Map.of())) {
                Files.writeString(zip.getPath("forecaster.json"), json);
            }

            assertThatThrownBy(() -> ForecasterFile.load(file))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("model.zip: forecaster.json in it cannot be understood");
        }
    }

    @Test
    void aCardOfFormat1HasNoExtraFeaturesAndIsSavedInTheNewFormat() throws IOException {
        Path file = directory.resolve("model.zip");
        new ForecasterFile(card(Method.NONE), network()).save(file);
        try (FileSystem zip = FileSystems.newFileSystem(file, Map.of())) {
            String json = Files.readString(zip.getPath("forecaster.json"));
            String old = json.replaceFirst("\"format\" : 3", "\"format\" : 1")
                    .replaceFirst("(?s),\\s*\"extras\" : \\{.*?\\}", "");
            assertThat(old).contains("\"format\" : 1").doesNotContain("extras");
            Files.writeString(zip.getPath("forecaster.json"), old);
        }

        ForecasterCard loaded = ForecasterFile.load(file).card();

        assertThat(loaded).isEqualTo(card(Method.NONE));
        assertThat(loaded.format()).isEqualTo(3);
    }

    @Test
    void aCardTellsWhatIsReadFromWhatIsMade() {
        List<Scale> scales = Stream.of("load", "wind", "load-24", "load-168")
                .map(name -> new Scale(name, 0, 1))
                .toList();
        ExtraFeatures lags = new ExtraFeatures(false, List.of(24, 168), false);

        ForecasterCard card =
                new ForecasterCard(2, Cell.LSTM, 4, 6, Change.LEVEL, scales, Method.NONE, 8, 1, lags, null);

        assertThat(card.target()).isEqualTo("load");
        assertThat(card.features()).containsExactly("wind");
        ExtraFeatures others = new ExtraFeatures(false, List.of(24, 167), false);
        assertThatThrownBy(() ->
                        new ForecasterCard(2, Cell.LSTM, 4, 6, Change.LEVEL, scales, Method.NONE, 8, 1, others, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("should end with [load-24, load-167]");
    }
}
