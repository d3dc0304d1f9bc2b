package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.runtime.format.Matrix;
import java.util.function.Function;

/**
 * The forms a matrix can be multiplied in with one vector, and which is fastest.
 *
 * <p>The time of a product is, measured, close to a straight line in the size of the work, so the choice is made by
 * comparing such lines. {@code samples/run bench kernels} measures the products and fits the lines anew; its last lines
 * are what the costs should be. They are in nanoseconds, of an AMD EPYC with AVX-512 and JDK 17, but only their ratios
 * matter.
 */
public enum Form {
    /** All weights, column by column: the loop over the rows is vector code. */
    COLUMNS(DenseColumns::new, DenseColumns::work, new Work.Cost(2.9, 0.2)),
    /** What is not zero, row by row: for few rows. */
    ROWS(CompressedRows::new, CompressedRows::work, new Work.Cost(1.1, 0.55)),
    /** What is not zero, eight rows at a time. */
    SLICES(SlicedRows::new, SlicedRows::work, new Work.Cost(0.6, 0.31)),
    /** What is not zero, in blocks of eight rows of a column; of at least eight rows. */
    BLOCKS(OutputBlocks::new, OutputBlocks::work, BlockKernel.FASTEST.cost());

    private final Function<Matrix, VectorProduct> maker;
    private final Function<Matrix, Work> work;
    private final Work.Cost cost;

    Form(Function<Matrix, VectorProduct> maker, Function<Matrix, Work> work, Work.Cost cost) {
        this.maker = maker;
        this.work = work;
        this.cost = cost;
    }

    /**
     * A matrix in this form.
     *
     * @param matrix the weights
     * @return the form
     */
    public VectorProduct make(Matrix matrix) {
        return maker.apply(matrix);
    }

    /**
     * What a product takes in this form.
     *
     * @param matrix the weights
     * @return its two measures
     */
    public Work work(Matrix matrix) {
        return work.apply(matrix);
    }

    /**
     * The fastest form.
     *
     * @param matrix to multiply
     * @return the form
     */
    public static Form of(Matrix matrix) {
        Form best = COLUMNS;
        double least = Double.POSITIVE_INFINITY;
        for (Form form : values()) {
            double nanos = form.cost.nanos(form.work(matrix));
            if (nanos < least) {
                best = form;
                least = nanos;
            }
        }
        return best;
    }
}
