package io.github.dl4jpruning.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.DataFiles;
import io.github.dl4jpruning.samples.catalogue.Download;
import io.github.dl4jpruning.samples.console.TransferProgress;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DataCommandTest {
    @TempDir
    private Path directory;

    private final StringWriter output = new StringWriter();
    private final StringWriter errors = new StringWriter();

    private int run(String... arguments) {
        output.getBuffer().setLength(0);
        errors.getBuffer().setLength(0);
        DataFiles files = new DataFiles(
                Map.of("DL4J_PRUNING_DATA", directory.toString()), directory, new Download(TransferProgress.silent()));
        CommandLine line = CommandLines.create(new Catalogue(Catalogue.ofUser().entries(), files));
        line.setOut(new PrintWriter(output)).setErr(new PrintWriter(errors));
        return line.execute(arguments);
    }

    private int forecast(String... arguments) {
        List<String> all = new ArrayList<>(List.of("forecast", "--out", directory.toString(), "--units", "2"));
        all.addAll(List.of(arguments));
        return run(all.toArray(String[]::new));
    }

    private void assertRefused(String expected) {
        assertThat(errors.toString().lines()).singleElement().asString().contains(expected);
    }

    @Test
    void listNamesEverySeriesAndSaysWhatIsHere() throws IOException {
        Path here = Files.writeString(directory.resolve("ETTh1.csv"), "");

        assertThat(run("data", "list")).isZero();

        assertThat(output.toString())
                .contains("sp500", "bitcoin", "household", "air-quality", "CC BY 4.0")
                .containsPattern("etth1 .*CC BY-ND 4.0 +" + here)
                .containsPattern("etth2 .*2.4 MB .*not here")
                .containsPattern("load .*generated");
    }

    @Test
    void checkRefusesAFileThatIsAnotherOneOrNotHere() throws IOException {
        Files.writeString(directory.resolve("ETTh1.csv"), "date,OT\n");

        assertThat(run("data", "check", "etth1")).isEqualTo(2);
        assertRefused("ETTh1.csv is not the file of the catalogue: it has 8 bytes instead of 2589657");
        assertThat(run("data", "check", "etth2")).isEqualTo(2);
        assertRefused("etth2 is not here. Get it with: samples/run data get etth2");
        assertThat(run("data", "get", "etth3")).isEqualTo(2);
        assertRefused("Did you mean 'etth1'?");
        assertThat(run("data")).isEqualTo(2);
        assertRefused("Missing required subcommand");
    }

    @Test
    void checkTellsRowsMissingValuesAndStatistics() {
        assertThat(run("data", "check", "load")).isZero();

        assertThat(output.toString())
                .contains("2016 usable rows, 2024-01-01 to 2024-03-24 23:00, 0 missing values")
                .contains("target: load [MW]; features: none")
                .containsPattern("load +0 +544.3 +981.1 +158.0 +1252.4");
    }

    @Test
    void aForecastTakesASeriesByNameWithCalendarAndLagsAndTheModelRemembersThem() {
        String model = directory.resolve("model.zip").toString();

        int exit = forecast(
                "--data",
                "load",
                "--to",
                "2024-01-20",
                "--calendar",
                "--lags",
                "24,168",
                "--method",
                "none",
                "--epochs",
                "1",
                "--save",
                model);

        assertThat(errors.toString()).isEmpty();
        assertThat(exit).isZero();
        assertThat(output.toString())
                .contains("312 rows, 2024-01-08 to 2024-01-20 23:00")
                .contains("of load, load-24, load-168, day-sin, day-cos, week-sin, week-cos, year-sin, year-cos")
                .contains("MAE and RMSE in MW");
        assertThat(directory.resolve("load-none-results.csv")).exists();
        String first = row("no regularisation");

        assertThat(forecast("--data", "load", "--to", "2024-01-20", "--resume", model, "--epochs", "0"))
                .isZero();
        assertThat(row("no regularisation").strip()).isEqualTo(first.strip());
    }

    /** A row of the table but the seconds. */
    private String row(String name) {
        String line = output.toString()
                .lines()
                .filter(l -> l.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
        return line.substring(0, line.lastIndexOf("  "));
    }

    @Test
    void contradictionsAreNamed() {
        forecast(
                "--data",
                "load",
                "--to",
                "2024-01-20",
                "--lags",
                "24",
                "--method",
                "none",
                "--epochs",
                "1",
                "--save",
                directory.resolve("model.zip").toString());
        String model = directory.resolve("model.zip").toString();

        assertThat(forecast("--data", "load", "--resume", model, "--lags", "25"))
                .isEqualTo(2);
        assertRefused("--lags says [25], but the model of --resume was saved with [24]");
        assertThat(forecast("--data", "load", "--resume", model, "--calendar")).isEqualTo(2);
        assertRefused("--calendar says yes, but the model of --resume was saved with no");
        assertThat(forecast("--data", "load", "--separator", ";")).isEqualTo(2);
        assertRefused("--data load is generated: leave out --separator");
        assertThat(forecast("--data", "laod")).isEqualTo(2);
        assertRefused("--data laod: no such file, and the catalogue has no series 'laod'. Did you mean 'load'?");
        assertThat(forecast("--data", "load.csv", "--target", "load")).isEqualTo(2);
        assertRefused("load.csv: no such file");
        assertThat(forecast("--data", "./load", "--target", "load")).isEqualTo(2);
        assertRefused("load: no such file");
        assertThat(forecast("--data", "load", "--levels", "--returns")).isEqualTo(2);
        assertRefused("exclude each other");
    }
}
