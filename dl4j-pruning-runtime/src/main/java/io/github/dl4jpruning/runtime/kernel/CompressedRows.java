package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.runtime.format.Matrix;

/** The weights that are not zero, row by row, with their columns. For several windows at once nothing is faster. */
public final class CompressedRows implements VectorProduct {
    private final int[] starts;
    private final char[] columns;
    private final float[] values;

    /**
     * The rows of a matrix.
     *
     * @param matrix the weights
     */
    public CompressedRows(Matrix matrix) {
        starts = new int[matrix.rows() + 1];
        columns = new char[matrix.count()];
        values = new float[matrix.count()];
        for (int row = 0; row <= matrix.rows(); row++) {
            starts[row] = matrix.start(row);
        }
        for (int i = 0; i < values.length; i++) {
            columns[i] = (char) matrix.column(i);
            values[i] = matrix.value(i);
        }
    }

    /** Rows, and their weights. */
    static Work work(Matrix matrix) {
        return new Work(matrix.rows(), matrix.count());
    }

    @Override
    public void add(float[] x, float[] y) {
        int at = 0;
        for (int row = 0; row < starts.length - 1; row++) {
            int end = starts[row + 1];
            float even = 0; // two sums, for an addition waits for the one before it
            float odd = 0;
            for (; at + 1 < end; at += 2) {
                even += values[at] * x[columns[at]];
                odd += values[at + 1] * x[columns[at + 1]];
            }
            if (at < end) {
                even += values[at] * x[columns[at]];
                at++;
            }
            y[row] += even + odd;
        }
    }

    /**
     * y += M x, for several windows.
     *
     * @param x per column one number per window
     * @param y per row one number per window
     * @param lanes windows
     */
    public void add(float[][] x, float[][] y, int lanes) {
        int at = 0;
        for (int row = 0; row < starts.length - 1; row++) {
            int end = starts[row + 1];
            float[] sum = y[row];
            for (; at + 3 < end; at += 4) {
                Loops.add(
                        sum,
                        x[columns[at]],
                        x[columns[at + 1]],
                        x[columns[at + 2]],
                        x[columns[at + 3]],
                        values[at],
                        values[at + 1],
                        values[at + 2],
                        values[at + 3],
                        lanes);
            }
            for (; at < end; at++) {
                Loops.add(sum, x[columns[at]], values[at], lanes);
            }
        }
    }
}
