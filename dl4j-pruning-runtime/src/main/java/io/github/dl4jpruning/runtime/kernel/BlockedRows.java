package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.runtime.format.Matrix;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Eight rows side by side, filled up with zeros to the length of the longest; rows are sorted by length, so that little is filled.
 *
 * <p>The loop over a row ends after a number of weights that no processor foresees; here there is one such end for eight rows, and
 * eight sums that do not wait for each other.
 */
public final class BlockedRows implements Product {
    private static final int BLOCK = 8;

    private final int[] starts;
    private final char[] columns;
    private final float[] values;
    private final int[] rows; // where the sums go; the last block may lack some
    private final CompressedRows several; // faster for several windows

    /**
     * The blocks of a matrix.
     *
     * @param matrix the weights
     * @param several the same, for several windows
     */
    public BlockedRows(Matrix matrix, CompressedRows several) {
        this.several = several;
        rows = order(matrix);
        int blocks = (rows.length + BLOCK - 1) / BLOCK;
        starts = new int[blocks + 1];
        for (int block = 0; block < blocks; block++) {
            starts[block + 1] = starts[block] + BLOCK * length(matrix, rows[last(block)]);
        }
        columns = new char[starts[blocks]];
        values = new float[starts[blocks]];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < length(matrix, rows[i]); k++) {
                int at = starts[i / BLOCK] + k * BLOCK + i % BLOCK;
                columns[at] = (char) matrix.column(matrix.start(rows[i]) + k);
                values[at] = matrix.value(matrix.start(rows[i]) + k);
            }
        }
    }

    /** Rows by length. */
    private static int[] order(Matrix matrix) {
        List<Integer> order = IntStream.range(0, matrix.rows())
                .boxed()
                .sorted(Comparator.comparingInt(row -> length(matrix, row)))
                .toList();
        return order.stream().mapToInt(Integer::intValue).toArray();
    }

    private static int length(Matrix matrix, int row) {
        return matrix.start(row + 1) - matrix.start(row);
    }

    private int last(int block) {
        return Math.min(rows.length, (block + 1) * BLOCK) - 1;
    }

    /**
     * Weights and zeros between them.
     *
     * @param matrix the weights
     * @return how many products this form makes
     */
    static long filled(Matrix matrix) {
        int[] order = order(matrix);
        long filled = 0;
        for (int i = BLOCK - 1; i < order.length + BLOCK - 1; i += BLOCK) {
            filled += (long) BLOCK * length(matrix, order[Math.min(i, order.length - 1)]);
        }
        return filled;
    }

    @Override
    public void add(float[] x, float[] y) {
        int full = rows.length / BLOCK;
        for (int block = 0; block < full; block++) {
            int row = block * BLOCK;
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            float e = 0;
            float f = 0;
            float g = 0;
            float h = 0;
            for (int k = starts[block]; k < starts[block + 1]; k += BLOCK) {
                a += values[k] * x[columns[k]];
                b += values[k + 1] * x[columns[k + 1]];
                c += values[k + 2] * x[columns[k + 2]];
                d += values[k + 3] * x[columns[k + 3]];
                e += values[k + 4] * x[columns[k + 4]];
                f += values[k + 5] * x[columns[k + 5]];
                g += values[k + 6] * x[columns[k + 6]];
                h += values[k + 7] * x[columns[k + 7]];
            }
            y[rows[row]] += a;
            y[rows[row + 1]] += b;
            y[rows[row + 2]] += c;
            y[rows[row + 3]] += d;
            y[rows[row + 4]] += e;
            y[rows[row + 5]] += f;
            y[rows[row + 6]] += g;
            y[rows[row + 7]] += h;
        }
        for (int row = full * BLOCK; row < rows.length; row++) {
            float sum = 0;
            for (int k = starts[full] + row % BLOCK; k < starts[full + 1]; k += BLOCK) {
                sum += values[k] * x[columns[k]];
            }
            y[rows[row]] += sum;
        }
    }

    @Override
    public void add(float[][] x, float[][] y, int lanes) {
        several.add(x, y, lanes);
    }
}
