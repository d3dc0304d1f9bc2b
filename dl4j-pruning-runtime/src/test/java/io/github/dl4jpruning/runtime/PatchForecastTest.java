package io.github.dl4jpruning.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.format.Provenance;
import io.github.dl4jpruning.runtime.format.SamplePatchNetworks;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Forecasts of patch networks: of one window or many, with no garbage. */
class PatchForecastTest {

    private static float[] windows(PatchNetwork network, int count) {
        Random random = new Random(count);
        float[] windows = new float[count * network.patching().lookBack() * network.inputs()];
        for (int i = 0; i < windows.length; i++) {
            windows[i] = (float) random.nextGaussian();
        }
        return windows;
    }

    @Test
    void aBatchOfAnySizeGivesWhatItsWindowsGive() {
        for (int seed = 0; seed < 60; seed++) {
            PatchNetwork network = SamplePatchNetworks.network(seed);
            SparseForecaster forecaster = SparseForecaster.of(new Model(network, Provenance.NONE));
            for (int count : new int[] {1, 7, 8, 60, 300}) { // 300 are more than go through the layers at once
                float[] windows = windows(network, count);
                float[] batch = forecaster.predict(windows, count);
                int window = windows.length / count;
                int size = batch.length / count;
                float largest = 0;
                for (float value : batch) {
                    largest = Math.max(largest, Math.abs(value));
                }
                for (int i = 0; i < count; i++) {
                    float[] one = forecaster.predict(Arrays.copyOfRange(windows, i * window, (i + 1) * window));
                    for (int k = 0; k < size; k++) {
                        assertThat(batch[i * size + k]).isCloseTo(one[k], within(1e-5f * largest));
                    }
                }
            }
        }
    }

    @Test
    void nothingIsAllocatedPerForecast() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        for (int seed = 0; seed < 8; seed++) {
            PatchNetwork network = SamplePatchNetworks.network(seed);
            SparseForecaster forecaster = SparseForecaster.of(new Model(network, Provenance.NONE));
            float[] windows = windows(network, 20);
            float[] forecasts = forecaster.predict(windows, 20); // makes the room
            float[] window = Arrays.copyOf(windows, windows.length / 20);
            float[] forecast = forecaster.predict(window);
            long before = memory.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 200; i++) {
                forecaster.predict(windows, 20, forecasts);
                forecaster.predict(window, forecast);
            }
            assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
        }
    }
}
