package io.github.dl4jpruning.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ExperimentCommandTest {
    @TempDir
    private Path folder;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("experiment", "--out", folder.toString()));
        all.addAll(List.of(arguments));
        CommandLine line = CommandLines.create();
        line.setOut(new PrintWriter(output)).setErr(new PrintWriter(errors));
        return line.execute(all.toArray(String[]::new));
    }

    private void assertRefused(String expected, String... arguments) {
        assertThat(run(arguments)).isEqualTo(2);
        assertThat(errors.toString()).contains(expected);
        errors.getBuffer().setLength(0);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void whatCannotBeRunIsToldBeforeAnythingIsWritten() {
        assertRefused("the catalogue has no series 'lod'. Did you mean 'load'?", "--data", "lod");
        assertRefused("--mend is for --protocol paper", "--data", "load", "--mend", "scaler");
        assertRefused("--protocol must be clean", "--data", "load", "--protocol", "dirty");
        assertRefused("'square 0-1' cannot be understood", "--data", "load", "--pruning", "square 0-1");
        assertRefused("--jobs must be at least 1", "--data", "load", "--jobs", "0");
        assertRefused("needs 7 epochs, but --epochs is 5", "--data", "load", "--models", "patch", "--epochs", "5");
    }

    @Test
    void aSmallExperimentRunsAndIsAnalysed() throws Exception {
        assertThat(run(
                        "--data",
                        "load",
                        "--models",
                        "rnn",
                        "--lengths",
                        "2",
                        "--arms",
                        "none,pruning",
                        "--seeds",
                        "2",
                        "--epochs",
                        "4",
                        "--pruning",
                        "agp 0-0.5 in 4"))
                .isZero();

        assertThat(output.toString()).contains("7 trials run, 0 were there, 0 failed");
        assertThat(Files.readAllLines(folder.resolve("trials.jsonl"))).hasSize(7);
        assertThat(CommandLines.create().setOut(new PrintWriter(output)).execute("analyse", folder.toString()))
                .isZero();
        assertThat(output.toString()).contains("load", "agp 0-0.5 in 4", "50.0");
        assertThat(Files.readString(folder.resolve("report.html"))).contains("agp 0-0.5 in 4");
    }

    @Test
    void aFileOfTheUserIsATaskLikeASeriesOfTheCatalogue() throws Exception {
        StringBuilder text = new StringBuilder("time,load,wind\n");
        for (int row = 0; row < 90; row++) {
            text.append(LocalDateTime.of(2024, 1, 1, 0, 0).plusHours(row) + "," + row % 11 + "," + row % 7 + "\n");
        }
        Path file = Files.writeString(folder.resolve("mine.csv"), text);
        Path out = folder.resolve("out");
        List<String> arguments = new ArrayList<>(List.of("experiment", "--out", out.toString()));
        arguments.addAll(
                List.of("--data", file + ":target+2@80", "--target", "load", "--date", "time", "--models", "rnn"));
        arguments.addAll(List.of("--lengths", "2", "--arms", "none", "--seeds", "1", "--epochs", "1"));

        CommandLine line = CommandLines.create().setOut(new PrintWriter(output)).setErr(new PrintWriter(errors));

        assertThat(line.execute(arguments.toArray(String[]::new)))
                .as(errors.toString())
                .isZero();
        assertThat(output.toString())
                .contains("90 rows", "inputs: load, wind, hour and weekday", "4 trials run, 0 were there, 0 failed");
        assertThat(Files.readAllLines(out.resolve("trials.jsonl")))
                .hasSize(4)
                .allMatch(trial -> trial.contains("\"data\":\"mine:target+2@80\""));
    }

    @Test
    void whatIsForecastCanBeToldOfFilesAlone() {
        assertRefused("are for files in --data", "--data", "load", "--target", "load");
    }
}
