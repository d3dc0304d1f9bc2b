package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Activation.Kind;

/**
 * Activation functions over arrays, in place.
 *
 * <p>Those of recurrent layers and the GELU of encoder layers are made of additions, multiplications, divisions and
 * cuts, in loops short enough for HotSpot to compile to vector code: a body of more than about 60 nodes is not
 * unrolled, and what is not unrolled is not vectorised. So {@code tanh} and {@code sigmoid} go over their array twice
 * or three times; their absolute error is below 1e-6.
 */
public final class Curves {

    // Beyond it tanh is 1 in single precision.
    private static final float END = 7.90531110763549805f;

    private static final float SELU_SCALE = 1.0507009873554804934193349852946f;
    private static final float SELU_ALPHA = 1.6732632423543772848170429916717f;

    private static final double SQRT_HALF = Math.sqrt(0.5);
    private static final float SINGLE_SQRT_HALF = (float) SQRT_HALF;

    // Beyond it the error function is 1 in single precision, and below the other the GELU is 0 within 1e-7.
    private static final float ERF_END = 4;
    private static final float GELU_END = -5.656854f;

    // Halvings of the argument of the exponential function, and the least argument after them.
    private static final int HALVINGS = 7;
    private static final float LEAST = -32f / (1 << HALVINGS);

    private Curves() {}

    /**
     * Applies a function of single numbers.
     *
     * @param activation any but softmax
     * @param x numbers, replaced by the function's values
     * @param n how many, from the first
     */
    public static void apply(Activation activation, float[] x, int n) {
        float parameter = activation.parameter();
        switch (activation.kind()) {
            case IDENTITY -> {}
            case TANH -> tanh(x, n);
            case SIGMOID -> sigmoid(x, n);
            case RELU -> relu(x, n);
            case EXACT_GELU -> exactGelu(x, n);
            case SOFTMAX -> throw new IllegalArgumentException("softmax is no function of single numbers");
            default -> {
                for (int i = 0; i < n; i++) {
                    x[i] = value(activation.kind(), parameter, x[i]);
                }
            }
        }
    }

    /**
     * Applies a function to all units of one window.
     *
     * @param activation any
     * @param x one number per unit
     * @param n units
     */
    public static void applyUnits(Activation activation, float[] x, int n) {
        if (activation.kind() == Kind.SOFTMAX) {
            softmax(x, n);
        } else {
            apply(activation, x, n);
        }
    }

    /**
     * Applies a function to all units of several windows.
     *
     * @param activation any
     * @param x per unit one number per window
     * @param units how many
     * @param lanes windows
     */
    public static void applyUnits(Activation activation, float[][] x, int units, int lanes) {
        if (activation.kind() == Kind.SOFTMAX) {
            softmax(x, units, lanes);
        } else {
            for (int unit = 0; unit < units; unit++) {
                apply(activation, x[unit], lanes);
            }
        }
    }

    /**
     * Hyperbolic tangent: a quotient of polynomials of degree 13 and 6, that of the Eigen library.
     *
     * @param x numbers
     * @param n how many
     */
    public static void tanh(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(-END, Math.min(END, x[i]));
        }
        quotient(x, n);
    }

    /**
     * 1 / (1 + exp(-x)) = (1 + tanh(x / 2)) / 2.
     *
     * @param x numbers
     * @param n how many
     */
    public static void sigmoid(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(-END, Math.min(END, 0.5f * x[i]));
        }
        quotient(x, n);
        for (int i = 0; i < n; i++) {
            x[i] = 0.5f * x[i] + 0.5f;
        }
    }

    private static void quotient(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float t = x[i];
            float q = t * t;
            float p = -2.76076847742355e-16f;
            p = p * q + 2.00018790482477e-13f;
            p = p * q - 8.60467152213735e-11f;
            p = p * q + 5.12229709037114e-08f;
            p = p * q + 1.48572235717979e-05f;
            p = p * q + 6.37261928875436e-04f;
            p = p * q + 4.89352455891786e-03f;
            float d = 1.19825839466702e-06f;
            d = d * q + 1.18534705686654e-04f;
            d = d * q + 2.26843463243900e-03f;
            d = d * q + 4.89352518554385e-03f;
            x[i] = p * t / d;
        }
    }

    /**
     * x (1 + erf(x / sqrt(2))) / 2, with the quotient of {@link #erf} in single precision: the error is below 1e-6, or
     * above 3 below 3e-7 of x.
     *
     * @param x numbers
     * @param n how many
     */
    public static void exactGelu(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[i];
            float t = Math.max(-ERF_END, Math.min(ERF_END, v * SINGLE_SQRT_HALF));
            float q = t * t;
            float p = -2.72614225801306e-10f;
            p = p * q + 2.77068142495902e-08f;
            p = p * q - 2.10102402082508e-06f;
            p = p * q - 5.69250639462346e-05f;
            p = p * q - 7.34990630326855e-04f;
            p = p * q - 2.95459980854025e-03f;
            p = p * q - 1.60960333262415e-02f;
            float d = -1.45660718464996e-05f;
            d = d * q - 2.13374055278905e-04f;
            d = d * q - 1.68282697438203e-03f;
            d = d * q - 7.37332916720468e-03f;
            d = d * q - 1.42647390514189e-02f;
            float half = 0.5f * Math.max(GELU_END, v); // what erf lacks to -1 must not be taken times a large number
            x[i] = half + half * (t * p / d);
        }
    }

    private static void relu(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] = Math.max(x[i], 0);
        }
    }

    /**
     * One value of a function, from the JDK's exponential function in double precision.
     *
     * @param kind which, not softmax
     * @param parameter its slope or threshold
     * @param x where
     * @return its value
     */
    public static float value(Kind kind, float parameter, float x) {
        return switch (kind) {
            case IDENTITY -> x;
            case TANH -> (float) Math.tanh(x);
            case SIGMOID -> (float) logistic(x);
            case RELU -> Math.max(x, 0);
            case LEAKY_RELU -> x < 0 ? parameter * x : x;
            case RELU6 -> Math.min(Math.max(x, 0), 6);
            case THRESHOLDED_RELU -> x > parameter ? x : 0;
            case ELU -> x >= 0 ? x : (float) (parameter * Math.expm1(x));
            case SELU -> SELU_SCALE * (x > 0 ? x : (float) (SELU_ALPHA * Math.expm1(x)));
            case SOFTPLUS -> (float) softplus(x);
            case SOFTSIGN -> x / (1 + Math.abs(x));
            case HARD_TANH -> Math.max(-1, Math.min(1, x));
            case HARD_SIGMOID -> Math.max(0, Math.min(1, 0.2f * x + 0.5f));
            case CUBE -> x * x * x;
            case RATIONAL_TANH -> rationalTanh(x);
            case RECTIFIED_TANH -> (float) Math.max(0, Math.tanh(x));
            case SWISH -> (float) (x * logistic(x));
            case GELU -> (float) (x * logistic(1.702 * x));
            case EXACT_GELU -> (float) (0.5 * x * (1 + erf(x * SQRT_HALF)));
            case MISH -> (float) (x * Math.tanh(softplus(x)));
            case SOFTMAX -> throw new IllegalArgumentException("softmax is no function of single numbers");
        };
    }

    /**
     * The error function: a quotient of polynomials of degree 13 and 8, that of the Eigen library. Its absolute error
     * is below 1e-7; that takes double precision.
     *
     * @param x where
     * @return its value
     */
    public static double erf(double x) {
        double t = Math.max(-ERF_END, Math.min(ERF_END, x));
        double q = t * t;
        double p = -2.72614225801306e-10;
        p = p * q + 2.77068142495902e-08;
        p = p * q - 2.10102402082508e-06;
        p = p * q - 5.69250639462346e-05;
        p = p * q - 7.34990630326855e-04;
        p = p * q - 2.95459980854025e-03;
        p = p * q - 1.60960333262415e-02;
        double d = -1.45660718464996e-05;
        d = d * q - 2.13374055278905e-04;
        d = d * q - 1.68282697438203e-03;
        d = d * q - 7.37332916720468e-03;
        d = d * q - 1.42647390514189e-02;
        return t * p / d;
    }

    /**
     * The exponential function of numbers that are at most 0, as a softmax needs it. The absolute error is below 3e-7.
     *
     * <p>exp(x) - 1 is computed for x / 128 by its power series and then seven times doubled in its argument, by e (e +
     * 2): what is rounded is small where the result is near 1, and where it is not, later doublings make the error
     * small.
     *
     * @param x numbers, replaced by the function's values
     * @param n how many
     */
    public static void exp(float[] x, int n) {
        for (int i = 0; i < n; i++) {
            float t = Math.max(LEAST, x[i] * (1f / (1 << HALVINGS)));
            float e = t * (1 + t * (0.5f + t * (0.16666667f + t * 0.041666667f)));
            e = e * (e + 2);
            e = e * (e + 2);
            e = e * (e + 2);
            e = e * (e + 2);
            e = e * (e + 2);
            e = e * (e + 2);
            e = e * (e + 2);
            x[i] = e + 1;
        }
    }

    private static double logistic(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double softplus(double x) {
        return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
    }

    private static float rationalTanh(float x) {
        double y = Math.abs(2.0 * x / 3);
        return (float) (1.7159 * Math.signum(x) * (1 - 1 / (1 + y + y * y + 1.41645 * y * y * y * y)));
    }

    private static void softmax(float[] x, int n) {
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            largest = Math.max(largest, x[i]);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double power = Math.exp(x[i] - largest);
            sum += power;
            x[i] = (float) power;
        }
        for (int i = 0; i < n; i++) {
            x[i] = (float) (x[i] / sum);
        }
    }

    private static void softmax(float[][] x, int units, int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            float largest = Float.NEGATIVE_INFINITY;
            for (int unit = 0; unit < units; unit++) {
                largest = Math.max(largest, x[unit][lane]);
            }
            double sum = 0;
            for (int unit = 0; unit < units; unit++) {
                double power = Math.exp(x[unit][lane] - largest);
                sum += power;
                x[unit][lane] = (float) power;
            }
            for (int unit = 0; unit < units; unit++) {
                x[unit][lane] = (float) (x[unit][lane] / sum);
            }
        }
    }
}
