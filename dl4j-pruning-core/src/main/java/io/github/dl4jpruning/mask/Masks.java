package io.github.dl4jpruning.mask;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The masks of a whole network, by the name of the parameter; immutable, in a fixed order.
 *
 * <pre>{@code
 * Masks masks = new Masks(Map.of("0_W", WeightMask.of(4, i -> i == 3)));
 * masks.sparsity();               // 0.25
 * masks.of("0_W").isPruned(3);    // true
 * }</pre>
 */
public final class Masks {

    private final Map<String, WeightMask> byName;
    private final long weightCount;
    private final long prunedCount;

    /**
     * Takes a copy.
     *
     * @param byName masks by the name of the parameter
     */
    public Masks(Map<String, WeightMask> byName) {
        this.byName = Collections.unmodifiableMap(new LinkedHashMap<>(byName));
        this.weightCount =
                byName.values().stream().mapToLong(WeightMask::length).sum();
        this.prunedCount =
                byName.values().stream().mapToLong(WeightMask::prunedCount).sum();
    }

    /**
     * The names of the parameters.
     *
     * @return in the order given
     */
    public Set<String> names() {
        return byName.keySet();
    }

    /**
     * The mask of one parameter.
     *
     * @param name of the parameter
     * @return its mask
     * @throws IllegalArgumentException if there is none
     */
    public WeightMask of(String name) {
        WeightMask mask = byName.get(name);
        if (mask == null) {
            throw new IllegalArgumentException("no mask for parameter " + name + "; there are masks for " + names());
        }
        return mask;
    }

    /**
     * All masks.
     *
     * @return unmodifiable, in the order given
     */
    public Map<String, WeightMask> asMap() {
        return byName;
    }

    /**
     * The number of weights under these masks.
     *
     * @return pruned and active ones
     */
    public long weightCount() {
        return weightCount;
    }

    /**
     * The number of pruned weights.
     *
     * @return the sum over all masks
     */
    public long prunedCount() {
        return prunedCount;
    }

    /**
     * The fraction of pruned weights.
     *
     * @return a number in [0, 1], 0 without weights
     */
    public double sparsity() {
        return weightCount == 0 ? 0 : prunedCount / (double) weightCount;
    }

    /**
     * Whether these masks have only grown.
     *
     * @param earlier masks of the same parameters
     * @return true if everything pruned there is pruned here
     * @throws IllegalArgumentException if a parameter is missing here or has another length
     */
    public boolean contains(Masks earlier) {
        return earlier.byName.entrySet().stream()
                .allMatch(entry -> of(entry.getKey()).contains(entry.getValue()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Masks that && byName.equals(that.byName);
    }

    @Override
    public int hashCode() {
        return byName.hashCode();
    }

    @Override
    public String toString() {
        return prunedCount + " of " + weightCount + " weights pruned in " + byName.size() + " parameters";
    }
}
