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

    @Test
    void theErrorFunctionIsWithinATenMillionth() {
        for (int i = -6000; i <= 6000; i++) {
            double x = i / 1500.0;
            assertThat(Math.abs(Curves.erf(x) - exactErf(x))).isLessThan(1e-7);
            float y = (float) (x * Math.sqrt(2));
            double gelu = 0.5 * y * (1 + exactErf(y * Math.sqrt(0.5)));
            assertThat(Math.abs(Curves.value(Kind.EXACT_GELU, 0, y) - gelu))
                    .isLessThan(0.5 * 1e-7 * Math.abs(y) + 0.51 * Math.ulp((float) gelu) + 1e-12);
        }
        assertThat(Math.abs(1 - Curves.erf(10))).isLessThan(1e-7);
        assertThat(Math.abs(1 + Curves.erf(-1e30))).isLessThan(1e-7);
        assertThat(Curves.erf(Double.NaN)).isNaN();
    }

    @Test
    void theGeluInSinglePrecisionIsWithinAMillionth() {
        float[] x = new float[12_000];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - 6000) / 500f;
        }
        float[] y = x.clone();
        Curves.apply(Activation.of(Kind.EXACT_GELU), y, y.length);
        for (int i = 0; i < x.length; i++) {
            // The series is of no use far away, where the function is 0 or x.
            double exact =
                    Math.abs(x[i]) > 5.6 ? Math.max(0, x[i]) : 0.5 * x[i] * (1 + exactErf(x[i] * Math.sqrt(0.5)));
            assertThat(Math.abs(y[i] - exact)).isLessThan(Math.max(1e-6, 3e-7 * x[i]));
        }
        float[] far = {-1e30f, 1e30f, Float.NEGATIVE_INFINITY, Float.NaN, 0};
        Curves.exactGelu(far, 5);
        assertThat(far[0]).isCloseTo(0, org.assertj.core.api.Assertions.within(1e-6f));
        assertThat(far[1] / 1e30f).isCloseTo(1, org.assertj.core.api.Assertions.within(3e-7f));
        assertThat(far[2]).isEqualTo(far[0]);
        assertThat(far[3]).isNaN();
        assertThat(far[4]).isZero();
    }

    /** The power series. */
    private static double exactErf(double x) {
        double term = x;
        double sum = 0;
        for (int n = 0; n < 100; n++) {
            sum += term / (2 * n + 1);
            term *= -x * x / (n + 1);
        }
        return 2 / Math.sqrt(Math.PI) * sum;
    }

    @Test
    void theExponentialFunctionOfASoftmaxIsWithinAMillionth() {
        double largest = 0;
        float[] x = new float[1000];
        for (int block = 0; block < 100; block++) {
            float[] y = new float[1000];
            for (int i = 0; i < x.length; i++) {
                x[i] = -(block + i / 1000f) / 2;
                y[i] = x[i];
            }
            Curves.exp(y, y.length);
            for (int i = 0; i < x.length; i++) {
                largest = Math.max(largest, Math.abs(y[i] - Math.exp(x[i])));
            }
        }
        assertThat(largest).isLessThan(3e-7);
        float[] far = {0, -1e30f, Float.NEGATIVE_INFINITY, Float.NaN};
        Curves.exp(far, 4);
        assertThat(far[0]).isEqualTo(1);
        assertThat(far[1]).isCloseTo(0, org.assertj.core.api.Assertions.within(1e-6f));
        assertThat(far[2]).isEqualTo(far[1]);
        assertThat(far[3]).isNaN();
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
