package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.runtime.format.Matrix;

/**
 * The forms a matrix can be multiplied in, and which is fastest.
 *
 * <p>The time of a product with one vector is, measured, close to a straight line in the size of the work, so the choice is made by
 * comparing three lines. {@code samples/run bench kernels} measures the products and fits the lines anew; its last line is what the
 * constants below should be. They are in nanoseconds, of an AMD EPYC with AVX-512 and JDK 17, but only their ratios matter. For an
 * LSTM of 64 units they say columns up to a sparsity of 0.85, then blocks.
 */
public enum Form {
    /** All weights, column by column: the loop over the rows is vector code. */
    COLUMNS,
    /** What is not zero, row by row: for few rows. */
    ROWS,
    /** What is not zero, eight rows at a time. */
    BLOCKS;

    private static final double NANOS_PER_FOUR_COLUMNS = 8;
    private static final double NANOS_PER_FOUR_WEIGHTS_IN_COLUMNS = 0.17;
    private static final double NANOS_PER_ROW = 2;
    private static final double NANOS_PER_WEIGHT_IN_ROWS = 0.6;
    private static final double NANOS_PER_ROW_IN_BLOCKS = 0.7;
    private static final double NANOS_PER_PRODUCT_IN_BLOCKS = 0.31;

    /**
     * The fastest form.
     *
     * @param matrix to multiply
     * @return the form
     */
    public static Form of(Matrix matrix) {
        double columns =
                matrix.columns() / 4.0 * (NANOS_PER_FOUR_COLUMNS + NANOS_PER_FOUR_WEIGHTS_IN_COLUMNS * matrix.rows());
        double rows = NANOS_PER_ROW * matrix.rows() + NANOS_PER_WEIGHT_IN_ROWS * matrix.count();
        double blocks =
                NANOS_PER_ROW_IN_BLOCKS * matrix.rows() + NANOS_PER_PRODUCT_IN_BLOCKS * BlockedRows.filled(matrix);
        if (columns <= Math.min(rows, blocks)) {
            return COLUMNS;
        }
        return rows <= blocks ? ROWS : BLOCKS;
    }
}
