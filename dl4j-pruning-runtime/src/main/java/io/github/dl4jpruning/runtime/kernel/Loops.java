package io.github.dl4jpruning.runtime.kernel;

/**
 * The inner loops.
 *
 * <p>All arrays of a loop are read and written at the same index, with no offset: HotSpot of JDK 17 compiles such loops
 * to vector code, but none in which one array is read at {@code i} and another at {@code offset + i}. Four products in
 * one loop are the most that it unrolls, and they save three quarters of the loads and stores of the sum.
 */
final class Loops {

    private Loops() {}

    static void add(float[] y, float[] w, float a, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += a * w[i];
        }
    }

    static void add(
            float[] y, float[] w0, float[] w1, float[] w2, float[] w3, float a, float b, float c, float d, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = y[i] + ((a * w0[i] + b * w1[i]) + (c * w2[i] + d * w3[i]));
        }
    }

    static void addProducts(float[] y, float[] a, float[] b, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += a[i] * b[i];
        }
    }

    /** No vector code, since the order of a sum is fixed; four sums, for an addition waits for the one before it. */
    static float sum(float[] x, int n) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            a += x[i];
            b += x[i + 1];
            c += x[i + 2];
            d += x[i + 3];
        }
        for (; i < n; i++) {
            a += x[i];
        }
        return (a + b) + (c + d);
    }

    /** As the sum. */
    static float sumOfSquares(float[] x, int n) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int i = 0;
        for (; i + 3 < n; i += 4) {
            a += x[i] * x[i];
            b += x[i + 1] * x[i + 1];
            c += x[i + 2] * x[i + 2];
            d += x[i + 3] * x[i + 3];
        }
        for (; i < n; i++) {
            a += x[i] * x[i];
        }
        return (a + b) + (c + d);
    }

    static void multiply(float[] y, float[] a, int n) {
        for (int i = 0; i < n; i++) {
            y[i] *= a[i];
        }
    }

    static void subtract(float[] y, float[] a, int n) {
        for (int i = 0; i < n; i++) {
            y[i] -= a[i];
        }
    }

    static void addSquares(float[] y, float[] a, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += a[i] * a[i];
        }
    }

    static void maximum(float[] y, float[] a, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = Math.max(y[i], a[i]);
        }
    }

    static void shift(float[] y, float shift, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += shift;
        }
    }

    static void scaleShift(float[] y, float factor, float[] scale, float[] shift, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = y[i] * factor * scale[i] + shift[i];
        }
    }

    static void scaleShift(float[] y, float scale, float shift, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = y[i] * scale + shift;
        }
    }
}
