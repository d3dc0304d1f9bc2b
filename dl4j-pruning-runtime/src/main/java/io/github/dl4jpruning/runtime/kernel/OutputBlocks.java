package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.runtime.format.Matrix;
import java.util.List;

/**
 * Blocks of one column and eight rows that follow each other, for networks pruned in blocks along their outputs: one
 * position is read for eight weights.
 *
 * <p>A group of fewer rows that have their weights in the same columns is a block, too, with zeros for the rows beside
 * it; a matrix pruned weight by weight consists of such, and other forms are faster.
 */
public final class OutputBlocks implements VectorProduct {
    private final int[] starts; // of each group of rows, in blocks
    private final int[] rows; // the first of eight, per group
    private final char[] columns; // per block
    private final float[] values; // eight per block

    /**
     * The blocks of a matrix.
     *
     * @param matrix the weights, at least eight rows
     */
    public OutputBlocks(Matrix matrix) {
        List<RowGroup> groups = RowGroup.of(matrix);
        starts = new int[groups.size() + 1];
        rows = new int[groups.size()];
        for (int i = 0; i < rows.length; i++) {
            starts[i + 1] = starts[i] + groups.get(i).count(matrix);
            rows[i] = Math.min(groups.get(i).first(), matrix.rows() - BlockKernel.ROWS);
        }
        columns = new char[starts[rows.length]];
        values = new float[Math.multiplyExact(BlockKernel.ROWS, columns.length)];
        for (int i = 0; i < rows.length; i++) {
            RowGroup group = groups.get(i);
            System.arraycopy(group.columns(matrix), 0, columns, starts[i], starts[i + 1] - starts[i]);
            for (int row = group.first(); row < group.first() + group.rows(); row++) {
                int at = BlockKernel.ROWS * starts[i] + row - rows[i];
                for (int k = matrix.start(row); k < matrix.start(row + 1); k++) {
                    values[at] = matrix.value(k);
                    at += BlockKernel.ROWS;
                }
            }
        }
    }

    /** Groups of rows, and blocks. */
    static Work work(Matrix matrix) {
        if (matrix.rows() < BlockKernel.ROWS) {
            return new Work(Double.POSITIVE_INFINITY, 0); // cannot be
        }
        return RowGroup.of(matrix).stream()
                .map(group -> new Work(1, group.count(matrix)))
                .reduce(new Work(0, 0), Work::plus);
    }

    @Override
    public void add(float[] x, float[] y) {
        BlockKernel.FASTEST.add(starts, rows, columns, values, x, y);
    }
}
