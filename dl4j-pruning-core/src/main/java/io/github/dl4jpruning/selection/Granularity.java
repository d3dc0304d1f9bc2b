package io.github.dl4jpruning.selection;

/**
 * What goes as a whole: single weights, or blocks of weights that one vector instruction handles.
 *
 * <p>A block is up to {@code blockSize} weights of one input and neighbouring outputs: of a matrix [inputs, outputs],
 * weights
 * {@code [i, o]} to {@code [i, o + blockSize - 1]}; of a convolution kernel, weights of one input channel and one
 * position in the kernel. The first block of a row begins at output 0. Blocks of an LSTM never reach from one gate into
 * the next: every gate is a matrix of its own. Where the number of outputs (of a gate) is not a multiple of the block
 * size, the last block of a row is smaller.
 *
 * <p>The score of a block is the root of the mean square of its active weights, rounded to their precision. For whole
 * blocks that is the order of their L2 norms; a smaller one, or one that came partly pruned, is compared by its norm
 * per weight, so that it is not at a disadvantage for having few. A block in which a weight is NaN counts as the
 * largest.
 *
 * <pre>{@code
 * PruningPlan.paperLstm(20).withGranularity(Granularity.blocks(8));
 * }</pre>
 *
 * @param blockSize largest number of weights in a block, 1 for single weights
 */
public record Granularity(int blockSize) {

    /** Every weight by itself. */
    public static final Granularity WEIGHTS = new Granularity(1);

    /**
     * Checks the size.
     *
     * @param blockSize as above
     * @throws IllegalArgumentException if it is below 1
     */
    public Granularity {
        if (blockSize < 1) {
            throw new IllegalArgumentException("blockSize is " + blockSize
                    + " but must be at least 1: it is the number of weights that are pruned together");
        }
    }

    /**
     * Blocks along the outputs.
     *
     * @param blockSize weights in a block, such as 8 for vectors of 256 bits in single precision; 1 is {@link #WEIGHTS}
     * @return the granularity
     * @throws IllegalArgumentException if the size is below 1
     */
    public static Granularity blocks(int blockSize) {
        return new Granularity(blockSize);
    }

    @Override
    public String toString() {
        return blockSize == 1 ? "single weights" : "blocks of " + blockSize + " outputs";
    }
}
