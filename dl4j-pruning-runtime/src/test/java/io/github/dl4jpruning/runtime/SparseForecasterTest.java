package io.github.dl4jpruning.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.SampleModels;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** One forecaster, all threads, no garbage. */
class SparseForecasterTest {
    private static final int STEPS = 7;
    private final Random random = new Random(1);
    private final SparseForecaster forecaster = SparseForecaster.of(causal());

    private Model causal() {
        return SampleModels.model(
                3,
                SampleModels.rnn(random, 3, 8, 0.6),
                SampleModels.lstm(random, 8, 9, 0.95, true),
                new Layer.LastStep(9),
                SampleModels.dense(random, 9, 2, 0.5));
    }

    private float[] windows(int count) {
        float[] windows = new float[count * STEPS * 3];
        for (int i = 0; i < windows.length; i++) {
            windows[i] = (float) random.nextGaussian();
        }
        return windows;
    }

    @Test
    void aBatchOfAnySizeGivesWhatItsWindowsGive() {
        for (int count : new int[] {1, 2, 7, 8, 9, 63, 64, 65, 71, 72, 73, 200}) {
            float[] windows = windows(count);
            float[] batch = forecaster.predict(windows, count);
            for (int i = 0; i < count; i++) {
                float[] one = forecaster.predict(Arrays.copyOfRange(windows, i * STEPS * 3, (i + 1) * STEPS * 3));
                for (int k = 0; k < 2; k++) {
                    assertThat(batch[2 * i + k]).isCloseTo(one[k], org.assertj.core.api.Assertions.within(2e-6f));
                }
            }
        }
    }

    @Test
    void aShortWindowAfterALongOneSeesNothingOfIt() {
        float[] window = windows(1);
        float[] before = forecaster.predict(window);
        forecaster.predict(new float[3 * 500]);
        assertThat(forecaster.predict(window)).isEqualTo(before);
    }

    @Test
    void manyThreadsGetWhatOneGets() throws Exception {
        float[] windows = windows(70);
        float[] expected = forecaster.predict(windows, 70);
        ExecutorService pool = Executors.newFixedThreadPool(8);
        try {
            var results = IntStream.range(0, 200)
                    .<Future<float[]>>mapToObj(i -> pool.submit(() -> forecaster.predict(windows, 70)))
                    .toList();
            for (Future<float[]> result : results) {
                assertThat(result.get()).isEqualTo(expected);
            }
        } finally {
            pool.shutdown();
        }
    }

    @Test
    void nothingIsAllocatedPerForecast() {
        ThreadMXBean memory = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        float[] windows = windows(70);
        float[] forecasts = new float[140];
        float[] window = windows(1);
        float[] forecast = new float[2];
        float[] step = {1, 2, 3};
        SparseForecaster.Stream stream = forecaster.stream();
        for (int round = 0; round < 2; round++) {
            long before = memory.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                forecaster.predict(windows, 70, forecasts);
                forecaster.predict(window, forecast);
                stream.next(step, forecast);
            }
            if (round == 1) { // the first makes the workspace
                assertThat(memory.getCurrentThreadAllocatedBytes() - before).isLessThan(1000);
            }
        }
    }

    @Test
    void aStepThatIsRefusedIsNotTaken() {
        SparseForecaster.Stream stream = forecaster.stream();
        stream.next(1, 2, 3);
        assertThatThrownBy(() -> stream.next(1, Float.NaN, 3)).hasMessageContaining("NaN in column 1: fill gaps");
        assertThatThrownBy(() -> stream.next(1, 2)).hasMessageContaining("a step of 2 columns");
        assertThat(stream.next(4, 5, 6)[0])
                .isCloseTo(
                        forecaster.predict(new float[] {1, 2, 3, 4, 5, 6})[0],
                        org.assertj.core.api.Assertions.within(1e-6f));
    }

    @Test
    void aStreamThatIsResetForgetsAllSteps() {
        SparseForecaster.Stream stream = forecaster.stream();
        float[] first = stream.next(1, 2, 3);
        assertThat(stream.next(1, 2, 3)).isNotEqualTo(first);

        stream.reset();

        assertThat(stream.next(1, 2, 3)).isEqualTo(first);
    }

    @Test
    void misuseIsToldWithTheWayOut() {
        assertThatThrownBy(() -> forecaster.predict(new float[4]))
                .hasMessage(
                        "an array of 4 values does not hold 1 windows of 3 columns: give all columns of a step, then"
                                + " those of the next");
        assertThatThrownBy(() -> forecaster.predict(new float[0])).hasMessageContaining("an array of 0 values");
        assertThatThrownBy(() -> forecaster.predict(new float[3], 0)).hasMessageContaining("0 windows");
        assertThatThrownBy(() -> forecaster.predict(new float[6], 2, new float[3]))
                .hasMessageContaining("make it 4, which is 2 times 2");
        assertThatThrownBy(() -> forecaster.predict(new float[] {1, 2, Float.POSITIVE_INFINITY}))
                .hasMessageContaining("step 0 of the window has Infinity in column 2");
        SparseForecaster both = SparseForecaster.of(SampleModels.all(1));
        assertThatThrownBy(both::stream).hasMessageContaining("use predict(window)");
        SparseForecaster dense = SparseForecaster.of(SampleModels.model(3, SampleModels.dense(random, 3, 1, 0)));
        assertThatThrownBy(() -> dense.predict(new float[6])).hasMessageContaining("the network takes no sequence");
    }
}
