package io.github.dl4jpruning.samples.analysis;

import static io.github.dl4jpruning.samples.analysis.SyntheticTrials.line;
import static io.github.dl4jpruning.samples.analysis.SyntheticTrials.trial;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialRowsTest {
    private static final TrialResult FIRST = trial("bitcoin", "lstm", 7, "none", 1, 900);
    private static final TrialResult SECOND = trial("bitcoin", "lstm", 7, "pruning", 1, 800);

    @TempDir
    private Path directory;

    private TrialRows read(String text) throws IOException {
        Files.writeString(directory.resolve("trials.jsonl"), text);
        return TrialRows.read(directory);
    }

    private void assertRefused(String text, String... parts) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(InputException.class).hasMessageContainingAll(parts);
    }

    @Test
    void whatTheRunnerWroteIsReadBackToTheLastBit() throws IOException {
        TrialRows rows = read(line(FIRST) + "\n" + line(SECOND) + "\n");

        assertThat(rows.results()).containsExactly(FIRST, SECOND);
        assertThat(rows.notes()).isEmpty();
    }

    @Test
    void aLastLineCutByAKillIsToldAndLeftOut() throws IOException {
        String cut = line(SECOND);

        TrialRows rows = read(line(FIRST) + "\n" + cut.substring(0, cut.length() / 2));

        assertThat(rows.results()).containsExactly(FIRST);
        assertThat(rows.notes()).singleElement().asString().contains("line 2", "cut short");
    }

    @Test
    void aWholeLastLineWithoutItsEndCounts() throws IOException {
        assertThat(read(line(FIRST) + "\n" + line(SECOND)).results()).hasSize(2);
    }

    @Test
    void aDamagedLineWithinTheFileIsRefusedWithItsNumber() {
        assertRefused(line(FIRST) + "\n{\"trial\":\n" + line(SECOND) + "\n", "line 2", "no JSON", "Delete the line");
        assertRefused(line(FIRST) + "\n{\"trial\"\n", "line 2"); // has its end: not cut
        assertRefused(line(FIRST) + line(SECOND) + "\n", "line 1", "no JSON");
        assertRefused("[1]\n", "line 1", "no JSON object");
    }

    @Test
    void aFieldThatIsMissingOrOfTheWrongKindIsNamed() {
        assertRefused(line(FIRST).replace("\"testMae\"", "\"mae\"") + "\n", "line 1", "\"testMae\" is missing");
        assertRefused(line(FIRST).replace("\"seed\":1", "\"seed\":\"x\"") + "\n", "\"seed\" is \"x\"", "whole number");
        assertRefused(line(FIRST).replace("\"testMae\":900.0", "\"testMae\":-1") + "\n", "\"testMae\" is -1.0");
        assertRefused(line(FIRST).replace("\"deviation\":16034.7", "\"deviation\":0") + "\n", "\"deviation\" is 0.0");
    }

    @Test
    void numbersThatDoNotExistMayBeNullOrTextOrBare() throws IOException {
        for (String nan : List.of("null", "\"NaN\"", "NaN")) {
            TrialRows rows = read(line(FIRST).replace("\"coverage\":\"NaN\"", "\"coverage\":" + nan) + "\n");

            assertThat(rows.results().get(0).coverage()).isNaN();
        }
    }

    @Test
    void aTrialThatDivergedIsToldAndLeftOut() throws IOException {
        TrialRows rows =
                read(line(FIRST) + "\n" + line(SECOND).replace("\"testMae\":800.0", "\"testMae\":null") + "\n");

        assertThat(rows.results()).containsExactly(FIRST);
        assertThat(rows.notes())
                .singleElement()
                .asString()
                .contains("one trial", "diverged", SECOND.trial().toString());
    }

    @Test
    void ofATrialThatIsThereTwiceTheLaterCounts() throws IOException {
        TrialResult again = trial("bitcoin", "lstm", 7, "none", 1, 901);

        TrialRows rows = read(line(FIRST) + "\n" + line(again) + "\n");

        assertThat(rows.results()).containsExactly(again);
        assertThat(rows.notes()).singleElement().asString().contains("more than once");
    }

    @Test
    void aFolderWithoutTrialsIsRefused() {
        assertThatThrownBy(() -> TrialRows.read(directory)).hasMessageContaining("no such file");
        assertRefused("\n", "holds no finished trial");
    }
}
