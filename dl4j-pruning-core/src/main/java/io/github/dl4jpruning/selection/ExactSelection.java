package io.github.dl4jpruning.selection;

import io.github.dl4jpruning.mask.WeightMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The k smallest magnitudes of several parameters together, exactly and without sorting.
 *
 * <p>A radix selection over the bits of the magnitudes: a histogram of the upper 16 bits finds the bin in which the k-th
 * smallest lies, a histogram of the lower 16 bits within that bin finds its exact value (double precision needs four
 * histograms). Then one pass marks everything below it, and of the weights equal to it the first ones by position, so that
 * the count is exact and the same on every machine. Memory: one histogram of 65536 counts and a buffer of 2048 keys beside
 * the masks; counts have 64 bits.
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
     * @param threshold the largest magnitude that was pruned in this selection, 0 if none was
     * @param nanCount number of weights still active before the selection that are NaN
     * @param tookNaN whether a weight that is NaN had to be pruned to reach the count
     */
    public record Result(List<WeightMask> masks, double threshold, long nanCount, boolean tookNaN) {}

    /**
     * Prunes until the given number of weights is gone.
     *
     * @param candidates parameters, all of one precision; their order is the order of positions in a tie
     * @param count how many weights shall be pruned in all, those already pruned included
     * @return the grown masks; together they prune exactly {@code count}
     * @throws IllegalArgumentException if fewer weights than already pruned, or more than there are, are asked for, or the
     *     precisions differ
     */
    public static Result smallest(List<Candidate> candidates, long count) {
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
            return new Result(same, 0, 0, false);
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
        return new Run(candidates, precision, already).select(count - already);
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

    /** One selection with its buffers. */
    private static final class Run {
        private final List<Candidate> candidates;
        private final Magnitudes.Precision precision;
        private final long already;
        private final long[] keys = new long[CHUNK];
        private final long[] histogram = new long[BINS];

        Run(List<Candidate> candidates, Magnitudes.Precision precision, long already) {
            this.candidates = candidates;
            this.precision = precision;
            this.already = already;
        }

        Result select(long wanted) {
            long rank = wanted; // of the threshold among the active weights that share the digits found so far
            long prefix = 0;
            for (int shift = precision.topShift; shift >= 0; shift -= DIGIT) {
                count(prefix, shift);
                if (prefix == 0) {
                    histogram[0] -= already; // read as zero, but not to be had
                }
                int bin = 0;
                while (rank > histogram[bin]) {
                    rank -= histogram[bin++];
                }
                prefix = prefix << DIGIT | bin;
            }
            return mark(prefix, rank);
        }

        /** Counts the digit at {@code shift} of all keys whose upper digits are {@code prefix}. */
        private void count(long prefix, int shift) {
            Arrays.fill(histogram, 0);
            boolean top = shift == precision.topShift;
            for (Candidate candidate : candidates) {
                WeightMask pruned = candidate.pruned();
                boolean fresh = pruned.prunedCount() == 0;
                for (long from = 0; from < candidate.length(); from += CHUNK) {
                    int n = read(candidate, from);
                    if (!fresh) {
                        zeroPruned(pruned, from, n);
                    }
                    if (top) {
                        for (int i = 0; i < n; i++) {
                            histogram[(int) (keys[i] >>> shift)]++;
                        }
                    } else {
                        for (int i = 0; i < n; i++) {
                            if (keys[i] >>> shift >>> DIGIT == prefix) {
                                histogram[(int) (keys[i] >>> shift) & BINS - 1]++;
                            }
                        }
                    }
                }
            }
        }

        private int read(Candidate candidate, long from) {
            int n = (int) Math.min(CHUNK, candidate.length() - from);
            candidate.magnitudes().read(from, keys, n);
            return n;
        }

        /** Pruned weights count as zeros whatever they hold; without a branch, for scattered masks defeat prediction. */
        private void zeroPruned(WeightMask pruned, long from, int n) {
            int word = (int) (from >>> 6);
            for (int start = 0; start < n; start += 64, word++) {
                long bits = pruned.word(word);
                int end = Math.min(start + 64, n);
                for (int i = start; i < end; i++, bits >>>= 1) {
                    keys[i] &= (bits & 1) - 1;
                }
            }
        }

        /** Marks the keys below the threshold and the first {@code ties} that equal it. */
        private Result mark(long threshold, long ties) {
            List<WeightMask> masks = new ArrayList<>(candidates.size());
            long nanCount = 0;
            for (Candidate candidate : candidates) {
                long length = candidate.length();
                long[] words = new long[(int) ((length + 63) >>> 6)];
                for (long from = 0; from < length; from += CHUNK) {
                    int n = read(candidate, from);
                    int word = (int) (from >>> 6);
                    for (int start = 0; start < n; start += 64, word++) {
                        long below = 0;
                        long equal = 0;
                        long nan = 0;
                        int end = Math.min(start + 64, n);
                        for (int i = start; i < end; i++) {
                            long key = keys[i]; // not negative, so a sign bit tells the order
                            below |= key - threshold >>> 63 << i;
                            equal |= (key ^ threshold) - 1 >>> 63 << i;
                            nan |= precision.infinityKey - key >>> 63 << i;
                        }
                        long gone = candidate.pruned().word(word);
                        nanCount += Long.bitCount(nan & ~gone);
                        long tied = equal & ~gone;
                        for (; tied != 0 && ties > 0; ties--) {
                            below |= Long.lowestOneBit(tied);
                            tied &= tied - 1;
                        }
                        words[word] = below | gone;
                    }
                }
                masks.add(WeightMask.ofWords(length, words));
            }
            return new Result(masks, precision.magnitude(threshold), nanCount, threshold > precision.infinityKey);
        }
    }
}
