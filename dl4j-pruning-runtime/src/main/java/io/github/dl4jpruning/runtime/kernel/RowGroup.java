package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.runtime.format.Matrix;
import java.util.ArrayList;
import java.util.List;

/**
 * Up to eight rows that stand one after the other and have their weights in the same columns, as pruning in blocks
 * along the outputs leaves them.
 *
 * @param first row
 * @param rows how many
 */
record RowGroup(int first, int rows) {
    private static final int MOST = BlockKernel.ROWS;

    /**
     * Cuts a matrix into such groups. Rows of removed units may be missing in a block, so that groups begin anywhere.
     *
     * @return groups of all rows, from the first to the last
     */
    static List<RowGroup> of(Matrix matrix) {
        List<RowGroup> groups = new ArrayList<>();
        int first = 0;
        for (int row = 1; row <= matrix.rows(); row++) {
            if (row == matrix.rows() || row - first == MOST || !alike(matrix, first, row)) {
                groups.add(new RowGroup(first, row - first));
                first = row;
            }
        }
        return groups;
    }

    private static boolean alike(Matrix matrix, int one, int other) {
        int start = matrix.start(one);
        int count = matrix.start(one + 1) - start;
        int shift = matrix.start(other) - start;
        if (matrix.start(other + 1) - matrix.start(other) != count) {
            return false;
        }
        for (int i = start; i < start + count; i++) {
            if (matrix.column(i) != matrix.column(i + shift)) {
                return false;
            }
        }
        return true;
    }

    /** The columns with weights, rising. */
    char[] columns(Matrix matrix) {
        int start = matrix.start(first);
        char[] columns = new char[matrix.start(first + 1) - start];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = (char) matrix.column(start + i);
        }
        return columns;
    }

    /** How many columns have weights. */
    int count(Matrix matrix) {
        return matrix.start(first + 1) - matrix.start(first);
    }
}
