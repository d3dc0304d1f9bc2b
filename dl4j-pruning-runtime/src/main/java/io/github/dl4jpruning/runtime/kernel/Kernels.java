package io.github.dl4jpruning.runtime.kernel;

/** The loops of products that the Vector API makes faster than HotSpot does by itself. */
public interface Kernels {

    /** Rows of a block: as many as a vector of 256 bits has numbers. */
    int ROWS = 8;

    /** The fastest there are on this JVM. */
    Kernels FASTEST = fastest();

    /**
     * y += M x, of a matrix in blocks.
     *
     * @param starts of each group of rows in the blocks, then their number
     * @param rows the first of eight rows, per group
     * @param columns one per block
     * @param values eight per block
     * @param x one number per column
     * @param y one number per row
     */
    void addBlocks(int[] starts, int[] rows, char[] columns, float[] values, float[] x, float[] y);

    /**
     * How long that takes.
     *
     * @return per group of rows and per block
     */
    Work.Cost blockCost();

    /**
     * y += M x, of a matrix in compressed rows, for several windows. HotSpot makes vector code of this one.
     *
     * @param starts of each row in the weights, then their number
     * @param columns one per weight
     * @param values the weights
     * @param x per column one number per window
     * @param y per row one number per window
     * @param lanes windows
     */
    default void addRows(int[] starts, char[] columns, float[] values, float[][] x, float[][] y, int lanes) {
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

    /** Those on the Vector API if Java was started with {@code --add-modules jdk.incubator.vector}; if not, in plain Java. */
    private static Kernels fastest() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return new PlainKernels();
        }
        try {
            // By name, for it is compiled after this, with a module that need not be there.
            return (Kernels) Class.forName("io.github.dl4jpruning.runtime.vector.VectorKernels")
                    .getDeclaredConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(
                    "the jar of dl4j-pruning-runtime lacks a class: take a whole one, or start Java without"
                            + " --add-modules jdk.incubator.vector",
                    e);
        }
    }
}
