package io.github.dl4jpruning.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.runtime.SparseForecaster;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether the runtime forecasts what DL4J forecasts. */
final class SameForecasts {
    private static final double TOLERANCE = 1e-5;

    private SameForecasts() {}

    /** Of several windows at once, of each by itself, and value by value. */
    static void require(SparseForecaster forecaster, UnaryOperator<INDArray> dl4j, long seed) {
        Random random = new Random(seed);
        boolean sequence = forecaster.model().network().sequence();
        int steps = sequence ? 1 + random.nextInt(12) : 0;
        int count = 1 + random.nextInt(seed % 4 == 0 ? 150 : 12);
        INDArray windows = RandomNetworks.windows(random, count, forecaster.inputs(), steps);
        float[] expected = RandomNetworks.flat(dl4j.apply(windows));
        float[] flat = RandomNetworks.flat(windows);

        requireClose(forecaster.predict(flat, count), expected);
        int window = flat.length / count;
        int size = expected.length / count;
        for (int i = 0; i < Math.min(count, 5); i++) {
            float[] one = Arrays.copyOfRange(flat, i * window, (i + 1) * window);
            float[] due = Arrays.copyOfRange(expected, i * size, (i + 1) * size);
            requireClose(forecaster.predict(one), due);
            if (forecaster.model().network().causal()) {
                requireClose(streamed(forecaster, one), due);
            }
        }
    }

    /** Value by value: all forecasts if a sequence is due, else the last. */
    static float[] streamed(SparseForecaster forecaster, float[] window) {
        SparseForecaster.Stream stream = forecaster.stream();
        stream.next(new float[forecaster.inputs()]);
        stream.reset();
        int steps = window.length / forecaster.inputs();
        int width = forecaster.outputs(1);
        float[] all = new float[steps * width];
        for (int t = 0; t < steps; t++) {
            float[] step = Arrays.copyOfRange(window, t * forecaster.inputs(), (t + 1) * forecaster.inputs());
            System.arraycopy(stream.next(step), 0, all, t * width, width);
        }
        return forecaster.model().network().sequenceOut()
                ? all
                : Arrays.copyOfRange(all, (steps - 1) * width, steps * width);
    }

    static void requireClose(float[] found, float[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            double scale = Math.max(1, Math.abs(expected[i]));
            assertThat(Math.abs(found[i] - expected[i]) / scale)
                    .as("forecast %d of %d: %s, DL4J %s", i, found.length, found[i], expected[i])
                    .isLessThan(TOLERANCE);
        }
    }
}
