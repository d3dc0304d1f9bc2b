package io.github.dl4jpruning.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.report.SizeReport;
import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.Network;
import io.github.dl4jpruning.runtime.format.Provenance;
import io.github.dl4jpruning.runtime.format.Scaler;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import io.github.dl4jpruning.runtime.format.Vector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExportTest {

    private static final Duration BUDGET = Duration.ofMillis(600);

    @TempDir
    private Path folder;

    /** Files of known sizes, and forecasts that are counted and take a millisecond of a clock of ours. */
    private static final class Fake implements TrainedModel {
        private final List<Path> files = new ArrayList<>();
        private float[] window;
        private int steps;
        private int forecasts;
        private long now;

        @Override
        public String framework() {
            return "Fake";
        }

        @Override
        public void save(Path file) throws IOException {
            files.add(Files.write(file, new byte[5000]));
        }

        @Override
        public void saveStripped(Path file) throws IOException {
            files.add(Files.write(file, new byte[3000]));
        }

        @Override
        public Runnable forecast(float[] scaled, int count) {
            window = scaled;
            steps = count;
            return () -> {
                forecasts++;
                now += 1_000_000;
            };
        }

        /** Moves by itself, too, so that the runtime takes time. */
        long clock() {
            return now + System.nanoTime();
        }
    }

    private final Fake source = new Fake();

    private Export exported(float... weights) {
        Layer layer = new Layer.SimpleRnn(
                Matrix.of(2, 2, weights), Matrix.of(2, 2, 0, 0, 0, 0.5f), Vector.of(1, 2), Activation.IDENTITY);
        Network network = new Network(
                2,
                List.of(layer, new Layer.LastStep(2)),
                Optional.of(Scaler.of(new float[] {10, 20}, new float[] {2, 4})),
                Optional.empty());
        return new Export(source, new Model(network, Provenance.NONE), 7);
    }

    @Test
    void sizesAreThoseOfTheFiles() throws IOException {
        Path file = folder.resolve("model.dlp");
        SizeReport sizes = exported(1, 0, 0, 2).write(file);
        assertThat(sizes.zip()).isEqualTo(5000);
        assertThat(sizes.stripped()).isEqualTo(3000);
        assertThat(sizes.file()).isEqualTo(Files.size(file));
        // 2 of 4 places: one bit each; 1 of 4 places: 0.811278 bits each; three weights of 32 bits.
        assertThat(sizes.bound()).isEqualTo((long) Math.ceil((4 + 4 * 0.811278 + 3 * 32) / 8));
        assertThat(sizes.largestError()).isZero();
        assertThat(sizes.removedUnits()).isEqualTo(7);
        assertThat(source.files).hasSize(2).allSatisfy(temporary -> {
            assertThat(temporary).doesNotExist();
            assertThat(temporary.getParent()).doesNotExist();
        });
    }

    @Test
    void aMeasurementCallsTheFrameworkManyTimesAndWritesNothing() throws IOException {
        Deployment deployment = exported(1, 0, 0, 2).measure(new float[] {12, 20, 8, 28}, source::clock, BUDGET);

        assertThat(source.forecasts).isGreaterThan(200);
        assertThat(deployment.latency().frameworkMillis()).isBetween(1.0, 1.5);
        assertThat(deployment.latency().runtimeMillis()).isBetween(1e-6, 0.5);
        assertThat(deployment.latency().framework()).isEqualTo("Fake");
        assertThat(source.steps).isEqualTo(2);
        assertThat(source.window).containsExactly(1, 0, -1, 2);
        assertThat(deployment.sizes()).isEqualTo(exported(1, 0, 0, 2).write(folder.resolve("model.dlp")));
        assertThat(source.files).allSatisfy(temporary -> assertThat(temporary).doesNotExist());
    }

    @Test
    void sizesAreOfTheBitsThatAreWritten() throws IOException {
        Export exported = exported(0.3f, 0, 0, 2).values(ValueFormat.BFLOAT16);
        SizeReport sizes = exported.measure(new float[6], source::clock, BUDGET).sizes();
        assertThat(sizes.file()).isEqualTo(Files.size(written(exported)));
        assertThat(sizes.file())
                .isEqualTo(exported(0.3f, 0, 0, 2).write(folder.resolve("full")).file() - 3 * 2 + 2);
        assertThat(sizes.largestError())
                .isPositive()
                .isEqualTo(Math.abs((double) ValueFormat.BFLOAT16.round(0.3f) - 0.3f));
    }

    private Path written(Export exported) throws IOException {
        Path file = folder.resolve("half.dlp");
        exported.write(file);
        return file;
    }

    @Test
    void withoutAClockTheTimeOnTheWallIsMeasured() throws IOException {
        Deployment deployment = exported(1, 0, 0, 2).measure(new float[] {12, 20});
        assertThat(source.forecasts).isGreaterThan(1000);
        assertThat(deployment.latency().frameworkMillis()).isLessThan(0.5); // on our clock a millisecond
    }

    @Test
    void withoutAWindowThatOfTheMeansIsTakenWhichIsZeroOnceItIsScaled() throws IOException {
        exported(1, 0, 0, 2).measure(2);
        assertThat(source.window).containsExactly(0, 0, 0, 0);
        assertThat(source.steps).isEqualTo(2);
    }

    @Test
    void theTimeAloneSavesNothing() throws IOException {
        assertThat(exported(1, 0, 0, 2).latency(2).framework()).isEqualTo("Fake");
        assertThat(source.forecasts).isPositive();
        assertThat(source.window).containsExactly(0, 0, 0, 0);
        assertThat(source.files).isEmpty();
    }

    @Test
    void withoutStepsThoseOfTheModelAreTakenIfItHasAny() throws IOException {
        assertThatThrownBy(() -> exported(1, 0, 0, 2).measure())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "the network takes sequences of any length: say how many steps yours have, by measure(steps)");
        assertThat(source.forecasts).isZero();

        Layer layer = new Layer.Dense(Matrix.of(1, 2, 1, 0), Vector.of(1), Optional.empty(), Activation.IDENTITY);
        Network network = new Network(2, List.of(layer), Optional.empty(), Optional.empty());
        new Export(source, new Model(network, Provenance.NONE), 0).measure();
        assertThat(source.steps).isEqualTo(1);
        assertThat(source.forecasts).isPositive();
    }

    @Test
    void whatCannotBeMeasuredIsRefusedBeforeAForecast() {
        Export exported = exported(1, 0, 0, 2);
        assertThatThrownBy(() -> exported.measure(new float[3], source::clock, BUDGET))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("an array of 3 values does not hold 1 windows of 2 columns");
        assertThatThrownBy(() -> exported.measure(new float[] {1, Float.NaN}, source::clock, BUDGET))
                .hasMessageContaining("has NaN in column 1");
        assertThatThrownBy(() -> exported.measure(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a window of 0 steps holds nothing: give the steps of the windows of the training");
        assertThatThrownBy(() -> exported.measure(new float[2], source::clock, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a measurement of 0 milliseconds measures nothing");
        assertThat(source.forecasts).isZero();
    }
}
