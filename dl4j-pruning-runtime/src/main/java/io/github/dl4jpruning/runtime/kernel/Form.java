package io.github.dl4jpruning.runtime.kernel;

/**
 * The forms a matrix can be multiplied in, and which is fastest.
 *
 * <p>The time of a product with one vector is, measured, close to a straight line in the size of the work, so the choice is made by
 * comparing two lines. {@code samples/run bench kernels} measures the products and fits the lines anew; its last line is what the
 * constants below should be. They are in nanoseconds, of an AMD EPYC with AVX-512 and JDK 17, but only their ratios matter.
 */
public enum Form {
    /** All weights, column by column: the loop over the rows is vector code. */
    COLUMNS,
    /** What is not zero, row by row: one multiplication per weight, no vector code. */
    ROWS;

    private static final double NANOS_PER_FOUR_COLUMNS = 8;
    private static final double NANOS_PER_FOUR_WEIGHTS_IN_COLUMNS = 0.17;
    private static final double NANOS_PER_ROW = 0.5;
    private static final double NANOS_PER_WEIGHT_IN_ROWS = 0.62;

    /**
     * The fastest form.
     *
     * @param rows of the matrix
     * @param columns of the matrix
     * @param count of its weights that are not zero
     * @return the form
     */
    public static Form of(int rows, int columns, int count) {
        double dense = columns / 4.0 * (NANOS_PER_FOUR_COLUMNS + NANOS_PER_FOUR_WEIGHTS_IN_COLUMNS * rows);
        double sparse = NANOS_PER_ROW * rows + NANOS_PER_WEIGHT_IN_ROWS * count;
        return dense < sparse ? COLUMNS : ROWS;
    }
}
