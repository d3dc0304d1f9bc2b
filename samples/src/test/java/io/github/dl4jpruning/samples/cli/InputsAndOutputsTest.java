package io.github.dl4jpruning.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.samples.catalogue.Catalogue;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** No command writes over what it reads; input of any kind costs one line; files of older versions are read. */
class InputsAndOutputsTest {
    @TempDir
    private Path folder;

    private String output;
    private String errors;

    @BeforeEach
    void copyFilesThatAnOlderVersionWrote() throws IOException, URISyntaxException {
        for (String name : List.of("load.csv", "lstm.zip", "lstm.dlp", "rnn.zip", "rnn.dlp")) {
            Files.copy(
                    Path.of(InputsAndOutputsTest.class
                            .getResource("/io/github/dl4jpruning/samples/legacy/" + name)
                            .toURI()),
                    folder.resolve(name));
        }
    }

    private int run(String input, Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = CommandLines.create(
                Catalogue.ofUser(), new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exit = line.execute(List.of(arguments).stream().map(String::valueOf).toArray(String[]::new));
        output = out.toString();
        errors = err.toString();
        return exit;
    }

    private void assertRefused(String expected, Object... arguments) {
        assertThat(run("", arguments)).isEqualTo(2);
        assertThat(errors.lines())
                .singleElement()
                .asString()
                .startsWith("error: ")
                .contains(expected);
    }

    private Path path(String name) {
        return folder.resolve(name);
    }

    private Path forecaster(String json) throws IOException {
        Path file = Files.copy(path("lstm.zip"), path("other.zip"));
        try (FileSystem zip = FileSystems.newFileSystem(file, Map.of())) {
            Files.writeString(zip.getPath("forecaster.json"), json);
        }
        return file;
    }

    private String json() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(path("lstm.zip"), Map.of())) {
            return Files.readString(zip.getPath("forecaster.json"));
        }
    }

    private Object[] predict(String model) {
        return new Object[] {"predict", "--model", path(model), "--data", path("load.csv"), "--date", "time"};
    }

    @Test
    void exportedFilesOfTheVersionBeforeForecastWhatTheyForecastThen() {
        assertThat(run("", predict("lstm.dlp"))).isZero();
        assertThat(output).matches("load after 2024-01-09 07:00: 101\\.08  \\(95%: 91\\.3\\d? to 110\\.9\\d?\\)\\R");
        assertThat(run("", predict("rnn.dlp"))).isZero();
        assertThat(output)
                .matches("load after 2024-01-09 07:00: 110\\.8\\d?  \\(95%: 107\\.[12]\\d? to 112\\.[67]\\d?\\)\\R");
    }

    @Test
    void savedModelsOfTheVersionBeforeAreResumedAndExported() {
        for (Map.Entry<String, String> model :
                Map.of("lstm", "101.08", "rnn", "110.8").entrySet()) {
            Path saved = path(model.getKey() + ".zip");
            assertThat(run(
                            "",
                            "forecast",
                            "--data",
                            path("load.csv"),
                            "--date",
                            "time",
                            "--resume",
                            saved,
                            "--epochs",
                            0,
                            "--out",
                            path("out")))
                    .isZero();
            assertThat(output).contains("forecast of load after 2024-01-09 07:00: " + model.getValue());
            assertThat(run("", "export", "--model", saved, "--out", path("again.dlp")))
                    .isZero();
            assertThat(run("", predict("again.dlp"))).isZero();
            assertThat(output).contains("load after 2024-01-09 07:00: " + model.getValue());
        }
    }

    @Test
    void anExportNeverReplacesItsModel() throws IOException {
        byte[] before = Files.readAllBytes(path("lstm.zip"));
        Files.createSymbolicLink(path("link.zip"), path("lstm.zip"));
        for (Path out : List.of(path("lstm.zip"), path("out/../lstm.zip"), path("link.zip"))) {
            Files.createDirectories(path("out"));
            assertRefused(
                    "is the file of --model, which would be lost", "export", "--model", path("lstm.zip"), "--out", out);
        }
        assertThat(path("lstm.zip")).hasBinaryContent(before);
    }

    @Test
    void aPlaceThatIsNoFileIsToldBeforeAnExportBegins() {
        assertRefused("--out / cannot be written", "export", "--model", path("lstm.zip"), "--out", "/");
        assertRefused("it is a directory", "export", "--model", path("lstm.zip"), "--out", folder);
        assertRefused("folder does not exist", "export", "--model", path("lstm.zip"), "--out", path("no/x.dlp"));
    }

    @Test
    void aTrainedModelNeverReplacesItsDataNorTheModelItGoesOnFrom() throws IOException {
        byte[] data = Files.readAllBytes(path("load.csv"));
        byte[] model = Files.readAllBytes(path("lstm.zip"));
        assertRefused(
                "is the file of --data",
                "forecast",
                "--data",
                path("load.csv"),
                "--target",
                "load",
                "--save",
                path("load.csv"),
                "--out",
                path("out"));
        assertRefused(
                "is the file of --resume",
                "forecast",
                "--data",
                path("load.csv"),
                "--date",
                "time",
                "--resume",
                path("lstm.zip"),
                "--save",
                path("lstm.zip"),
                "--out",
                path("out"));
        assertThat(path("load.csv")).hasBinaryContent(data);
        assertThat(path("lstm.zip")).hasBinaryContent(model);
    }

    @Test
    void aReportNeverReplacesTheTrialsItIsOf() throws IOException {
        Files.writeString(path("trials.jsonl"), "{}\n");
        assertRefused("is the file of the trials", "analyse", folder, "--html", path("trials.jsonl"));
        assertThat(path("trials.jsonl")).hasContent("{}");
    }

    @Test
    void aCardThatIsNoneIsToldInOneLine() throws IOException {
        for (String text :
                List.of("null", "[]", "5", "{}", json().replaceFirst("\"length\" : \\d+", "\"length\" : 2147483647"))) {
            Path file = forecaster(text);
            assertRefused("other.zip", "export", "--model", file, "--out", path("x.dlp"));
            assertRefused(
                    "other.zip",
                    "forecast",
                    "--data",
                    path("load.csv"),
                    "--date",
                    "time",
                    "--resume",
                    file,
                    "--epochs",
                    0,
                    "--out",
                    path("out"));
            Files.delete(file);
        }
    }

    @Test
    void aCardIsHeldAgainstItsNetwork() throws IOException {
        Path other = forecaster(json().replace("\"LSTM\"", "\"RNN\""));
        assertRefused(
                "does not describe the network in it: its layer is lstm, not rnn",
                "export",
                "--model",
                other,
                "--out",
                path("x.dlp"));
        Files.delete(other);
        Path units = forecaster(json().replaceFirst("\"units\" : 4", "\"units\" : 5"));
        assertRefused("it has 4 units, not 5", "export", "--model", units, "--out", path("x.dlp"));
    }

    @Test
    void valuesThatCannotBeCalculatedWithAreToldInOneLine() throws IOException {
        for (String exponent : List.of("e200", "e305", "e-320", "e-200")) {
            StringBuilder text = new StringBuilder("y\n");
            for (int i = 0; i < 100; i++) {
                text.append(1 + i % 7).append(exponent).append('\n');
            }
            Path file = Files.writeString(path("size.csv"), text);
            assertRefused(
                    "can",
                    "forecast",
                    "--data",
                    file,
                    "--target",
                    "y",
                    "--length",
                    4,
                    "--units",
                    2,
                    "--method",
                    "none",
                    "--epochs",
                    1,
                    "--out",
                    path("out"));
        }
    }

    @Test
    void aReturnOnZeroIsToldWhereRowsFollow() {
        Object[] follow = {
            "predict", "--model", path("rnn.dlp"), "--data", path("load.csv"), "--date", "time", "--follow"
        };
        assertThat(run("2024-01-09 08:00,0,5\n2024-01-09 09:00,100,5\n", follow))
                .isZero();
        assertThat(errors.lines())
                .singleElement()
                .asString()
                .contains("standard input, line 2", "no return on the value 0.0");
        assertThat(run(
                        "2024-01-09 08:00,1e60,5\n",
                        "predict",
                        "--model",
                        path("lstm.dlp"),
                        "--data",
                        path("load.csv"),
                        "--date",
                        "time",
                        "--follow"))
                .isZero();
        assertThat(errors).contains("standard input, line 1", "beyond the range of a float");
    }

    @Test
    void aFileThatNeverEndsIsRefusedAfterItsFirstBytes() throws IOException {
        Path zero = Path.of("/dev/zero");
        org.junit.jupiter.api.Assumptions.assumeTrue(Files.exists(zero));
        assertRefused(
                "/dev/zero, line 1 holds a NUL", "forecast", "--data", zero, "--target", "y", "--out", path("out"));
    }

    @Test
    void aLineThatNeverEndsIsCutInMessages() throws IOException {
        Path file = Files.writeString(path("long.csv"), "y\n" + "1".repeat(10_100_000));
        assertRefused(
                "line 2 is longer than 10000000 characters",
                "forecast",
                "--data",
                file,
                "--target",
                "y",
                "--out",
                path("out"));
        assertThat(errors.length()).isLessThan(1000);
        Path wide = Files.writeString(path("wide.csv"), "y\n" + "x".repeat(9_000_000) + "\n");
        assertRefused("'xxxx", "forecast", "--data", wide, "--target", "y", "--out", path("out"));
        assertThat(errors.length()).isLessThan(1000);
    }

    @Test
    void controlSequencesNeverReachTheTerminal() throws IOException {
        String evil = "lo\u001b[31mad";
        StringBuilder text = new StringBuilder("t," + evil + "\n");
        for (int i = 0; i < 100; i++) {
            text.append("x\u001b]0;title\u0007,").append(1 + i % 7).append('\n');
        }
        Path file = Files.writeString(path("evil.csv"), text);
        assertRefused("lo\\u001b[31mad", "forecast", "--data", file, "--target", "load", "--out", path("out"));
        assertThat(errors).doesNotContain("\u001b");
        assertRefused(
                "x\\u001b]0;title\\u0007",
                "forecast",
                "--data",
                file,
                "--target",
                evil,
                "--date",
                "t",
                "--out",
                path("out"));
        assertThat(run(
                        "",
                        "forecast",
                        "--data",
                        file,
                        "--target",
                        evil,
                        "--length",
                        4,
                        "--units",
                        2,
                        "--method",
                        "none",
                        "--epochs",
                        1,
                        "--out",
                        path("out")))
                .isZero();
        assertThat(output).contains("lo\\u001b[31mad").doesNotContain("\u001b");
    }

    @Test
    void missingAndDoubledTimesAreCountedAndTold() throws IOException {
        StringBuilder text = new StringBuilder("t,y\n");
        for (int hour = 0; hour < 200; hour++) {
            String row = java.time.LocalDateTime.of(2024, 10, 20, 0, 0).plusHours(hour) + "," + hour % 7 + "\n";
            text.append(hour >= 60 && hour < 98 || hour == 150 || hour == 151 ? "" : hour % 50 == 5 ? row + row : row);
        }
        Path file = Files.writeString(path("gaps.csv"), text);
        assertThat(run(
                        "",
                        "forecast",
                        "--data",
                        file,
                        "--target",
                        "y",
                        "--date",
                        "t",
                        "--length",
                        4,
                        "--units",
                        2,
                        "--method",
                        "none",
                        "--epochs",
                        1,
                        "--out",
                        path("out")))
                .isZero();
        assertThat(output)
                .contains(
                        "times: one row per hour; 40 rows are missing in 2 gaps, the longest (38 after 2024-10-22 11:00)"
                                + "; 4 rows have the time of the row before (the first 2024-10-20 05:00");
    }

    @Test
    void anErrorOfTheVirtualMachineIsOneLine() {
        StringWriter err = new StringWriter();
        CommandLine line = new CommandLine(new Greedy()).setErr(new PrintWriter(err));
        assertThat(CommandLines.run(line)).isEqualTo(2);
        assertThat(err.toString().lines()).singleElement().asString().contains("needs more memory than Java has");
    }

    @picocli.CommandLine.Command
    private static final class Greedy implements Runnable {
        @Override
        public void run() {
            throw new OutOfMemoryError("Java heap space");
        }
    }
}
