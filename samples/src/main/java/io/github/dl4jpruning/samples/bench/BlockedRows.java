package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.runtime.format.Matrix;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Eight rows side by side, filled up with zeros to the length of the longest; rows are sorted by length. A form the runtime does
 * not have: HotSpot makes no vector code of it, and it is slower than plain compressed rows.
 */
final class BlockedRows {
    private static final int BLOCK = 8;

    private final int[] starts;
    private final char[] columns;
    private final float[] values;
    private final char[] rows; // where the sums go

    BlockedRows(Matrix matrix) {
        List<Integer> order = IntStream.range(0, matrix.rows())
                .boxed()
                .sorted(Comparator.comparingInt(row -> length(matrix, row)))
                .toList();
        int blocks = matrix.rows() / BLOCK;
        if (blocks * BLOCK != matrix.rows()) {
            throw new IllegalArgumentException(matrix.rows() + " rows are no multiple of " + BLOCK);
        }
        starts = new int[blocks + 1];
        rows = new char[matrix.rows()];
        for (int block = 0; block < blocks; block++) {
            starts[block + 1] = starts[block] + BLOCK * length(matrix, order.get(block * BLOCK + BLOCK - 1));
        }
        columns = new char[starts[blocks]];
        values = new float[starts[blocks]];
        for (int i = 0; i < rows.length; i++) {
            int row = order.get(i);
            rows[i] = (char) row;
            for (int k = 0; k < length(matrix, row); k++) {
                int at = starts[i / BLOCK] + k * BLOCK + i % BLOCK;
                columns[at] = (char) matrix.column(matrix.start(row) + k);
                values[at] = matrix.value(matrix.start(row) + k);
            }
        }
    }

    private static int length(Matrix matrix, int row) {
        return matrix.start(row + 1) - matrix.start(row);
    }

    void add(float[] x, float[] y) {
        for (int block = 0; block < starts.length - 1; block++) {
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
            int row = block * BLOCK;
            y[rows[row]] += a;
            y[rows[row + 1]] += b;
            y[rows[row + 2]] += c;
            y[rows[row + 3]] += d;
            y[rows[row + 4]] += e;
            y[rows[row + 5]] += f;
            y[rows[row + 6]] += g;
            y[rows[row + 7]] += h;
        }
    }
}
