package io.github.dl4jpruning.runtime.kernel;

/** In plain Java. HotSpot makes vector code of the loops over windows, but not of those over blocks. */
final class PlainKernels implements Kernels {
    @Override
    public Work.Cost blockCost() {
        return new Work.Cost(2, 1.42);
    }

    @Override
    public void addBlocks(int[] starts, int[] rows, char[] columns, float[] values, float[] x, float[] y) {
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

    @Override
    public void addRows(int[] starts, char[] columns, float[] values, float[][] x, float[][] y, int lanes) {
        int at = 0;
        for (int row = 0; row < starts.length - 1; row++) {
            int end = starts[row + 1];
            float[] sum = y[row];
            for (; at + 3 < end; at += 4) {
                Loops.add(
                        sum,
                        x[columns[at]],
                        x[columns[at + 1]],
                        x[columns[at + 2]],
                        x[columns[at + 3]],
                        values[at],
                        values[at + 1],
                        values[at + 2],
                        values[at + 3],
                        lanes);
            }
            for (; at < end; at++) {
                Loops.add(sum, x[columns[at]], values[at], lanes);
            }
        }
    }
}
