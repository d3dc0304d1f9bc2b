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
 */
public record Candidate(String name, String layer, Magnitudes magnitudes, WeightMask pruned) {

    /**
     * Checks that mask and weights belong together.
     *
     * @param name as above
     * @param layer as above
     * @param magnitudes as above
     * @param pruned as above
     * @throws IllegalArgumentException if their lengths differ
     */
    public Candidate {
        if (pruned.length() != magnitudes.length()) {
            throw new IllegalArgumentException("the mask of parameter " + name + " is for " + pruned.length()
                    + " weights, but the parameter has " + magnitudes.length() + ": it belongs to another network");
        }
    }

    long length() {
        return magnitudes.length();
    }

    /** The most that may go, so that at least one weight is left. */
    long limit() {
        return Math.max(Math.max(length() - 1, 0), pruned.prunedCount());
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
        return new Candidate(name, layer, magnitudes.scaled(factor), pruned);
    }
}
