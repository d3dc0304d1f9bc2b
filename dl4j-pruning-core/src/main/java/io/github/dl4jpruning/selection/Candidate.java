package io.github.dl4jpruning.selection;

import io.github.dl4jpruning.mask.WeightMask;
import java.util.function.LongPredicate;

/**
 * One parameter whose weights may be pruned.
 *
 * @param name of the parameter
 * @param layer it belongs to: the cap and the norm are those of the layer
 * @param magnitudes of its weights
 * @param pruned what is gone already and stays so
 * @param blocks the weights that go together
 */
public record Candidate(String name, String layer, Magnitudes magnitudes, WeightMask pruned, Blocks blocks) {

    /**
     * Checks that mask, weights and blocks belong together.
     *
     * @param name as above
     * @param layer as above
     * @param magnitudes as above
     * @param pruned as above
     * @param blocks as above
     * @throws IllegalArgumentException if the lengths of mask and weights differ, or the weights are no whole number of
     *     rows
     */
    public Candidate {
        if (pruned.length() != magnitudes.length()) {
            throw new IllegalArgumentException("the mask of parameter " + name + " is for " + pruned.length()
                    + " weights, but the parameter has " + magnitudes.length() + ": it belongs to another network");
        }
        if (magnitudes.length() % Math.multiplyExact(blocks.units(), blocks.stride()) != 0) {
            throw new IllegalArgumentException("the " + magnitudes.length() + " weights of parameter " + name
                    + " are no whole number of rows of " + blocks.units() + " units, " + blocks.stride()
                    + " positions apart");
        }
    }

    /**
     * A parameter whose weights go one by one.
     *
     * @param name as above
     * @param layer as above
     * @param magnitudes as above
     * @param pruned as above
     * @throws IllegalArgumentException if the lengths of mask and weights differ
     */
    public Candidate(String name, String layer, Magnitudes magnitudes, WeightMask pruned) {
        this(name, layer, magnitudes, pruned, Blocks.OF_ONE);
    }

    long length() {
        return magnitudes.length();
    }

    long blockCount() {
        return blocks.count(length());
    }

    /** The most that may go, so that at least one weight is left. */
    long limit() {
        return Math.max(Math.max(length() - 1, 0), pruned.prunedCount());
    }

    /** What of the limit can be reached in whole blocks, whichever of them is left. */
    long reach() {
        return Math.max(Math.max(length() - blocks.largest(), 0), pruned.prunedCount());
    }

    /** How many of the active weights have a key of a kind. */
    long countActive(LongPredicate kind) {
        long[] count = new long[1];
        magnitudes.forEach((position, key) -> {
            if (kind.test(key) && !pruned.isPruned(position)) {
                count[0]++;
            }
        });
        return count[0];
    }

    Candidate scaled(double factor) {
        return withMagnitudes(magnitudes.scaled(factor));
    }

    Candidate withMagnitudes(Magnitudes other) {
        return new Candidate(name, layer, other, pruned, blocks);
    }
}
