package io.github.dl4jpruning.samediff.patchtst;

import static io.github.dl4jpruning.samediff.patchtst.RandomForecasters.windows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.export.Export;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.report.SizeReport;
import io.github.dl4jpruning.runtime.SparseForecaster;
import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.format.Residual;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import io.github.dl4jpruning.samediff.PatchTstExport;
import io.github.dl4jpruning.samediff.SameDiffPruning;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the runtime forecasts from an exported model is what the model forecasts. */
class PatchTstExportTest {

    private static final double TOLERANCE = 1e-5;
    private static final PatchTransformerConfig TRANSFORMER =
            new PatchTransformerConfig(12, 2, 3, 3, 3, new EncoderSize(16, 4, 32, 2), 0, Activation.RELU);

    @TempDir
    private Path folder;

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPatchTstOfAnyConfigurationForecastsTheSame(long seed) throws IOException {
        Random random = new Random(seed);
        PatchTst model = RandomForecasters.patchTst(random);
        PatchTstConfig config = model.config();
        requireSame(model, load(PatchTstExport.of(model)), inputs(random, config.lookBack(), config.channels()));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void aPatchTransformerOfAnyConfigurationForecastsTheSame(long seed) throws IOException {
        Random random = new Random(seed);
        PatchTransformer model = RandomForecasters.patchTransformer(random);
        PatchTransformerConfig config = model.config();
        requireSame(model, load(PatchTstExport.of(model)), inputs(random, config.lookBack(), config.inputs()));
    }

    private static INDArray inputs(Random random, int lookBack, int series) {
        return windows(random, 5 + random.nextInt(random.nextInt(4) == 0 ? 150 : 12), lookBack, series);
    }

    private SparseForecaster load(Export export) throws IOException {
        Path file = folder.resolve("model.dlp");
        assertThat(export.write(file).file()).isEqualTo(Files.size(file));
        return SparseForecaster.load(file);
    }

    private static float[] flat(INDArray array) {
        return array.dup('c').reshape(array.length()).toFloatVector();
    }

    /** All windows at once, and the first few one by one. */
    private static void requireSame(Forecaster model, SparseForecaster forecaster, INDArray input) {
        float[] expected = flat(model.predict(input));
        float[] flat = flat(input);
        int count = (int) input.size(0);
        requireClose(forecaster.predict(flat, count), expected, TOLERANCE);
        int window = flat.length / count;
        int size = expected.length / count;
        assertThat(forecaster.outputs((int) input.size(1))).isEqualTo(size);
        for (int i = 0; i < Math.min(count, 3); i++) {
            requireClose(
                    forecaster.predict(Arrays.copyOfRange(flat, i * window, (i + 1) * window)),
                    Arrays.copyOfRange(expected, i * size, (i + 1) * size),
                    TOLERANCE,
                    scale(expected));
        }
    }

    private static void requireClose(float[] found, float[] expected, double tolerance) {
        requireClose(found, expected, tolerance, scale(expected));
    }

    /** The largest forecast: a single one may be near 0, where its own size says nothing of rounding. */
    private static double scale(float... forecasts) {
        double scale = 0;
        for (float value : forecasts) {
            scale = Math.max(scale, Math.abs(value));
        }
        return scale;
    }

    private static void requireClose(float[] found, float[] expected, double tolerance, double scale) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(Math.abs(found[i] - expected[i]) / scale)
                    .as("forecast %d of %d: %s, the model %s", i, found.length, found[i], expected[i])
                    .isLessThan(tolerance);
        }
    }

    private static PatchTst trained() {
        PatchTst model = new PatchTst(SmallModels.CONFIG, 2);
        model.sameDiff().addListeners(SameDiffPruning.of(PruningPlan.paperPatchTst(8)));
        model.fit(SmallModels.windows(8, 8, 8, 8), 8);
        return model;
    }

    @Test
    void aTrainedAndPrunedPatchTstForecastsTheSameAndTellsItsPlanAndSparsity() throws IOException {
        PatchTst model = trained();
        SparseForecaster forecaster = load(PatchTstExport.of(model).data("waves"));

        requireSame(model, forecaster, SmallModels.windows(40).first().getFeatures());
        var provenance = forecaster.model().provenance();
        assertThat(provenance.plan()).contains("\"curve\"", "\"window\"");
        assertThat(provenance.sparsity()).isEqualTo(0.5);
        assertThat(provenance.data()).isEqualTo("waves");
        assertThat(provenance.versions()).containsKeys("java", "nd4j", "dl4j-pruning");
    }

    @Test
    void aTrainedAndPrunedPatchTransformerForecastsTheSame() throws IOException {
        PatchTransformer model = new PatchTransformer(TRANSFORMER, 3);
        SameDiffPruning pruning = SameDiffPruning.of(PruningPlan.paperPatchTst(8));
        model.sameDiff().addListeners(pruning);
        Windows data = Windows.waves(12, 2, 3, 4, 16, 16, 16);
        model.fit(data, 8);

        SparseForecaster forecaster = load(PatchTstExport.of(model));

        requireSame(model, forecaster, data.first().getFeatures());
        assertThat(forecaster.model().provenance().sparsity())
                .isEqualTo(pruning.pruner().masks().sparsity());
    }

    @Test
    void withoutMasksTheSparsityIsTheShareOfZeros() {
        PatchTst model = trained();
        model.sameDiff().setListeners();
        SameDiffPruning.strip(model.sameDiff());

        var provenance = PatchTstExport.of(model).model().provenance();

        assertThat(provenance.plan()).isEmpty();
        assertThat(provenance.sparsity()).isBetween(0.4, 0.5); // hidden units without weights are gone
    }

    @Test
    void aBatchNormIsFoldedAndKeepsPrunedWeightsZero() {
        PatchTst model = trained();
        PatchNetwork network = (PatchNetwork) PatchTstExport.of(model).model().architecture();

        assertThat(network.encoder()).allSatisfy(layer -> {
            assertThat(layer.afterAttention()).isInstanceOf(Residual.Scaled.class);
            assertThat(layer.afterFeedForward()).isInstanceOf(Residual.Scaled.class);
        });
        long zeros = model.sameDiff()
                .getVariable("layer0/attention/out/W")
                .getArr()
                .eq(0)
                .castTo(DataType.LONG)
                .sumNumber()
                .longValue();
        assertThat(zeros).isPositive();
        assertThat(network.encoder().get(0).mixing().weights().count()).isEqualTo(64 - (int) zeros);
    }

    @Test
    void scalersAreAppliedAndUndone() throws IOException {
        PatchTransformer model = new PatchTransformer(TRANSFORMER, 3);
        INDArray input = windows(new Random(1), 20, 12, 3);
        float[] mean = {1, -2, 3};
        float[] deviation = {1, 2, 0.5f};
        float[] scaled = flat(input);
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] = (scaled[i] - mean[i % 3]) / deviation[i % 3];
        }
        float[] expected = flat(model.predict(Nd4j.createFromArray(scaled).reshape(20, 12, 3)));
        for (int i = 0; i < expected.length; i++) {
            expected[i] = expected[i] * (1 + i % 3) + 10 * (i % 3);
        }

        SparseForecaster forecaster = load(PatchTstExport.of(model)
                .inputScaler(mean, deviation)
                .outputScaler(new float[] {0, 10, 20}, new float[] {1, 2, 3}));
        requireClose(forecaster.predict(flat(input), 20), expected, TOLERANCE);

        PatchTst patchTst = new PatchTst(SmallModels.CONFIG, 2);
        INDArray waves = SmallModels.windows(5).first().getFeatures();
        SparseForecaster other = load(PatchTstExport.of(patchTst).outputScaler(100, 7));
        requireClose(
                other.predict(flat(waves), 5),
                flat(patchTst.predict(waves).mul(7).add(100)),
                TOLERANCE);
        assertThatThrownBy(() -> PatchTstExport.of(patchTst).inputScaler(mean, deviation))
                .hasMessage("the scaler of the inputs has 3 columns, the network has 2 inputs");
        assertThatThrownBy(() -> PatchTstExport.of(patchTst).outputScaler(mean, deviation))
                .hasMessage("the scaler of the outputs has 3 columns, the network has 2 outputs");
    }

    @Test
    void sixteenBitsMakeASmallerFileOfNearlyTheSameForecasts() throws IOException {
        PatchTst model = trained();
        INDArray input = SmallModels.windows(10).first().getFeatures();
        SizeReport full = PatchTstExport.of(model).write(folder.resolve("full.dlp"));
        for (ValueFormat format : List.of(ValueFormat.FLOAT16, ValueFormat.BFLOAT16)) {
            Export export = PatchTstExport.of(model).values(format);
            SparseForecaster forecaster = load(export);
            assertThat(Files.size(folder.resolve("model.dlp"))).isLessThan(full.file());
            assertThat(forecaster.predict(flat(input), 10)).isNotEqualTo(flat(model.predict(input)));
            requireClose(forecaster.predict(flat(input), 10), flat(model.predict(input)), 0.02);
        }
    }

    @Test
    void theReportHasTheSizesOfTheRealFiles() throws IOException {
        PatchTst model = trained();
        model.sameDiff().getVariable("layer0/ff/in/W").getArr().getColumn(2).assign(0); // a unit that is not needed
        Path zip = folder.resolve("model.zip");
        Path plain = folder.resolve("plain.zip");
        Path file = folder.resolve("model.dlp");
        model.save(zip);
        model.saveStripped(plain);

        SizeReport sizes = PatchTstExport.of(model).write(file);

        assertThat(sizes.zip()).isEqualTo(Files.size(zip));
        assertThat(sizes.stripped()).isEqualTo(Files.size(plain)).isLessThan(sizes.zip());
        assertThat(sizes.file()).isEqualTo(Files.size(file)).isGreaterThan(sizes.bound());
        assertThat(sizes.bound()).isPositive();
        assertThat(sizes.largestError()).isZero();
        int kept = ((PatchNetwork) SparseForecaster.load(file).model().architecture())
                .encoder().stream().mapToInt(layer -> layer.inner().outputs()).sum();
        assertThat(sizes.removedUnits()).isPositive();
        EncoderSize size = model.config().encoder();
        assertThat(sizes.removedUnits() + kept).isEqualTo(size.layers() * size.feedForward());
        assertThat(PatchTstExport.of(model)
                        .values(ValueFormat.BFLOAT16)
                        .write(file)
                        .largestError())
                .isPositive();
    }

    @Test
    void aForecastIsTimedHereAndInSameDiff() throws IOException {
        PatchTst model = trained();
        SameDiffPruning pruning = (SameDiffPruning) model.sameDiff().getListeners().stream()
                .filter(SameDiffPruning.class::isInstance)
                .findFirst()
                .orElseThrow();
        Export export = PatchTstExport.of(model).values(ValueFormat.FLOAT16);
        Deployment deployment = export.measure();

        assertThat(deployment.sizes()).isEqualTo(export.write(folder.resolve("model.dlp")));
        assertThat(deployment.latency().framework()).isEqualTo("SameDiff");
        assertThat(deployment.latency().runtimeMillis()).isBetween(1e-4, 50.0);
        assertThat(deployment.latency().frameworkMillis()).isBetween(0.02, 500.0);
        assertThat(pruning.report().with(deployment).toText().lines())
                .contains("size: " + deployment.sizes(), "latency: " + deployment.latency());
        assertThatThrownBy(() -> export.measure(new float[46]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an array of 46 values does not hold 1 windows of 24 steps and 2 columns");
    }

    @Test
    void aPatchTransformerIsMeasuredFromAWindowOfTheCaller() throws IOException {
        PatchTransformer model = new PatchTransformer(TRANSFORMER, 3);
        Deployment deployment = PatchTstExport.of(model)
                .inputScaler(new float[] {1, 2, 3}, new float[] {1, 1, 1})
                .measure(flat(windows(new Random(1), 1, 12, 3)));
        assertThat(deployment.latency().timesFaster()).isPositive().isFinite();
        assertThat(deployment.sizes().removedUnits()).isZero();
    }

    @Test
    void whatCannotBeIsTold() throws IOException {
        PatchTst model = new PatchTst(SmallModels.CONFIG, 2);
        SparseForecaster forecaster = load(PatchTstExport.of(model));
        float[] window = new float[48];
        window[7] = Float.NaN;

        assertThatThrownBy(forecaster::stream)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the network cuts the whole window into patches and keeps no state from step to step: use"
                        + " predict(window)");
        assertThatThrownBy(() -> forecaster.predict(window))
                .hasMessage("step 3 of the window has NaN in column 1: fill gaps before you ask for a forecast");
        assertThatThrownBy(() -> forecaster.predict(new float[46]))
                .hasMessage("an array of 46 values does not hold 1 windows of 24 steps and 2 columns, which the network"
                        + " sees: give all columns of a step, then those of the next");
        assertThatThrownBy(() -> forecaster.model().network()).hasMessageContaining("ask architecture()");
        model.sameDiff().getVariable("layer1/ff/in/W").getArr().putScalar(3, Double.NaN);
        assertThatThrownBy(() -> PatchTstExport.of(model))
                .hasMessageStartingWith("layer1/ff/in/W: the weight in row 3, column 0 is NaN");
    }

    @Test
    void severalThreadsMayForecast() throws IOException {
        PatchTst model = new PatchTst(SmallModels.CONFIG, 2);
        SparseForecaster forecaster = load(PatchTstExport.of(model));
        List<float[]> inputs = IntStream.range(0, 60)
                .mapToObj(i -> flat(windows(new Random(i), 1 + i % 7, 24, 2)))
                .toList();
        List<float[]> expected = inputs.stream()
                .map(input -> forecaster.predict(input, input.length / 48))
                .toList();

        List<float[]> found = inputs.parallelStream()
                .map(input -> forecaster.predict(input, input.length / 48))
                .toList();

        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).isEqualTo(expected.get(i));
        }
    }
}
