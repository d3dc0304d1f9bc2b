package io.github.dl4jpruning.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.runtime.SparseForecaster;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.Series;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import picocli.CommandLine;

class PredictCommandTest {
    private static final Series LOAD = HourlyLoad.ofDays(12, 1);

    @TempDir
    private Path folder;

    private String input = "";

    private record Result(int exitCode, List<String> output, String errors) {}

    private static String row(int row) {
        return LOAD.time(row).orElseThrow() + "," + (row % 7 == 3 ? "" : 1 + row % 5) + ","
                + LOAD.column(HourlyLoad.COLUMN)[row] + "\n";
    }

    private Path csv(String name, int rows) throws IOException {
        StringBuilder text = new StringBuilder("time,wind,load\n");
        for (int row = 0; row < rows; row++) {
            text.append(row(row));
        }
        return Files.writeString(folder.resolve(name), text);
    }

    private Result run(Object... arguments) {
        StringWriter output = new StringWriter();
        StringWriter errors = new StringWriter();
        CommandLine line = CommandLines.create(
                Catalogue.ofUser(), new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        line.setOut(new PrintWriter(output)).setErr(new PrintWriter(errors));
        String[] texts = List.of(arguments).stream().map(String::valueOf).toArray(String[]::new);
        return new Result(line.execute(texts), output.toString().lines().toList(), errors.toString());
    }

    /** Trains, saves and exports; returns the forecast that DL4J made after the last row. */
    private String trained(Path data, Object... options) {
        List<Object> arguments = new ArrayList<>(List.of(
                "forecast",
                "--data",
                data,
                "--target",
                "load",
                "--features",
                "wind",
                "--date",
                "time",
                "--length",
                6,
                "--units",
                5,
                "--epochs",
                4,
                "--save",
                folder.resolve("model.zip"),
                "--out",
                folder.resolve("out")));
        arguments.addAll(List.of(options));
        Result result = run(arguments.toArray());
        assertThat(result.errors()).doesNotContain("error");
        Result exported = run("export", "--model", folder.resolve("model.zip"), "--out", forecaster());
        assertThat(exported.exitCode()).isZero();
        assertThat(exported.output().get(1)).contains("saved zip", "times smaller");
        assertThat(exported.output().get(2)).contains("latency: ", "by DL4J");
        return result.output().stream()
                .filter(line -> line.startsWith("forecast of load after"))
                .findFirst()
                .orElseThrow()
                .replaceFirst(".*: ", "");
    }

    private Path forecaster() {
        return folder.resolve("forecaster.dlp");
    }

    @Test
    void theExportedForecasterSaysWhatTheTrainedOneSaid() throws IOException {
        Path data = csv("load.csv", 280);
        for (Object[] options : new Object[][] {
            {"--model", "lstm"},
            {"--model", "rnn", "--difference"},
            {"--model", "lstm", "--calendar", "--lags", "24,30", "--returns", "--features", "load"},
        }) {
            String expected = trained(data, options);

            Result predicted = run("predict", "--model", forecaster(), "--data", data, "--date", "time");

            assertThat(predicted.errors()).isEmpty();
            assertThat(predicted.output()).singleElement().asString().contains("load after 2024-01-12 15:00: ");
            String forecast =
                    predicted.output().get(0).replaceFirst(".*?00: ", "").replaceFirst(" .*", "");
            assertThat(Double.parseDouble(forecast)).isCloseTo(Double.parseDouble(expected), within(0.1001));
        }
    }

    @Test
    void aGraphThatDl4jSavedIsExportedWithoutScalers() throws IOException {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("lstm", new LSTM.Builder().nIn(2).nOut(3).build(), "in")
                .addVertex("last", new LastTimeStepVertex("in"), "lstm")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(3)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "last")
                .setOutputs("out")
                .build());
        graph.init();
        Path saved = folder.resolve("graph.zip");
        ModelSerializer.writeModel(graph, saved.toFile(), true);

        Result exported = run("export", "--model", saved, "--out", forecaster());

        assertThat(exported.exitCode()).isZero();
        assertThat(exported.output().get(2)).startsWith("it has no scalers");
        float[] window = {1, 2, 3, 4, 5, 6}; // three steps of two columns
        float expected = graph.outputSingle(Nd4j.createFromArray(new float[][][] {{{1, 3, 5}, {2, 4, 6}}}))
                .getFloat(0);
        assertThat(SparseForecaster.load(forecaster()).predict(window)[0]).isCloseTo(expected, within(1e-5f));
        assertRefused("not what its columns are", "predict", "--model", forecaster(), "--data", csv("load.csv", 20));
    }

    @Test
    void aGraphThatIsNoChainIsRefusedWithTheNameOfItsFile() throws IOException {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("one", "two")
                .addLayer(
                        "out",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(3)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "one",
                        "two")
                .setOutputs("out")
                .build());
        graph.init();
        Path saved = folder.resolve("graph.zip");
        ModelSerializer.writeModel(graph, saved.toFile(), true);
        assertRefused("graph.zip", "export", "--model", saved, "--out", forecaster());
        assertRefused("the graph has 2 inputs, [one, two]", "export", "--model", saved, "--out", forecaster());
    }

    @Test
    void rowsThatFollowAreForecastAsIfTheyHadBeenInTheFile() throws IOException {
        trained(csv("load.csv", 280), "--lags", "24");
        input = row(280) + "\n" + row(281) + row(282);

        Result followed = run(
                "predict", "--model", forecaster(), "--data", folder.resolve("load.csv"), "--date", "time", "--follow");

        assertThat(followed.output()).hasSize(4);
        for (int more = 0; more <= 3; more++) {
            Result whole =
                    run("predict", "--model", forecaster(), "--data", csv("more.csv", 280 + more), "--date", "time");
            assertThat(followed.output().get(more)).isEqualTo(whole.output().get(0));
        }
        Matcher numbers = Pattern.compile("load after .*: ([0-9.]+)  \\(95%: ([0-9.]+) to ([0-9.]+)\\)")
                .matcher(followed.output().get(3));
        assertThat(numbers.matches()).isTrue();
        assertThat(Double.parseDouble(numbers.group(1)))
                .isBetween(Double.parseDouble(numbers.group(2)), Double.parseDouble(numbers.group(3)));
    }

    @Test
    void whatCannotBeReadIsTold() throws IOException {
        Path data = csv("load.csv", 280);
        trained(data);
        Files.writeString(folder.resolve("text.dlp"), "no forecaster at all");
        input = "2024-01-12T16:00,1,a lot\n";

        assertRefused("no such file", "predict", "--model", folder.resolve("none.dlp"), "--data", data);
        assertRefused("text.dlp", "predict", "--model", folder.resolve("text.dlp"), "--data", data);
        assertRefused("no such model file", "export", "--model", folder.resolve("no.zip"), "--out", forecaster());
        assertRefused(
                "too few for this forecaster, which looks at 6",
                "predict",
                "--model",
                forecaster(),
                "--data",
                csv("short.csv", 5),
                "--date",
                "time");
        Result follow =
                run("predict", "--model", forecaster(), "--data", data, "--date", "time", "--follow", "--strict");
        assertThat(follow.exitCode()).isEqualTo(2);
        assertThat(follow.errors()).contains("error: standard input, line 1, column 'load'", "'a lot'");
        assertThat(follow.output()).hasSize(1);
    }

    @Test
    void aBadRowIsToldByItsLineOfStandardInputAndTheNextOnesAreForecast() throws IOException {
        Path data = csv("load.csv", 280);
        trained(data);
        input = row(280) + "\n2024-01-12T17:00,1,a lot\n2024-01-01,1,900\n" + row(281);

        Result follow = run("predict", "--model", forecaster(), "--data", data, "--date", "time", "--follow");

        assertThat(follow.exitCode()).isZero();
        assertThat(follow.output()).hasSize(3);
        assertThat(follow.errors().lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("warning: standard input, line 3, column 'load': 'a lot' is not a number"),
                        line -> assertThat(line)
                                .startsWith(
                                        "warning: standard input, line 4: 2024-01-01 is earlier than 2024-01-12 16:00"));
        input = row(280) + row(281);
        assertThat(run("predict", "--model", forecaster(), "--data", data, "--date", "time", "--follow")
                        .output())
                .isEqualTo(follow.output());
    }

    @Test
    void rowsThatFollowAreNumberedOnFromTheFile() throws IOException {
        trained(csv("load.csv", 280));
        input = "2024-01-12T16:00,1,900\n2024-01-12T17:00,1,910\n";

        Result follow = run("predict", "--model", forecaster(), "--data", folder.resolve("load.csv"), "--follow");

        assertThat(follow.output())
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("load after row 280: "),
                        line -> assertThat(line).startsWith("load after row 281: "),
                        line -> assertThat(line).startsWith("load after row 282: "));
    }

    /** Forecasts of a series by DL4J and by the exported forecaster, as they are printed. */
    private List<String> bothForecasts(String name, java.util.function.IntToDoubleFunction values, Object... options)
            throws IOException {
        StringBuilder text = new StringBuilder("time,wind,load\n");
        for (int row = 0; row < 280; row++) {
            text.append(LOAD.time(row).orElseThrow())
                    .append(",1,")
                    .append(values.applyAsDouble(row))
                    .append('\n');
        }
        Path data = Files.writeString(folder.resolve(name), text);
        String trained = trained(data, options);
        Result predicted = run("predict", "--model", forecaster(), "--data", data, "--date", "time");
        return List.of(
                trained, predicted.output().get(0).replaceFirst(".*?00: ", "").replaceFirst(" .*", ""));
    }

    @Test
    void bothSayTheSameNumberWhateverLevelAndScaleOfTheData() throws IOException {
        double[][] cases = {{1e12, 3}, {2.1e9, 40}, {1.0843, 0.002}, {101_300, 4}, {0, 1e-9}, {-1e6, 1e3}, {5e40, 2e38}
        };
        for (double[] levelAndScale : cases) {
            double scale = levelAndScale[1];
            for (String change : List.of("--levels", "--difference")) {
                List<String> said = bothForecasts(
                        "both.csv", row -> levelAndScale[0] + scale * Math.sin(row / 4.0), "--method", "none", change);
                assertThat(Double.parseDouble(said.get(1)))
                        .as("level %s, scale %s, %s", levelAndScale[0], scale, change)
                        .isCloseTo(Double.parseDouble(said.get(0)), within(1e-3 * scale));
            }
        }
    }

    @Test
    void asManyDigitsAreShownAsTheErrorLeaves() throws IOException {
        List<String> rate = bothForecasts("rate.csv", row -> 1.0843 + 0.002 * Math.sin(row / 4.0), "--method", "none");
        assertThat(rate.get(0)).matches("1\\.08\\d{3,4}").isEqualTo(rate.get(1));
        List<String> pressure = bothForecasts("hpa.csv", row -> 101_300 + 4 * Math.sin(row / 4.0), "--method", "none");
        assertThat(pressure.get(0)).matches("1013\\d\\d\\.\\d{1,2}").isEqualTo(pressure.get(1));
    }

    private void assertRefused(String expected, Object... arguments) {
        Result result = run(arguments);
        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors()).contains(expected);
    }
}
