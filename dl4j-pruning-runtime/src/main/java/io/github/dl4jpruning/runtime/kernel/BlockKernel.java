package io.github.dl4jpruning.runtime.kernel;

/** The loop over the blocks of {@link OutputBlocks}. */
public interface BlockKernel {

    /** Rows of a block: as many as a vector of 256 bits has numbers. */
    int ROWS = 8;

    /** The fastest there is on this JVM. */
    BlockKernel FASTEST = fastest();

    /**
     * y += M x.
     *
     * @param starts of each group of rows in the blocks, then their number
     * @param rows the first of eight rows, per group
     * @param columns one per block
     * @param values eight per block
     * @param x one number per column
     * @param y one number per row
     */
    void add(int[] starts, int[] rows, char[] columns, float[] values, float[] x, float[] y);

    /**
     * How long that takes.
     *
     * @return per group of rows and per block
     */
    Work.Cost cost();

    /**
     * That on the Vector API if Java was started with {@code --add-modules jdk.incubator.vector}; if not, in plain
     * Java.
     */
    private static BlockKernel fastest() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            return new PlainBlockKernel();
        }
        try {
            // By name, for it is compiled after this, with a module that need not be there.
            return (BlockKernel) Class.forName("io.github.dl4jpruning.runtime.vector.VectorBlockKernel")
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
