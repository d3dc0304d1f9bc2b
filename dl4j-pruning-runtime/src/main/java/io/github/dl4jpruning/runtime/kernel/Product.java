package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.runtime.format.Matrix;

/**
 * A matrix in the forms in which it is multiplied fastest: one for one window, and one for several. Immutable; all
 * threads may use it at once.
 */
public final class Product {
    private final VectorProduct one;
    private final CompressedRows several;

    private Product(VectorProduct one, CompressedRows several) {
        this.one = one;
        this.several = several;
    }

    /**
     * A matrix in the forms that are fastest for its shape and its weights.
     *
     * @param matrix the weights
     * @return the forms
     */
    public static Product of(Matrix matrix) {
        CompressedRows rows = new CompressedRows(matrix);
        Form form = Form.of(matrix);
        return new Product(form == Form.ROWS ? rows : form.make(matrix), rows);
    }

    /**
     * A matrix that is always multiplied with several windows, or patches, at once, and needs no second form.
     *
     * @param matrix the weights
     * @return the form
     */
    public static Product ofLanes(Matrix matrix) {
        CompressedRows rows = new CompressedRows(matrix);
        return new Product(rows, rows);
    }

    /**
     * y += M x, for one window.
     *
     * @param x one number per column
     * @param y one number per row
     */
    public void add(float[] x, float[] y) {
        one.add(x, y);
    }

    /**
     * y += M x, for several windows.
     *
     * @param x per column one number per window
     * @param y per row one number per window
     * @param lanes windows
     */
    public void add(float[][] x, float[][] y, int lanes) {
        several.add(x, y, lanes);
    }
}
