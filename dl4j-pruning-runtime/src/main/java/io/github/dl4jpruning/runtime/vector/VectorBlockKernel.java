package io.github.dl4jpruning.runtime.vector;

import io.github.dl4jpruning.runtime.kernel.BlockKernel;
import io.github.dl4jpruning.runtime.kernel.Work;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** On the Vector API: a block is a vector. */
public final class VectorBlockKernel implements BlockKernel {
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

    @Override
    public Work.Cost cost() {
        return new Work.Cost(1.3, 0.55);
    }

    @Override
    public void add(int[] starts, int[] rows, char[] columns, float[] values, float[] x, float[] y) {
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

    private static FloatVector load(float[] values, int at) {
        return FloatVector.fromArray(FLOATS, values, at);
    }
}
