package io.github.dl4jpruning.selection;

import io.github.dl4jpruning.mask.WeightMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The k smallest magnitudes of several parameters together, exactly and without sorting.
 *
 * <p>A radix selection over the bits of the magnitudes: a histogram of the upper 16 bits finds the bin in which the
 * k-th smallest lies, a histogram of the lower 16 bits within that bin finds its exact value (double precision needs
 * four histograms). Then one pass marks everything below it, and of the weights equal to it the first ones by position,
 * so that the count is exact and the same on every machine. Memory: one histogram of 65536 counts and a buffer of 1024
 * keys beside the masks; counts have 64 bits.
 */
public final class ExactSelection {

    private static final int DIGIT = 16;
    private static final int BINS = 1 << DIGIT;
    private static final int CHUNK = Magnitudes.CHUNK;

    private ExactSelection() {}

    /**
     * What was chosen.
     *
     * @param masks one for each candidate, in their order, each containing the mask the candidate came with
     * @param threshold the largest magnitude, or score of a block, that was pruned in this selection, 0 if none was
     * @param nanCount number of weights still active before the selection that are NaN
     * @param tookNaN whether a weight that is NaN, or a block with one, had to be pruned to reach the count
     */
    public record Result(List<WeightMask> masks, double threshold, long nanCount, boolean tookNaN) {}

    /**
     * Prunes until the given number of weights is gone.
     *
     * <p>Blocks of several weights ({@link Granularity}) go whole, in the order of score and then position, up to the
     * first of which not all active weights fit into the count; no smaller block further on is taken in its place.
     * Weights of a block that are pruned already count as such and not again.
     *
     * @param candidates parameters, all of one precision; their order is the order of positions in a tie
     * @param count how many weights shall be pruned in all, those already pruned included
     * @return the grown masks; together they prune exactly {@code count}, or with blocks at most so many
     * @throws IllegalArgumentException if fewer weights than already pruned, or more than there are, are asked for, or
     *     the precisions differ
     */
    public static Result smallest(List<Candidate> candidates, long count) {
        return smallest(candidates, count, false);
    }

    /** The same for blocks, but of every parameter the last active block in the order stays. */
    static Result smallestButOne(List<Candidate> candidates, long count) {
        return smallest(candidates, count, true);
    }

    private static Result smallest(List<Candidate> candidates, long count, boolean butOne) {
        long total = 0;
        long already = 0;
        for (Candidate candidate : candidates) {
            total += candidate.length();
            already += candidate.pruned().prunedCount();
        }
        if (count < already || count > total) {
            throw new IllegalArgumentException("asked to prune " + count + " weights, but " + already + " of " + total
                    + " are pruned already and pruned weights stay pruned");
        }
        if (count == already) {
            List<WeightMask> same = candidates.stream().map(Candidate::pruned).toList();
            return new Result(same, 0, nanCount(candidates), false);
        }
        Magnitudes.Precision precision = candidates.get(0).magnitudes().precision();
        for (Candidate candidate : candidates) {
            if (candidate.magnitudes().precision() != precision) {
                throw new IllegalArgumentException("parameter " + candidate.name() + " is in "
                        + candidate.magnitudes().precision() + " precision, "
                        + candidates.get(0).name() + " in " + precision
                        + ": their magnitudes cannot be compared bit by bit");
            }
        }
        boolean single = candidates.stream().allMatch(c -> c.blocks().largest() == 1);
        return single && !butOne
                ? new Run(candidates, precision).select(count - already)
                : new BlockSelection(candidates, precision, butOne).select(count - already);
    }

    /**
     * Counts the weights that are not a number.
     *
     * @param candidate a parameter
     * @return how many of its active weights are NaN
     */
    public static long nanCount(Candidate candidate) {
        long infinity = candidate.magnitudes().precision().infinityKey;
        return candidate.countActive(key -> key > infinity);
    }

    static long nanCount(List<Candidate> candidates) {
        return candidates.stream().mapToLong(ExactSelection::nanCount).sum();
    }

    /** One selection with its buffers. */
    private static final class Run {
        private final List<Candidate> candidates;
        private final Magnitudes.Precision precision;
        private final long[] keys = new long[CHUNK];
        private final long[] histogram = new long[BINS];

        Run(List<Candidate> candidates, Magnitudes.Precision precision) {
            this.candidates = candidates;
            this.precision = precision;
        }

        Result select(long wanted) {
            long rank = wanted; // of the threshold among the active weights that share the digits found so far
            long prefix = 0;
            boolean unbounded = false; // whether an active weight is infinite or NaN
            int bin = 0;
            for (int shift = precision.topShift; shift >= 0; shift -= DIGIT) {
                count(prefix, shift);
                if (shift == precision.topShift) {
                    int infinity = (int) (precision.infinityKey >>> shift);
                    unbounded = Arrays.stream(histogram, infinity, BINS).anyMatch(n -> n > 0);
                }
                bin = 0;
                while (rank > histogram[bin]) {
                    rank -= histogram[bin++];
                }
                prefix = prefix << DIGIT | bin;
            }
            boolean wholeTie = rank == histogram[bin];
            List<WeightMask> masks = wholeTie ? mark(prefix, 0) : mark(prefix - 1, rank);
            long nanCount = unbounded ? nanCount(candidates) : 0;
            return new Result(masks, precision.magnitude(prefix), nanCount, prefix > precision.infinityKey);
        }

        /** Counts the digit at {@code shift} of all active keys whose upper digits are {@code prefix}. */
        private void count(long prefix, int shift) {
            Arrays.fill(histogram, 0);
            for (Candidate candidate : candidates) {
                WeightMask pruned = candidate.pruned();
                for (long from = 0; from < candidate.length(); from += CHUNK) {
                    int n = read(candidate, from);
                    if (shift < precision.topShift) {
                        countMatching(prefix, shift, pruned, from, n);
                    } else if (pruned.prunedCount() == 0) {
                        countAll(shift, n);
                    } else {
                        countActive(shift, pruned, from, n);
                    }
                }
            }
        }

        private int read(Candidate candidate, long from) {
            int n = (int) Math.min(CHUNK, candidate.length() - from);
            candidate.magnitudes().read(from, keys, n);
            return n;
        }

        private void countAll(int shift, int n) {
            for (int i = 0; i < n; i++) {
                histogram[(int) (keys[i] >>> shift)]++;
            }
        }

        /** Goes from active bit to active bit: a question for each would be hard to predict in a scattered mask. */
        private void countActive(int shift, WeightMask pruned, long from, int n) {
            int word = (int) (from >>> 6);
            for (int start = 0; start < n; start += 64, word++) {
                long active = ~pruned.word(word);
                if (n - start < 64) {
                    active &= (1L << n) - 1;
                }
                for (; active != 0; active &= active - 1) {
                    histogram[(int) (keys[start + Long.numberOfTrailingZeros(active)] >>> shift)]++;
                }
            }
        }

        /** Few keys match, and only for those the mask is looked at. */
        private void countMatching(long prefix, int shift, WeightMask pruned, long from, int n) {
            for (int i = 0; i < n; i++) {
                if (keys[i] >>> shift + DIGIT == prefix && !pruned.isPruned(from + i)) {
                    histogram[(int) (keys[i] >>> shift) & BINS - 1]++;
                }
            }
        }

        /** Marks the keys up to {@code limit} and the first {@code ties} of those that are greater by one. */
        private List<WeightMask> mark(long limit, long ties) {
            List<WeightMask> masks = new ArrayList<>(candidates.size());
            for (Candidate candidate : candidates) {
                long length = candidate.length();
                long[] words = new long[(int) ((length + 63) >>> 6)];
                for (long from = 0; from < length; from += CHUNK) {
                    int n = read(candidate, from);
                    int word = (int) (from >>> 6);
                    for (int start = 0; start < n; start += 64, word++) {
                        int end = Math.min(start + 64, n);
                        long gone = candidate.pruned().word(word) | upTo(limit, start, end);
                        if (ties > 0) {
                            long tied = equalTo(limit + 1, start, end) & ~gone;
                            for (; tied != 0 && ties > 0; tied &= tied - 1, ties--) {
                                gone |= Long.lowestOneBit(tied);
                            }
                        }
                        words[word] = gone;
                    }
                }
                masks.add(WeightMask.ofWords(length, words));
            }
            return masks;
        }

        /**
         * One bit for each key: whether it is at most the limit. The sign of the difference tells, for none overflows.
         */
        private long upTo(long limit, int start, int end) {
            long bits = 0;
            for (int i = end - 1; i >= start; i--) {
                bits = bits << 1 | keys[i] - limit - 1 >>> 63;
            }
            return bits;
        }

        /** One bit for each key: whether it equals the value. */
        private long equalTo(long value, int start, int end) {
            long bits = 0;
            for (int i = end - 1; i >= start; i--) {
                bits = bits << 1 | (keys[i] ^ value) - 1 >>> 63;
            }
            return bits;
        }
    }
}
