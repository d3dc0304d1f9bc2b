package io.github.dl4jpruning.runtime.kernel;

import io.github.dl4jpruning.runtime.format.Matrix;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Slices of eight rows side by side (sliced ELLPACK), filled up with zeros to the length of the longest; rows are
 * sorted by length, so that little is filled.
 *
 * <p>The loop over a row ends after a number of weights that no processor foresees; here there is one such end for
 * eight rows, and eight sums that do not wait for each other.
 */
public final class SlicedRows implements VectorProduct {
    private static final int HEIGHT = 8;

    private final int[] starts;
    private final char[] columns;
    private final float[] values;
    private final int[] rows; // where the sums go; the last slice may lack some

    /**
     * The slices of a matrix.
     *
     * @param matrix the weights
     */
    public SlicedRows(Matrix matrix) {
        rows = order(matrix);
        int slices = (rows.length + HEIGHT - 1) / HEIGHT;
        starts = new int[slices + 1];
        for (int slice = 0; slice < slices; slice++) {
            starts[slice + 1] = starts[slice] + HEIGHT * length(matrix, rows[last(slice)]);
        }
        columns = new char[starts[slices]];
        values = new float[starts[slices]];
        for (int i = 0; i < rows.length; i++) {
            for (int k = 0; k < length(matrix, rows[i]); k++) {
                int at = starts[i / HEIGHT] + k * HEIGHT + i % HEIGHT;
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

    private int last(int slice) {
        return Math.min(rows.length, (slice + 1) * HEIGHT) - 1;
    }

    /** Rows, and weights with the zeros that fill them up. */
    static Work work(Matrix matrix) {
        int[] order = order(matrix);
        long filled = 0;
        for (int i = HEIGHT - 1; i < order.length + HEIGHT - 1; i += HEIGHT) {
            filled += (long) HEIGHT * length(matrix, order[Math.min(i, order.length - 1)]);
        }
        return new Work(order.length, filled);
    }

    @Override
    public void add(float[] x, float[] y) {
        int full = rows.length / HEIGHT;
        for (int slice = 0; slice < full; slice++) {
            int row = slice * HEIGHT;
            float a = 0;
            float b = 0;
            float c = 0;
            float d = 0;
            float e = 0;
            float f = 0;
            float g = 0;
            float h = 0;
            for (int k = starts[slice]; k < starts[slice + 1]; k += HEIGHT) {
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
        for (int row = full * HEIGHT; row < rows.length; row++) {
            float sum = 0;
            for (int k = starts[full] + row % HEIGHT; k < starts[full + 1]; k += HEIGHT) {
                sum += values[k] * x[columns[k]];
            }
            y[rows[row]] += sum;
        }
    }
}
