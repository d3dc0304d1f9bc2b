package io.github.dl4jpruning.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.Series;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ForecastCommandTest {
    @TempDir
    private Path directory;

    private Path data;

    private record Result(int exitCode, String output, String errors) {}

    @BeforeEach
    void writeData() throws IOException {
        Series load = HourlyLoad.ofDays(10, 1);
        StringBuilder csv = new StringBuilder("time,load\n");
        for (int r = 0; r < load.rows(); r++) {
            csv.append(load.time(r).orElseThrow())
                    .append(',')
                    .append(load.column("load")[r])
                    .append('\n');
        }
        data = Files.writeString(directory.resolve("load.csv"), csv);
    }

    private Result run(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line = CommandLines.create();
        line.setOut(new PrintWriter(output)).setErr(new PrintWriter(errors));
        return new Result(line.execute(arguments), output.toString(), errors.toString());
    }

    private Result forecast(String... arguments) {
        List<String> all = new ArrayList<>(List.of("forecast", "--data", data.toString()));
        all.addAll(List.of(arguments));
        if (!all.contains("--out")) {
            all.addAll(List.of("--out", directory.resolve("out").toString()));
        }
        return run(all.toArray(String[]::new));
    }

    private void assertRefused(String expected, String... arguments) {
        Result result = forecast(arguments);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors().lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(expected);
    }

    private long exportedSize(String model) throws IOException {
        Path file = Files.createTempFile("forecaster", ".dlp");
        try {
            assertThat(run("export", "--model", model, "--out", file.toString()).exitCode())
                    .isZero();
            return Files.size(file);
        } finally {
            Files.delete(file);
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .map(f -> f.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aForecasterIsTrainedSavedAndResumed() throws IOException {
        String model = directory.resolve("model.zip").toString();

        Result first = forecast(
                "--target",
                "load",
                "--date",
                "time",
                "--length",
                "6",
                "--units",
                "4",
                "--model",
                "rnn",
                "--method",
                "pruning",
                "--epochs",
                "4",
                "--seed",
                "1",
                "--save",
                model);

        assertThat(first.errors()).isEmpty();
        assertThat(first.exitCode()).isZero();
        assertThat(first.output())
                .contains("240 rows, 2024-01-01 to 2024-01-10 23:00")
                .contains("168 rows for training (162 windows), 24 for validation, 48 for test")
                .contains("rnn, 4 units, 29 parameters")
                .contains("last value")
                .contains("forecast of load after 2024-01-10 23:00: ")
                .contains("SimpleRnn")
                .containsPattern("size: saved zip \\d+ bytes, stripped \\d+, exported \\d+")
                .containsPattern("latency: a forecast takes [0-9.e-]+ ms, by DL4J [0-9.]+ ms")
                .contains("saved ");
        assertThat(first.output()).contains("exported " + exportedSize(model) + " (");
        assertThat(files())
                .containsExactly(
                        "load-pruning-forecasts.png",
                        "load-pruning-results.csv",
                        "load-pruning-sparsity.png",
                        "load-pruning-validation.png",
                        "load.csv",
                        "model.zip");

        Result second = forecast("--date", "time", "--resume", model, "--epochs", "1");

        assertThat(second.errors()).isEmpty();
        assertThat(second.output()).contains("after 4 epochs").contains("step 15, finished");

        Result measured = forecast("--date", "time", "--resume", model, "--epochs", "0");

        assertThat(measured.output()).contains("none trained").contains("step 12, finished");
        assertThat(row(measured, "pruning")).isEqualTo(row(first, "pruning"));
    }

    /** The cells of a row of the table but the seconds. */
    private static List<String> row(Result result, String name) {
        String line = result.output()
                .lines()
                .filter(l -> l.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
        List<String> cells = List.of(line.split(" {2,}"));
        return cells.subList(0, cells.size() - 1);
    }

    @Test
    void errorsAreReportedOnTheLevelWhenDifferencesAreForecast() {
        Result levels =
                forecast("--target", "load", "--length", "6", "--units", "2", "--method", "none", "--epochs", "1");
        Result differences = forecast(
                "--target",
                "load",
                "--length",
                "6",
                "--units",
                "2",
                "--method",
                "none",
                "--epochs",
                "1",
                "--difference");

        assertThat(differences.output()).contains("as differences");
        // The series of differences is a row shorter, which here moves no row of the test part.
        assertThat(row(differences, "last value").get(2))
                .isEqualTo(row(levels, "last value").get(2));
    }

    @Test
    void anOptionThatContradictsTheModelIsRefused() {
        String model = directory.resolve("model.zip").toString();
        forecast(
                "--target",
                "load",
                "--length",
                "6",
                "--units",
                "2",
                "--method",
                "none",
                "--epochs",
                "1",
                "--save",
                model);

        assertRefused(
                "--length says 7, but the model of --resume was saved with 6", "--resume", model, "--length", "7");
        assertRefused("--target says time", "--resume", model, "--target", "time");
        assertRefused("--method says dropout", "--resume", model, "--method", "dropout");
        assertRefused("are for a new model", "--resume", model, "--sparsity", "0.5");
    }

    @Test
    void aWrongColumnIsToldInOneLine() {
        assertRefused("load.csv, line 1: there is no column 'price'. Choose one of: time, load", "--target", "price");
    }

    @Test
    void tooShortDataIsToldInOneLine() {
        assertRefused("has 240 usable rows", "--target", "load", "--length", "500");
    }

    @Test
    void aModelFileThatIsNoneIsToldInOneLine() throws IOException {
        Path junk = Files.writeString(directory.resolve("junk.zip"), "junk");

        assertRefused("junk.zip is not a DL4J model file", "--resume", junk.toString());
    }

    @Test
    void valuesOutOfRangeAreToldWithTheirOption() {
        assertRefused("--length must be at least 1, but is 0", "--target", "load", "--length", "0");
        assertRefused("--units must be at least 1, but is -3", "--target", "load", "--units", "-3");
        assertRefused("--batch must be at least 1, but is 0", "--target", "load", "--batch", "0");
        assertRefused("--epochs must be at least 1, but is 0", "--target", "load", "--epochs", "0");
        assertRefused("--epochs 1 is too short for the plan 'early'", "--target", "load", "--epochs", "1");
        assertRefused(
                "--epochs 3 is too short for the plan 'published'",
                "--target",
                "load",
                "--epochs",
                "3",
                "--plan",
                "published");
        assertRefused("--sparsity must be above 0 and below 1, but is 1.0", "--target", "load", "--sparsity", "1");
        assertRefused("need --method pruning", "--target", "load", "--method", "none", "--sparsity", "0.5");
        assertRefused("--separator ';;' must be one character", "--target", "load", "--separator", ";;");
        assertRefused("--decimal-comma needs another separator", "--target", "load", "--decimal-comma");
        assertRefused("exclude each other", "--target", "load", "--difference", "--returns");
        assertRefused("--date-format 'yyyy' needs the column", "--target", "load", "--date-format", "yyyy");
        assertRefused("--target is missing");
    }

    @Test
    void valuesOfAWrongKindAndUnknownOptionsAreToldInOneLine() {
        assertRefused("'--length': 'abc' is not an int", "--target", "load", "--length", "abc");
        assertRefused(
                "expected one of [RNN, LSTM] (case-insensitive) but was 'gru'", "--target", "load", "--model", "gru");
        assertRefused("--lenght", "--target", "load", "--lenght", "3");
    }

    @Test
    void aPlaceThatCannotBeWrittenIsToldBeforeTheTraining() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "");

        assertRefused("is not a directory one can write to", "--target", "load", "--save", file + "/model.zip");
        assertRefused("is a directory", "--target", "load", "--save", directory.toString());
        assertRefused("is not a directory that can be made", "--target", "load", "--out", file.toString());
    }

    @Test
    void nothingIsWrittenWhenTheInputIsToBlame() throws IOException {
        assertRefused(
                "no column",
                "--target",
                "x",
                "--save",
                directory.resolve("m.zip").toString());

        assertThat(files()).containsExactly("load.csv");
    }

    @Test
    void aStackTraceIsShownOnlyWhenAskedFor() {
        assertThat(forecast("--target", "x").errors()).doesNotContain("\tat ");
        assertThat(forecast("--target", "x", "--verbose").errors()).contains("\tat io.github.dl4jpruning");
    }

    @Test
    void helpNamesEveryCommand() {
        Result help = run("--help");

        assertThat(help.exitCode()).isZero();
        assertThat(help.output()).contains("--quick", "forecast", "samples/run bench");
        assertThat(run("forecast", "--help").output()).contains("--resume", "split 70/10/20");
    }
}
