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
 * <p>Both ways hit the total exactly, never prune more of a layer than the cap allows, and leave every parameter at
 * least one weight. What a full layer cannot give, the next smallest weights of the others give.
 *
 * <p>Blocks ({@link Granularity}) go whole, so the total may stay below the count by less than the largest block. Of
 * every parameter the last block in the order of score and position stays. Of the others, the first that does not fit
 * the total ends the selection, and one that fits the total but not the cap of its layer closes that layer.
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
                Tally settled = withinParameterLimits(full, limit(full, layerCap));
                tally.add(settled);
                left -= settled.prunedCount(full);
                free.removeAll(full);
            }
        }
    },

    /**
     * Every layer gets the same sparsity, to within one weight (or block) in one update and two over many: what is
     * pruned stays so. In blocks, what the layers' shares leave over goes to the layers that are farthest behind, as
     * long as a block fits.
     */
    UNIFORM {
        @Override
        void spread(List<Candidate> candidates, long count, double layerCap, Tally tally) {
            List<List<Candidate>> layers = layers(candidates);
            double sparsity = count / (double) length(candidates);
            long[] counts = uniformCounts(layers, count, sparsity, layerCap);
            List<Tally> tallies = new ArrayList<>();
            long rest = count;
            for (int i = 0; i < counts.length; i++) {
                tallies.add(withinParameterLimits(layers.get(i), counts[i]));
                counts[i] = tallies.get(i).prunedCount(layers.get(i));
                rest -= counts[i];
            }
            giveBlocks(layers, tallies, counts, rest, sparsity, layerCap);
            tallies.forEach(tally::add);
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
     * @return the sum over the layers of what the cap and the last weight of every parameter allow; weights that are
     *     pruned already count even above the cap; in blocks, what can be reached whatever their scores: a whole block
     *     is left per parameter, and a cap may stop short of it by one weight less than a block
     */
    public static long capacity(List<Candidate> candidates, double layerCap) {
        return layers(candidates).stream()
                .mapToLong(layer -> reach(layer, layerCap))
                .sum();
    }

    /**
     * The most weights that go at once.
     *
     * @param candidates the prunable parameters
     * @return number of weights of the largest block, 1 if weights go one by one
     */
    public static int largestBlock(List<Candidate> candidates) {
        return candidates.stream().mapToInt(c -> c.blocks().largest()).max().orElse(1);
    }

    /**
     * Chooses the weights to prune.
     *
     * @param candidates the prunable parameters, each with a name of its own; their order is the order of positions in
     *     a tie
     * @param importance what is compared
     * @param count how many weights shall be pruned in all, those already pruned included
     * @param layerCap largest sparsity of a layer, in (0, 1]
     * @return masks in the order of the candidates, together pruning exactly {@code count}, or with blocks at most so
     *     many and more than {@code count} less {@link #largestBlock}; the threshold is the largest score that went
     * @throws IllegalArgumentException if {@code count} is below what is pruned already or above {@link #capacity}
     */
    public ExactSelection.Result select(
            List<Candidate> candidates, Importance importance, long count, double layerCap) {
        long capacity = capacity(candidates, layerCap);
        if (count > capacity) {
            throw new IllegalArgumentException("asked to prune " + count + " weights, but a cap of " + layerCap
                    + " per layer and one " + (largestBlock(candidates) == 1 ? "weight" : "block")
                    + " left per parameter allow " + capacity);
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
        if (largestBlock(candidates) > 1) {
            tally.add(candidates, ExactSelection.smallestButOne(candidates, count));
            return tally;
        }
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

    /** Gives the layers more blocks, those farthest behind first, until none fits the rest or their limits. */
    private static void giveBlocks(
            List<List<Candidate>> layers,
            List<Tally> tallies,
            long[] counts,
            long count,
            double sparsity,
            double layerCap) {
        List<Integer> open = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            open.add(i);
        }
        long rest = count;
        while (rest > 0 && !open.isEmpty()) {
            Integer behind = null;
            for (Integer i : open) {
                if (behind == null
                        || sparsity * length(layers.get(i)) - counts[i]
                                > sparsity * length(layers.get(behind)) - counts[behind]) {
                    behind = i;
                }
            }
            List<Candidate> layer = layers.get(behind);
            long more = Math.min(counts[behind] + Math.min(rest, largestBlock(layer)), limit(layer, layerCap));
            Tally grown = withinParameterLimits(layer, more);
            long gain = grown.prunedCount(layer) - counts[behind];
            if (gain == 0) {
                open.remove(behind);
            } else {
                tallies.set(behind, grown);
                counts[behind] += gain;
                rest -= gain;
            }
        }
    }

    /** What can be pruned of a layer whatever the scores of its blocks. */
    private static long reach(List<Candidate> layer, double layerCap) {
        long byCap = (long) Math.floor(layerCap * length(layer)) - largestBlock(layer) + 1;
        long byParameter = layer.stream().mapToLong(Candidate::reach).sum();
        return Math.max(Math.min(byCap, byParameter), pruned(layer));
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
