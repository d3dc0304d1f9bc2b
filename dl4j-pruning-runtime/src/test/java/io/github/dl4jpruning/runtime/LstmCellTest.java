package io.github.dl4jpruning.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.SampleModels;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The cell against its equations, one number after the other in double precision. */
class LstmCellTest {
    private static final int INPUTS = 3;
    private static final int UNITS = 5;
    private static final int STEPS = 6;

    private final Random random = new Random(1);

    private float[][] window() {
        float[][] window = new float[STEPS][INPUTS];
        for (float[] step : window) {
            for (int i = 0; i < INPUTS; i++) {
                step[i] = (float) random.nextGaussian();
            }
        }
        return window;
    }

    /** Blocks of rows: cell input, forget gate, output gate, input gate; peepholes: forget, output, input. */
    private static double[] expected(Layer.Lstm layer, float[][] window) {
        double[] h = new double[UNITS];
        double[] c = new double[UNITS];
        for (float[] step : window) {
            double[] x = new double[INPUTS];
            for (int i = 0; i < INPUTS; i++) {
                x[i] = step[i];
            }
            double[] fromInput = layer.weights().times(x);
            double[] fromBefore = layer.recurrent().times(h);
            double[] z = new double[4 * UNITS];
            for (int row = 0; row < z.length; row++) {
                z[row] = fromInput[row] + fromBefore[row] + layer.bias().get(row);
            }
            for (int u = 0; u < UNITS; u++) {
                double forget = sigmoid(z[UNITS + u] + peephole(layer, 0, u) * c[u]);
                double let = sigmoid(z[3 * UNITS + u] + peephole(layer, 2, u) * c[u]);
                c[u] = forget * c[u] + let * Math.tanh(z[u]);
                h[u] = sigmoid(z[2 * UNITS + u] + peephole(layer, 1, u) * c[u]) * Math.tanh(c[u]);
            }
        }
        return h;
    }

    private static double peephole(Layer.Lstm layer, int block, int unit) {
        return layer.peepholes().map(p -> p.get(block * UNITS + unit)).orElse(0f);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyGateDoesWhatTheEquationsSayForOneWindowAndForSeveral(boolean peepholes) {
        Layer.Lstm layer = SampleModels.lstm(random, INPUTS, UNITS, 0.2, peepholes);
        LstmCell cell = new LstmCell(layer);
        float[][] first = window();
        float[][] second = window();

        Cell.Run run = cell.run();
        Cell.Lanes lanes = cell.lanes(2);
        float[] one = new float[UNITS];
        float[][] both = new float[UNITS][2];
        for (int t = 0; t < STEPS; t++) {
            run.step(first[t], one);
            float[][] x = new float[INPUTS][];
            for (int i = 0; i < INPUTS; i++) {
                x[i] = new float[] {first[t][i], second[t][i]};
            }
            lanes.step(x, both, 2);
        }

        double[] ofFirst = expected(layer, first);
        double[] ofSecond = expected(layer, second);
        for (int u = 0; u < UNITS; u++) {
            assertThat((double) one[u]).isCloseTo(ofFirst[u], within(1e-5));
            assertThat((double) both[u][0]).isCloseTo(ofFirst[u], within(1e-5));
            assertThat((double) both[u][1]).isCloseTo(ofSecond[u], within(1e-5));
        }
    }

    @Test
    void aRunThatIsClearedBeginsAnew() {
        Cell.Run run = new LstmCell(SampleModels.lstm(random, INPUTS, UNITS, 0, true)).run();
        float[] step = window()[0];
        float[] first = new float[UNITS];
        float[] again = new float[UNITS];
        run.step(step, first);
        run.step(step, again);
        assertThat(again).isNotEqualTo(first);

        run.clear();
        run.step(step, again);

        assertThat(again).isEqualTo(first);
    }
}
