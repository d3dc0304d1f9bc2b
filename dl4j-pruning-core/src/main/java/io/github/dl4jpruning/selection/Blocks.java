package io.github.dl4jpruning.selection;

/**
 * How the weights of a parameter fall into blocks, by their position in memory.
 *
 * <p>Neighbouring units are {@code stride} positions apart; after {@code units} of them (the outputs, or those of one
 * gate) the blocks begin anew. Blocks are numbered in the order of their first weights, which is their order in a tie.
 *
 * @param size largest number of weights in a block
 * @param units of a row, which no block leaves
 * @param stride positions from one unit to the next
 */
public record Blocks(int size, long units, long stride) {

    /** Every weight by itself, whatever the parameter. */
    public static final Blocks OF_ONE = new Blocks(1, 1, 1);

    /**
     * Checks the numbers.
     *
     * @param size as above
     * @param units as above
     * @param stride as above
     * @throws IllegalArgumentException if one of them is below 1
     */
    public Blocks {
        if (size < 1 || units < 1 || stride < 1) {
            throw new IllegalArgumentException("size, units and stride of blocks are " + size + ", " + units + " and "
                    + stride + " but must be at least 1");
        }
    }

    /**
     * The number of weights in the largest block there is.
     *
     * @return the size, or fewer if a row has fewer units
     */
    public int largest() {
        return (int) Math.min(size, units);
    }

    /** The number of blocks among so many weights. */
    long count(long weights) {
        return weights / units * perRow();
    }

    /** Blocks that follow each other along the units. */
    private long perRow() {
        return (units - 1) / size + 1;
    }

    /** The position of a block's first weight; the others follow at every {@code stride}. */
    long first(long block) {
        long group = block / stride;
        return (group / perRow() * units + group % perRow() * size) * stride + block % stride;
    }

    /** The number of weights in a block. */
    int length(long block) {
        return (int) Math.min(size, units - block / stride % perRow() * size);
    }
}
