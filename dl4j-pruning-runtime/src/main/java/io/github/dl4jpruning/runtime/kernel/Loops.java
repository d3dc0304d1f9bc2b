package io.github.dl4jpruning.runtime.kernel;

/**
 * The inner loops.
 *
 * <p>All arrays of a loop are read and written at the same index, with no offset: HotSpot of JDK 17 compiles such loops to vector
 * code, but none in which one array is read at {@code i} and another at {@code offset + i}. Four products in one loop are the
 * most that it unrolls, and they save three quarters of the loads and stores of the sum.
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

    static void scaleShift(float[] y, float scale, float shift, int n) {
        for (int i = 0; i < n; i++) {
            y[i] = y[i] * scale + shift;
        }
    }
}
