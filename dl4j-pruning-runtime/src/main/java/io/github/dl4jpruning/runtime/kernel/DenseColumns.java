package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.runtime.format.Matrix;

/** All weights, column by column, zeros and all; columns without weights are left out. */
public final class DenseColumns implements VectorProduct {
    private final int rows;
    private final char[] kept; // columns with weights
    private final float[][] weights; // of each of these

    /**
     * The columns of a matrix.
     *
     * @param matrix the weights
     */
    public DenseColumns(Matrix matrix) {
        rows = matrix.rows();
        float[][] all = new float[matrix.columns()][];
        int count = 0;
        for (int row = 0; row < rows; row++) {
            for (int i = matrix.start(row); i < matrix.start(row + 1); i++) {
                int column = matrix.column(i);
                if (all[column] == null) {
                    all[column] = new float[rows];
                    count++;
                }
                all[column][row] = matrix.value(i);
            }
        }
        kept = new char[count];
        weights = new float[count][];
        int at = 0;
        for (int column = 0; column < all.length; column++) {
            if (all[column] != null) {
                kept[at] = (char) column;
                weights[at++] = all[column];
            }
        }
    }

    /** Sets of four columns, and their weights by four. */
    static Work work(Matrix matrix) {
        return new Work(matrix.columns() / 4.0, matrix.columns() / 4.0 * matrix.rows());
    }

    @Override
    public void add(float[] x, float[] y) {
        int at = 0;
        for (; at + 3 < kept.length; at += 4) {
            Loops.add(
                    y,
                    weights[at],
                    weights[at + 1],
                    weights[at + 2],
                    weights[at + 3],
                    x[kept[at]],
                    x[kept[at + 1]],
                    x[kept[at + 2]],
                    x[kept[at + 3]],
                    rows);
        }
        for (; at < kept.length; at++) {
            Loops.add(y, weights[at], x[kept[at]], rows);
        }
    }
}
