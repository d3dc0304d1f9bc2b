package io.github.dl4jpruning.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.ModelFormatException;
import io.github.dl4jpruning.runtime.format.ModelReader;
import io.github.dl4jpruning.runtime.format.ModelWriter;
import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.format.Provenance;
import io.github.dl4jpruning.runtime.format.SampleModels;
import io.github.dl4jpruning.runtime.format.SamplePatchNetworks;
import io.github.dl4jpruning.runtime.format.Scaler;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

/**
 * A series whose level is large against its deviation: scalers, windows and forecasts keep the digits that a float
 * loses.
 */
class DoublePrecisionTest {
    private static final double LEVEL = 1e12 + 0.25;
    private static final double DEVIATION = 2.1;
    private static final int STEPS = 5;

    private static Model plain() {
        Random random = new Random(3);
        return SampleModels.model(1, SampleModels.lstm(random, 1, 6, 0.3, false), SampleModels.dense(random, 6, 1, 0));
    }

    private static Model scaled() {
        return plain().withInputScaler(Scaler.uniform(1, LEVEL, DEVIATION))
                .withOutputScaler(Scaler.uniform(1, LEVEL, DEVIATION));
    }

    private static double[] standardised(int count) {
        return new Random(4).doubles((long) count * STEPS, -2, 2).toArray();
    }

    private static double[] measured(double[] standardised) {
        double[] measured = standardised.clone();
        for (int i = 0; i < measured.length; i++) {
            measured[i] = LEVEL + DEVIATION * measured[i];
        }
        return measured;
    }

    private static SparseForecaster fromFile(Model model) throws IOException {
        return SparseForecaster.of(ModelReader.read(ModelWriter.write(model, ValueFormat.FLOAT32)));
    }

    @Test
    void aForecastKeepsTheDigitsThatAFloatLoses() throws IOException {
        for (int count : new int[] {1, 70}) {
            double[] standardised = standardised(count);
            double[] expected = SparseForecaster.of(plain()).predict(standardised, count);

            double[] forecasts = fromFile(scaled()).predict(measured(standardised), count);

            assertThat(forecasts).hasSize(count * STEPS);
            for (int i = 0; i < forecasts.length; i++) {
                assertThat(forecasts[i]).isCloseTo(LEVEL + DEVIATION * expected[i], within(1e-3));
            }
        }
    }

    @Test
    void aStreamKeepsThemToo() throws IOException {
        double[] window = measured(standardised(1));
        SparseForecaster forecaster = fromFile(scaled());
        SparseForecaster.Stream stream = forecaster.stream();
        double[] all = forecaster.predict(window);
        for (int step = 0; step < STEPS; step++) {
            assertThat(stream.next(window[step])[0]).isCloseTo(all[step], within(1e-3));
        }
    }

    @Test
    void aPatchNetworkKeepsThemToo() throws IOException {
        for (long seed : new long[] {1, 2, 5, 8}) { // joint patches and columns by themselves
            PatchNetwork network = SamplePatchNetworks.network(seed);
            Model model = new Model(
                    network.withScalers(java.util.Optional.empty(), java.util.Optional.empty()), Provenance.NONE);
            int steps = network.patching().lookBack();
            double[] window =
                    new Random(6).doubles((long) steps * network.inputs()).toArray();
            double[] expected = SparseForecaster.of(model).predict(window);

            double[] forecast = fromFile(model.withInputScaler(Scaler.uniform(network.inputs(), LEVEL, DEVIATION))
                            .withOutputScaler(Scaler.uniform(network.outputs(), LEVEL, DEVIATION)))
                    .predict(measured(window));

            for (int i = 0; i < expected.length; i++) {
                assertThat(forecast[i])
                        .isCloseTo(LEVEL + DEVIATION * expected[i], within(1e-3 * (1 + Math.abs(expected[i]))));
            }
        }
    }

    @Test
    void floatsAndDoublesGiveTheSameWhereBothHoldTheValues() {
        SparseForecaster forecaster = SparseForecaster.of(SampleModels.all(2));
        float[] floats = {1, -2, 0.5f, 0.25f, 3, 1.5f};
        double[] doubles = {1, -2, 0.5, 0.25, 3, 1.5};
        float[] expected = forecaster.predict(floats);
        double[] forecast = forecaster.predict(doubles);
        for (int i = 0; i < expected.length; i++) {
            assertThat((float) forecast[i]).isEqualTo(expected[i]);
        }
    }

    @Test
    void scalersComeBackFromAFileToTheLastBit() throws IOException {
        Scaler scaler = Scaler.of(new double[] {Math.PI * 1e12}, new double[] {Math.E * 1e-9});
        Model read = ModelReader.read(ModelWriter.write(plain().withInputScaler(scaler), ValueFormat.FLOAT16));
        assertThat(read.architecture().inputScaler()).contains(scaler);
    }

    @Test
    void onlyAFileThatNeedsDoublesIsOfVersion2() {
        Model floats = plain().withInputScaler(Scaler.uniform(1, 0.5, 2));
        assertThat(version(ModelWriter.write(floats, ValueFormat.FLOAT32))).isEqualTo(1);
        assertThat(version(ModelWriter.write(scaled(), ValueFormat.FLOAT32))).isEqualTo(2);
    }

    private static int version(byte[] file) {
        return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getShort(8);
    }

    @Test
    void doublesInAFileThatCallsItselfVersion1AreRefused() {
        byte[] file = ModelWriter.write(scaled(), ValueFormat.FLOAT32);
        file[8] = 1;
        CRC32 checksum = new CRC32();
        checksum.update(file, 0, file.length - 4);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(file.length - 4, (int) checksum.getValue());
        assertThatThrownBy(() -> ModelReader.read(file)).isInstanceOf(ModelFormatException.class);
    }

    @Test
    void aValueThatNoFloatHoldsOnceItIsStandardisedIsTold() {
        SparseForecaster forecaster = SparseForecaster.of(plain().withInputScaler(Scaler.uniform(1, 0, 1e-6)));
        assertThatThrownBy(() -> forecaster.predict(new double[] {1, 1e38}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("step 1 of the window has 1.0E38 in column 0");
    }

    @Test
    void aScalerOfNumbersThatAreNotFiniteIsRefused() {
        assertThatThrownBy(() -> Scaler.of(new double[] {Double.NaN}, new double[] {1}))
                .hasMessageContaining("column 0 has the mean NaN");
        assertThatThrownBy(() -> Scaler.of(new double[] {0}, new double[] {Double.POSITIVE_INFINITY}))
                .hasMessageContaining("the deviation Infinity");
        assertThatThrownBy(() -> new Scaler(List.of(1.0), List.of(0.0))).hasMessageContaining("nothing can be divided");
    }
}
