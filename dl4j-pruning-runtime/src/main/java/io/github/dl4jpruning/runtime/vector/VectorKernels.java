package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.Kernels;
import io.github.dl4jpruning.runtime.kernel.Work;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** On the Vector API. A block is a vector; of several windows the sums of 64 or 8 stay in registers. */
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
        int whole = lanes - lanes % ROWS;
        for (int row = 0; row < starts.length - 1; row++) {
            int from = starts[row];
            int end = starts[row + 1];
            int lane = 0;
            for (; lane + MANY <= whole; lane += MANY) {
                addMany(from, end, columns, values, x, y[row], lane);
            }
            for (; lane < whole; lane += ROWS) {
                addFew(from, end, columns, values, x, y[row], lane);
            }
            for (; lane < lanes; lane++) {
                float sum = 0;
                for (int at = from; at < end; at++) {
                    sum += values[at] * x[columns[at]][lane];
                }
                y[row][lane] += sum;
            }
        }
    }

    /** 64 windows. */
    private static void addMany(int from, int end, char[] columns, float[] values, float[][] x, float[] y, int lane) {
        FloatVector a = load(y, lane);
        FloatVector b = load(y, lane + ROWS);
        FloatVector c = load(y, lane + 2 * ROWS);
        FloatVector d = load(y, lane + 3 * ROWS);
        FloatVector e = load(y, lane + 4 * ROWS);
        FloatVector f = load(y, lane + 5 * ROWS);
        FloatVector g = load(y, lane + 6 * ROWS);
        FloatVector h = load(y, lane + 7 * ROWS);
        for (int at = from; at < end; at++) {
            FloatVector weight = FloatVector.broadcast(FLOATS, values[at]);
            float[] column = x[columns[at]];
            a = weight.fma(load(column, lane), a);
            b = weight.fma(load(column, lane + ROWS), b);
            c = weight.fma(load(column, lane + 2 * ROWS), c);
            d = weight.fma(load(column, lane + 3 * ROWS), d);
            e = weight.fma(load(column, lane + 4 * ROWS), e);
            f = weight.fma(load(column, lane + 5 * ROWS), f);
            g = weight.fma(load(column, lane + 6 * ROWS), g);
            h = weight.fma(load(column, lane + 7 * ROWS), h);
        }
        a.intoArray(y, lane);
        b.intoArray(y, lane + ROWS);
        c.intoArray(y, lane + 2 * ROWS);
        d.intoArray(y, lane + 3 * ROWS);
        e.intoArray(y, lane + 4 * ROWS);
        f.intoArray(y, lane + 5 * ROWS);
        g.intoArray(y, lane + 6 * ROWS);
        h.intoArray(y, lane + 7 * ROWS);
    }

    /** Eight windows. */
    private static void addFew(int from, int end, char[] columns, float[] values, float[][] x, float[] y, int lane) {
        FloatVector sum = load(y, lane);
        for (int at = from; at < end; at++) {
            sum = FloatVector.broadcast(FLOATS, values[at]).fma(load(x[columns[at]], lane), sum);
        }
        sum.intoArray(y, lane);
    }

    private static FloatVector load(float[] values, int at) {
        return FloatVector.fromArray(FLOATS, values, at);
    }
}
