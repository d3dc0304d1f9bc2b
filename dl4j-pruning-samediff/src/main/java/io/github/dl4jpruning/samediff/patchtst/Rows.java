package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Columns of ones with which means over the rows of a matrix, and a row repeated for each of them, are written as
 * products of matrices. ND4J has fast products, and slow gradients of broadcasting ops: those take ten times as long.
 *
 * <p>All are made from the input alone, so nothing is differentiated through them.
 *
 * @param ones column of ones, as long as the matrix has rows
 * @param average the same divided by the number of rows
 */
record Rows(SDVariable ones, SDVariable average) {

    /**
     * Ones for a matrix with some rows per series.
     *
     * @param column any column [series, 1] computed from the input alone
     * @param rowsPerSeries patches, or 1
     */
    static Rows of(Net net, SDVariable column, int rowsPerSeries) {
        SameDiff sd = net.sd();
        SDVariable never = sd.gt(column, column); // also for NaN, so that one bad series leaves the others alone
        SDVariable ones = never.castTo(net.type()).add(1);
        if (rowsPerSeries > 1) {
            ones = sd.reshape(net.spread(ones, rowsPerSeries), -1, 1);
        }
        SDVariable count = sd.mmul(ones, ones, true, false, false);
        return new Rows(ones, ones.div(count));
    }

    /** The mean of each column, [1, columns]. */
    SDVariable mean(SDVariable matrix) {
        return matrix.getSameDiff().mmul(average, matrix, true, false, false);
    }

    /** The row [1, columns] below itself, once per row. */
    SDVariable repeat(SDVariable row) {
        return row.getSameDiff().mmul(ones, row);
    }
}
