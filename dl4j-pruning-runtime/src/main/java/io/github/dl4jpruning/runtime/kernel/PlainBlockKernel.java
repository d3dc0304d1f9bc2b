package io.github.dl4jpruning.runtime.kernel;

/** In plain Java. HotSpot makes no vector code of the loop over blocks. */
final class PlainBlockKernel implements BlockKernel {
    @Override
    public Work.Cost cost() {
        return new Work.Cost(3.5, 1.4);
    }

    @Override
    public void add(int[] starts, int[] rows, char[] columns, float[] values, float[] x, float[] y) {
        for (int group = 0; group < rows.length; group++) {
            float a = 0; // eight sums that do not wait for each other
            float b = 0;
            float c = 0;
            float d = 0;
            float e = 0;
            float f = 0;
            float g = 0;
            float h = 0;
            int end = starts[group + 1];
            for (int block = starts[group]; block < end; block++) {
                float factor = x[columns[block]];
                int at = block * ROWS;
                a += values[at] * factor;
                b += values[at + 1] * factor;
                c += values[at + 2] * factor;
                d += values[at + 3] * factor;
                e += values[at + 4] * factor;
                f += values[at + 5] * factor;
                g += values[at + 6] * factor;
                h += values[at + 7] * factor;
            }
            int row = rows[group];
            y[row] += a;
            y[row + 1] += b;
            y[row + 2] += c;
            y[row + 3] += d;
            y[row + 4] += e;
            y[row + 5] += f;
            y[row + 6] += g;
            y[row + 7] += h;
        }
    }
}
