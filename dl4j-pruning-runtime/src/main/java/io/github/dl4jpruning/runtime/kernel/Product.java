package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.runtime.format.Matrix;

/** A matrix in a form made for multiplying. Immutable; all threads may use it at once. */
public interface Product {

    /**
     * y += M x, for one window.
     *
     * @param x one number per column
     * @param y one number per row
     */
    void add(float[] x, float[] y);

    /**
     * y += M x, for several windows.
     *
     * @param x per column one number per window
     * @param y per row one number per window
     * @param lanes windows
     */
    void add(float[][] x, float[][] y, int lanes);

    /**
     * A matrix in the form that is fastest for its shape and number of weights.
     *
     * @param matrix the weights
     * @return the form
     */
    static Product of(Matrix matrix) {
        CompressedRows rows = new CompressedRows(matrix);
        return switch (Form.of(matrix)) {
            case COLUMNS -> new DenseColumns(matrix, rows);
            case ROWS -> rows;
            case BLOCKS -> new BlockedRows(matrix, rows);
        };
    }

    /**
     * A matrix in the form that is fastest for several windows, or patches, at once.
     *
     * @param matrix the weights
     * @return the form
     */
    static Product ofLanes(Matrix matrix) {
        return new CompressedRows(matrix);
    }
}
