package io.github.dl4jpruning.selection;

import io.github.dl4jpruning.mask.WeightMask;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How the number of weights to prune is spread over the layers.
 *
 * <p>Both ways hit the total exactly, never prune more of a layer than the cap allows, and leave every parameter at least
 * one weight. What a full layer cannot give, the next smallest weights of the others give.
 */
public enum Allocation {

    /** All prunable weights of the network stand in one pool (the paper). */
    GLOBAL {
        @Override
        void spread(List<Candidate> candidates, long count, double layerCap, Tally tally) {
            List<Candidate> free = new ArrayList<>(candidates);
            long left = count;
            while (!free.isEmpty()) {
                // A layer that is over its cap at this threshold is so at every higher one: settle it and go on
                // without.
                Tally pool = withinParameterLimits(free, left);
                List<Candidate> full = layers(free).stream()
                        .filter(layer -> pool.prunedCount(layer) > limit(layer, layerCap))
                        .findFirst()
                        .orElse(null);
                if (full == null) {
                    tally.add(pool);
                    return;
                }
                tally.add(withinParameterLimits(full, limit(full, layerCap)));
                left -= limit(full, layerCap);
                free.removeAll(full);
            }
        }
    },

    /** Every layer gets the same sparsity, to within one weight in one update and two over many: what is pruned stays so. */
    UNIFORM {
        @Override
        void spread(List<Candidate> candidates, long count, double layerCap, Tally tally) {
            List<List<Candidate>> layers = layers(candidates);
            long[] counts = uniformCounts(layers, count, count / (double) length(candidates), layerCap);
            for (int i = 0; i < counts.length; i++) {
                tally.add(withinParameterLimits(layers.get(i), counts[i]));
            }
        }
    };

    /** What has been settled so far. */
    private static final class Tally {
        private final Map<String, WeightMask> masks = new HashMap<>();
        private double threshold;
        private long nanCount;
        private boolean tookNaN;

        void add(Tally other) {
            masks.putAll(other.masks);
            note(other.threshold, other.nanCount, other.tookNaN);
        }

        void add(List<Candidate> candidates, ExactSelection.Result result) {
            for (int i = 0; i < candidates.size(); i++) {
                masks.put(candidates.get(i).name(), result.masks().get(i));
            }
            note(result.threshold(), result.nanCount(), result.tookNaN());
        }

        private void note(double threshold, long nanCount, boolean tookNaN) {
            this.threshold = Math.max(this.threshold, threshold);
            this.nanCount += nanCount;
            this.tookNaN |= tookNaN;
        }

        long prunedCount(List<Candidate> candidates) {
            return candidates.stream()
                    .mapToLong(c -> masks.get(c.name()).prunedCount())
                    .sum();
        }
    }

    abstract void spread(List<Candidate> candidates, long count, double layerCap, Tally tally);

    /**
     * The most weights that can be pruned.
     *
     * @param candidates the prunable parameters
     * @param layerCap largest sparsity of a layer, in (0, 1]
     * @return the sum over the layers of what the cap and the last weight of every parameter allow; weights that are pruned
     *     already count even above the cap
     */
    public static long capacity(List<Candidate> candidates, double layerCap) {
        return layers(candidates).stream()
                .mapToLong(layer -> limit(layer, layerCap))
                .sum();
    }

    /**
     * Chooses the weights to prune.
     *
     * @param candidates the prunable parameters, each with a name of its own; their order is the order of positions in a
     *     tie
     * @param importance what is compared
     * @param count how many weights shall be pruned in all, those already pruned included
     * @param layerCap largest sparsity of a layer, in (0, 1]
     * @return masks in the order of the candidates, together pruning exactly {@code count}; the threshold is the largest
     *     score that went
     * @throws IllegalArgumentException if {@code count} is below what is pruned already or above {@link #capacity}
     */
    public ExactSelection.Result select(
            List<Candidate> candidates, Importance importance, long count, double layerCap) {
        long capacity = capacity(candidates, layerCap);
        if (count > capacity) {
            throw new IllegalArgumentException("asked to prune " + count + " weights, but a cap of " + layerCap
                    + " per layer and one weight left per parameter allow " + capacity);
        }
        if (count < pruned(candidates)) {
            throw new IllegalArgumentException("asked to prune " + count + " weights, but " + pruned(candidates)
                    + " are pruned already and pruned weights stay pruned");
        }
        Tally tally = new Tally();
        spread(importance.score(candidates), count, layerCap, tally);
        List<WeightMask> masks =
                candidates.stream().map(c -> tally.masks.get(c.name())).toList();
        return new ExactSelection.Result(masks, tally.threshold, tally.nanCount, tally.tookNaN);
    }

    private static Tally withinParameterLimits(List<Candidate> candidates, long count) {
        Tally tally = new Tally();
        List<Candidate> free = new ArrayList<>(candidates);
        long left = count;
        while (!free.isEmpty()) {
            ExactSelection.Result result = ExactSelection.smallest(free, left);
            Candidate full = null;
            for (int i = 0; i < free.size() && full == null; i++) {
                full = result.masks().get(i).prunedCount() > free.get(i).limit() ? free.get(i) : null;
            }
            if (full == null) {
                tally.add(free, result);
                return tally;
            }
            tally.add(List.of(full), ExactSelection.smallest(List.of(full), full.limit()));
            left -= full.limit();
            free.remove(full);
        }
        return tally;
    }

    private static long[] uniformCounts(List<List<Candidate>> layers, long count, double sparsity, double layerCap) {
        int n = layers.size();
        long[] counts = new long[n];
        long[] already = new long[n];
        long[] limits = new long[n];
        double[] ideal = new double[n];
        long rest = count;
        for (int i = 0; i < n; i++) {
            limits[i] = limit(layers.get(i), layerCap);
            already[i] = pruned(layers.get(i));
            ideal[i] = sparsity * length(layers.get(i));
            counts[i] = Math.max(already[i], Math.min((long) ideal[i], limits[i]));
            rest -= counts[i];
        }
        // Rounding leaves a few weights over, or, since pruned weights stay pruned, now and then one too many.
        while (rest != 0) {
            int step = Long.signum(rest);
            int chosen = -1;
            for (int i = 0; i < n; i++) {
                boolean possible = step > 0 ? counts[i] < limits[i] : counts[i] > already[i];
                if (possible
                        && (chosen < 0 || step * (ideal[i] - counts[i]) > step * (ideal[chosen] - counts[chosen]))) {
                    chosen = i;
                }
            }
            counts[chosen] += step;
            rest -= step;
        }
        return counts;
    }

    /** The most that may be pruned of a layer. */
    private static long limit(List<Candidate> layer, double layerCap) {
        long byCap = (long) Math.floor(layerCap * length(layer));
        long byParameter = layer.stream().mapToLong(Candidate::limit).sum();
        return Math.max(Math.min(byCap, byParameter), pruned(layer));
    }

    private static long length(List<Candidate> candidates) {
        return candidates.stream().mapToLong(Candidate::length).sum();
    }

    private static long pruned(List<Candidate> candidates) {
        return candidates.stream().mapToLong(c -> c.pruned().prunedCount()).sum();
    }

    private static List<List<Candidate>> layers(List<Candidate> candidates) {
        return List.copyOf(candidates.stream()
                .collect(Collectors.groupingBy(Candidate::layer, LinkedHashMap::new, Collectors.toList()))
                .values());
    }
}
