package io.github.dl4jpruning.runtime.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Activation.Kind;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** The functions in vector code are accurate. */
class CurvesTest {

    @Test
    void tanhAndSigmoidAreWithinAMillionth() {
        assertThat(largestError(Kind.TANH, Math::tanh)).isLessThan(1e-6);
        assertThat(largestError(Kind.SIGMOID, x -> 1 / (1 + Math.exp(-x)))).isLessThan(1e-6);
    }

    private static double largestError(Kind kind, DoubleUnaryOperator exact) {
        double largest = 0;
        float[] x = new float[1024];
        float[] y = new float[1024];
        for (int block = -2000; block < 2000; block++) {
            for (int i = 0; i < x.length; i++) {
                x[i] = (block + i / 1024f) / 100;
                y[i] = x[i];
            }
            Curves.apply(Activation.of(kind), y, y.length);
            for (int i = 0; i < x.length; i++) {
                largest = Math.max(largest, Math.abs(y[i] - exact.applyAsDouble(x[i])));
            }
        }
        return largest;
    }

    @Test
    void farAwayTheyAreFlatAndNoNumberStaysNone() {
        float[] x = {-1e30f, 1e30f, Float.NEGATIVE_INFINITY, Float.NaN, 0};
        Curves.tanh(x, 5);
        assertThat(x[0]).isCloseTo(-1, org.assertj.core.api.Assertions.within(1e-6f));
        assertThat(x[1]).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-6f));
        assertThat(x[2]).isCloseTo(-1, org.assertj.core.api.Assertions.within(1e-6f));
        assertThat(x[3]).isNaN();
        assertThat(x[4]).isZero();
    }

    @Test
    void onlyTheFirstNumbersAreReplaced() {
        for (Kind kind : Kind.values()) {
            float[] x = {0.5f, 0.5f, 7};
            Curves.applyUnits(Activation.of(kind), x, 2);
            assertThat(x[2]).isEqualTo(7);
        }
    }
}
