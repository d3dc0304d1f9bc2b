package io.github.dl4jpruning.samples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialStoreTest {
    @TempDir
    private Path folder;

    private static TrialResult result(long seed) {
        Trial trial = new Trial("clean", "load", "rnn", 3, "pruning", "cubic 0.1-0.5", seed, 20);
        return new TrialResult(
                trial,
                "MW",
                1,
                2,
                3,
                4,
                5,
                0.5,
                0.4999,
                10,
                20,
                19,
                1.5,
                30,
                2048,
                0.0125,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                7,
                List.of(0.1, 0.2),
                List.of(0.3),
                List.of(),
                Map.of("0_W", 0.5),
                List.of(1.0),
                List.of(1.1),
                List.of("a \"quoted\" sentence,\nin two lines"),
                Map.of("java", "17"));
    }

    private void store(long... seeds) throws IOException {
        try (TrialStore store = TrialStore.open(folder)) {
            for (long seed : seeds) {
                store.add(List.of(result(seed)));
            }
        }
    }

    @Test
    void aTableThatWasShippedAloneIsGoneOnWithAndKeepsItsRows() throws IOException {
        store(1, 2);
        String shipped = Files.readString(folder.resolve("trials.csv"));
        Files.delete(folder.resolve("trials.jsonl"));

        try (TrialStore store = TrialStore.open(folder)) {
            assertThat(store.done())
                    .containsExactlyInAnyOrder(result(1).trial(), result(2).trial());
            store.add(List.of(result(3)));
        }

        assertThat(Files.readString(folder.resolve("trials.csv"))).startsWith(shipped);
        assertThat(Files.readAllLines(folder.resolve("trials.csv"))).hasSize(4);
        TrialResult first = TrialLine.parse(
                Files.readAllLines(folder.resolve("trials.jsonl")).get(0));
        assertThat(first.testMae()).isEqualTo(result(1).testMae());
        assertThat(first.validationCurve()).isEmpty();
    }

    @Test
    void resultsAreReadAsTheyWereWritten() throws IOException {
        store(1);

        String line = Files.readAllLines(folder.resolve("trials.jsonl")).get(0);
        assertThat(TrialLine.parse(line)).isEqualTo(result(1));
        assertThat(Files.readAllLines(folder.resolve("trials.csv")))
                .containsExactly(
                        "protocol,data,model,length,arm,setting,seed,epochs,unit,validationMae,validationRmse,testMae,"
                                + "testRmse,deviation,sparsityAsked,sparsityReached,weights,epochsTrained,chosenEpoch,"
                                + "seconds,megabytes,fileBytes,forecastMillis,frameworkMillis,coverage,width,rows",
                        "clean,load,rnn,3,pruning,cubic 0.1-0.5,1,20,MW,1.0,2.0,3.0,4.0,5.0,0.5,0.4999,10,20,19,1.5,"
                                + "30.0,2048.0,0.0125,,,,7");
    }

    @Test
    void linesFromBeforeExportsWereMeasuredAreReadAsUnknown() throws IOException {
        store(1);
        Path lines = folder.resolve("trials.jsonl");
        String old = Files.readString(lines)
                .replaceFirst("\"fileBytes\":2048.0,\"forecastMillis\":0.0125,\"frameworkMillis\":\"NaN\",", "");
        assertThat(old).doesNotContain("Millis", "fileBytes");
        Files.writeString(lines, old);

        store(2);

        assertThat(Files.readAllLines(folder.resolve("trials.csv")).get(1)).endsWith(",30.0,,,,,,7");
        assertThat(Files.readAllLines(folder.resolve("trials.csv")).get(2)).endsWith(",30.0,2048.0,0.0125,,,,7");
        TrialResult result = TrialLine.parse(Files.readAllLines(lines).get(0));
        assertThat(result.trial()).isEqualTo(result(1).trial());
        assertThat(result.fileBytes()).isNaN();
        assertThat(result.forecastMillis()).isNaN();
        assertThat(result.frameworkMillis()).isNaN();
        assertThatThrownBy(() -> TrialLine.parse(old.replace("\"megabytes\"", "\"fileBytes\":\"small\",\"megabytes\"")))
                .hasMessageContaining("\"fileBytes\" is \"small\", not a number");
    }

    @Test
    void whatAKillHasCutOffIsDroppedAndTheRestGoesOn() throws IOException {
        store(1, 2);
        Path lines = folder.resolve("trials.jsonl");
        String whole = Files.readString(lines);
        Files.writeString(lines, whole.substring(0, whole.length() - 40));
        Files.writeString(folder.resolve("trials.csv"), "clean,load,rn", StandardOpenOption.APPEND);

        try (TrialStore store = TrialStore.open(folder)) {
            assertThat(store.done()).containsExactly(result(1).trial());
            assertThat(Files.readString(lines)).isEqualTo(whole.substring(0, whole.indexOf('\n') + 1));
            store.add(List.of(result(2)));
            assertThat(store.done())
                    .containsExactlyInAnyOrder(result(1).trial(), result(2).trial());
        }

        assertThat(Files.readString(lines)).isEqualTo(whole);
        assertThat(Files.readAllLines(folder.resolve("trials.csv"))).hasSize(3);
    }

    @Test
    void aDamagedLineIsToldByItsNumber() throws IOException {
        store(1, 2);
        Path lines = folder.resolve("trials.jsonl");
        List<String> text = Files.readAllLines(lines);
        Files.write(lines, List.of(text.get(0), text.get(1).replace("\"seed\":2,", "")));

        assertThatThrownBy(() -> TrialStore.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("trials.jsonl, line 2")
                .hasMessageContaining("seed");
    }

    @Test
    void anEmptyLineIsNoTrial() throws IOException {
        store(1);
        Files.writeString(folder.resolve("trials.jsonl"), "\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> TrialStore.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("trials.jsonl, line 2, is no trial");
    }

    @Test
    void anAnswerOfAWorkerIsAListOfResults() {
        String one = TrialText.toJson(result(1));

        assertThat(TrialLine.parseAll("[" + one + "," + TrialText.toJson(result(2)) + "]"))
                .containsExactly(result(1), result(2));
        assertThatThrownBy(() -> TrialLine.parseAll(one)).hasMessage("no JSON list");
        assertThatThrownBy(() -> TrialLine.parseAll("")).hasMessage("no JSON list");
    }

    @Test
    void twoExperimentsInOneFolderAreRefused() throws IOException {
        try (TrialStore store = TrialStore.open(folder)) {
            assertThatThrownBy(() -> TrialStore.open(folder))
                    .isInstanceOf(InputException.class)
                    .hasMessageContaining("another experiment is at work there");
        }
        store(1);
    }

    @Test
    void aFolderThatCannotBeMadeIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> TrialStore.open(file.resolve("sub")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("cannot be written to");
    }
}
