package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.Work;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** On the Vector API. A block is a vector; of 64 windows, as many as go through a network at once, eight vectors. */
public final class VectorKernels implements Kernels {
    private static final int MANY = 8 * ROWS; // windows
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

    @Override
    public Work.Cost blockCost() {
        return new Work.Cost(1.3, 0.55);
    }

    @Override
    public void addBlocks(int[] starts, int[] rows, char[] columns, float[] values, float[] x, float[] y) {
        for (int group = 0; group < rows.length; group++) {
            int block = starts[group];
            int end = starts[group + 1];
            // Four sums, for an addition waits for the one before it.
            FloatVector a = FloatVector.zero(FLOATS);
            FloatVector b = a;
            FloatVector c = a;
            FloatVector d = a;
            for (; block + 3 < end; block += 4) {
                int at = block * ROWS;
                a = load(values, at).fma(FloatVector.broadcast(FLOATS, x[columns[block]]), a);
                b = load(values, at + ROWS).fma(FloatVector.broadcast(FLOATS, x[columns[block + 1]]), b);
                c = load(values, at + 2 * ROWS).fma(FloatVector.broadcast(FLOATS, x[columns[block + 2]]), c);
                d = load(values, at + 3 * ROWS).fma(FloatVector.broadcast(FLOATS, x[columns[block + 3]]), d);
            }
            for (; block < end; block++) {
                a = load(values, block * ROWS).fma(FloatVector.broadcast(FLOATS, x[columns[block]]), a);
            }
            int row = rows[group];
            a.add(b).add(c.add(d)).add(load(y, row)).intoArray(y, row);
        }
    }

    @Override
    public void addRows(int[] starts, char[] columns, float[] values, float[][] x, float[][] y, int lanes) {
        if (lanes != MANY) {
            // Of fewer windows the rest costs more than is gained, and of more the rows do not stay in the cache.
            Kernels.super.addRows(starts, columns, values, x, y, lanes);
            return;
        }
        for (int row = 0; row < starts.length - 1; row++) {
            addRow(starts[row], starts[row + 1], columns, values, x, y[row]);
        }
    }

    /** For 64 windows: the sums stay in registers. */
    private static void addRow(int from, int end, char[] columns, float[] values, float[][] x, float[] y) {
        FloatVector a = load(y, 0);
        FloatVector b = load(y, ROWS);
        FloatVector c = load(y, 2 * ROWS);
        FloatVector d = load(y, 3 * ROWS);
        FloatVector e = load(y, 4 * ROWS);
        FloatVector f = load(y, 5 * ROWS);
        FloatVector g = load(y, 6 * ROWS);
        FloatVector h = load(y, 7 * ROWS);
        for (int at = from; at < end; at++) {
            FloatVector weight = FloatVector.broadcast(FLOATS, values[at]);
            float[] column = x[columns[at]];
            a = weight.fma(load(column, 0), a);
            b = weight.fma(load(column, ROWS), b);
            c = weight.fma(load(column, 2 * ROWS), c);
            d = weight.fma(load(column, 3 * ROWS), d);
            e = weight.fma(load(column, 4 * ROWS), e);
            f = weight.fma(load(column, 5 * ROWS), f);
            g = weight.fma(load(column, 6 * ROWS), g);
            h = weight.fma(load(column, 7 * ROWS), h);
        }
        a.intoArray(y, 0);
        b.intoArray(y, ROWS);
        c.intoArray(y, 2 * ROWS);
        d.intoArray(y, 3 * ROWS);
        e.intoArray(y, 4 * ROWS);
        f.intoArray(y, 5 * ROWS);
        g.intoArray(y, 6 * ROWS);
        h.intoArray(y, 7 * ROWS);
    }

    private static FloatVector load(float[] values, int at) {
        return FloatVector.fromArray(FLOATS, values, at);
    }
}
