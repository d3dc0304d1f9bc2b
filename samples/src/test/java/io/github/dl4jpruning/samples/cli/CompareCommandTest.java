package io.github.dl4jpruning.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.analysis.TrialRows;
import io.github.dl4jpruning.samples.data.CsvFormat;
import io.github.dl4jpruning.samples.data.CsvSource;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.data.Split;
import io.github.dl4jpruning.samples.deploy.DeployedForecaster;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CompareCommandTest {
    private static final int ROWS = 150;
    private static final Pattern SAVED = Pattern.compile("saved .*, test MAE ([0-9.]+) units of load");

    @TempDir
    private Path folder;

    private record Result(int exitCode, String output, String errors) {}

    private Path csv(int rows) throws IOException {
        Random random = new Random(1);
        StringBuilder text = new StringBuilder("time,id,wind,load,sky\n");
        for (int row = 0; row < rows; row++) {
            text.append(LocalDateTime.of(2024, 1, 1, 0, 0).plusHours(row))
                    .append(",x" + row + ",")
                    .append(random.nextInt(9))
                    .append(',')
                    .append(10 + 3 * Math.sin(row * Math.PI / 12) + random.nextGaussian())
                    .append(row % 3 == 0 ? ",clear" : ",cloud")
                    .append('\n');
        }
        return Files.writeString(folder.resolve("mine.csv"), text);
    }

    private Result run(String... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line = CommandLines.create();
        line.setOut(new PrintWriter(output)).setErr(new PrintWriter(errors));
        return new Result(line.execute(arguments), output.toString(), errors.toString());
    }

    private Result compare(Path data, Path out, String... more) {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> usual = List.of(
                "--data",
                data.toString(),
                "--target",
                "load",
                "--date",
                "time",
                "--model",
                "rnn",
                "--length",
                "3",
                "--epochs",
                "3",
                "--seeds",
                "1",
                "--out",
                out.toString());
        for (List<String> given : List.of(usual, List.of(more))) {
            for (int i = 0; i < given.size(); i += 2) {
                options.put(given.get(i), given.get(i + 1));
            }
        }
        List<String> arguments = new ArrayList<>(List.of("compare"));
        options.forEach((option, value) -> arguments.addAll(List.of(option, value)));
        return run(arguments.toArray(String[]::new));
    }

    private static Map<Trial, Double> errors(Path out) {
        return TrialRows.read(out).results().stream()
                .collect(Collectors.toMap(TrialResult::trial, TrialResult::testMae));
    }

    @Test
    void oneCommandComparesReportsAndSavesAndAKilledOneGoesOnToTheSameEnd() throws IOException {
        Path data = csv(ROWS);
        Path whole = folder.resolve("whole");
        Path model = folder.resolve("model.zip");

        Result result = compare(data, whole, "--save", model.toString());

        assertThat(result.errors()).isEmpty();
        assertThat(result.exitCode()).isZero();
        assertThat(result.output())
                .contains(
                        "inputs: load, wind, sky=clear, sky=cloud, hour and weekday",
                        "categories as indicators: sky",
                        "left out: 'id' holds 150 different texts",
                        "14 trainings of 3 epochs",
                        "early pruning",
                        "a dense network with as many weights",
                        "the value a season before")
                .containsPattern("pruning (is better|is worse)|No difference between pruning and dropout is shown");
        assertThat(Files.readString(whole.resolve("report.html")))
                .contains("<h1", "pruning ends", "epoch taken", "paired moving-block bootstrap of the errors")
                .doesNotContain("<script", "http://", "https://");
        assertThat(errors(whole)).hasSize(17);
        assertSavedModelForecastsAsTheReportSays(result.output(), model, data);

        Path killed = folder.resolve("killed");
        stopAfterSix(whole, killed);
        Result resumed = compare(data, killed);

        assertThat(resumed.exitCode()).isZero();
        assertThat(errors(killed)).isEqualTo(errors(whole));
        assertThat(sentences(resumed.output())).isEqualTo(sentences(result.output()));
        assertOtherDataOrSettingsAreRefused(data, killed);
    }

    /** What a kill leaves: some whole lines and a part of one. */
    private static void stopAfterSix(Path whole, Path killed) throws IOException {
        List<String> lines = Files.readAllLines(whole.resolve("trials.jsonl"));
        Files.createDirectories(killed.resolve("forecasts"));
        Files.writeString(
                killed.resolve("trials.jsonl"),
                String.join("\n", lines.subList(0, 6)) + "\n" + lines.get(6).substring(0, 100));
        try (var files = Files.list(whole.resolve("forecasts"))) {
            for (Path file : files.toList()) {
                Files.copy(file, killed.resolve("forecasts").resolve(file.getFileName()));
            }
        }
    }

    private static List<String> sentences(String output) {
        return output.lines()
                .filter(l -> l.contains(" than ") || l.contains("No difference"))
                .toList();
    }

    private void assertSavedModelForecastsAsTheReportSays(String output, Path model, Path data) {
        Matcher saved = SAVED.matcher(output);
        assertThat(saved.find()).as(output).isTrue();
        assertThat(output).doesNotContain("another processor");
        Path exported = folder.resolve("model.dlp");
        assertThat(run("export", "--model", model.toString(), "--out", exported.toString())
                        .exitCode())
                .isZero();
        DeployedForecaster deployed = DeployedForecaster.load(exported);
        Series series = new CsvSource(data, CsvFormat.plain().withDates(Optional.empty(), "time"))
                .read("load", deployed.card().features());
        int first = Split.of(series.rows()).test().from();
        double sum = 0;
        for (int row = first; row < series.rows(); row++) {
            sum += Math.abs(deployed.next(series.rows(0, row)) - series.column("load")[row]);
        }
        assertThat(sum / (series.rows() - first)).isCloseTo(Double.parseDouble(saved.group(1)), within(2e-3));
        Result predicted = run("predict", "--model", exported.toString(), "--data", data.toString(), "--date", "time");
        assertThat(predicted.output()).startsWith("load after 2024-01-07 05:00: ");
    }

    private void assertOtherDataOrSettingsAreRefused(Path data, Path out) throws IOException {
        Result epochs = compare(data, out, "--epochs", "4");
        assertThat(epochs.exitCode()).isEqualTo(2);
        assertThat(epochs.errors())
                .contains(
                        "--out " + out + " holds trials of other data or settings",
                        "with 3 epochs",
                        "Give another --out");
        Result rows = compare(csv(ROWS + 1), out);
        assertThat(rows.exitCode()).isEqualTo(2);
        assertThat(rows.errors()).contains("other data called 'mine' (different: number of rows");
    }

    @Test
    void whatCannotBeComparedIsToldBeforeAnythingIsTrained() throws IOException {
        Path data = csv(ROWS);
        Path out = folder.resolve("out");

        assertThat(compare(data, out, "--save", folder.toString()).errors()).contains("is a directory");
        assertThat(compare(data, out, "--model", "patch", "--epochs", "9", "--save", "x.zip")
                        .errors())
                .contains("--save is for --model rnn and lstm");
        assertThat(compare(data, out, "--features", "id").errors())
                .contains("column 'id' holds 150 different texts", "Leave it out of --features");
        assertThat(compare(data, out, "--seeds", "0").errors()).contains("--seeds must be at least 1");
        assertThat(compare(data, out, "--jobs", "0").errors()).contains("--jobs must be at least 1");
        assertThat(compare(data, out, "--season", "100").errors()).contains("--season is 100", "Give 75 or less");
        assertThat(run("compare", "--data", data.toString()).errors()).contains("--target is missing");
        assertThat(out).doesNotExist();
    }
}
