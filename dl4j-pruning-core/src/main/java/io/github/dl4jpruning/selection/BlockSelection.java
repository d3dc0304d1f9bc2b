package io.github.dl4jpruning.selection;

import io.github.dl4jpruning.mask.WeightMask;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The blocks with the smallest scores, in the order of score and then position, up to the first that does not fit any
 * more.
 *
 * <p>The radix selection of {@link ExactSelection}, with the active weights of the blocks counted in the histograms. No
 * score is kept: they are computed anew in each pass.
 */
final class BlockSelection {

    private static final int DIGIT = 16;
    private static final int BINS = 1 << DIGIT;
    private static final int CHUNK = Magnitudes.CHUNK;

    private final List<Candidate> candidates;
    private final Magnitudes.Precision precision;
    private final long[] keys = new long[CHUNK];
    private final int[] active = new int[CHUNK]; // weights of a block, 0 for one that is out of the question
    private final long[] kept; // of each candidate the block that stays, -1 for none
    private final long[] histogram = new long[BINS];
    private long largest; // key that went
    private boolean unbounded; // whether an active weight is infinite or NaN

    /**
     * A selection with its buffers.
     *
     * @param butOne whether of every parameter the last active block in the order stays
     */
    BlockSelection(List<Candidate> candidates, Magnitudes.Precision precision, boolean butOne) {
        this.candidates = candidates;
        this.precision = precision;
        this.kept = new long[candidates.size()];
        Arrays.fill(kept, -1);
        for (int c = 0; butOne && c < kept.length; c++) {
            kept[c] = last(c);
        }
    }

    private long last(int candidate) {
        long[] last = {-1};
        long[] highest = {-1};
        forEachPiece(candidate, (from, n) -> {
            for (int i = 0; i < n; i++) {
                if (active[i] > 0 && keys[i] >= highest[0]) {
                    highest[0] = keys[i];
                    last[0] = from + i;
                }
            }
        });
        unbounded |= highest[0] >= precision.infinityKey;
        return last[0];
    }

    /** Told that scores and active weights of the blocks from a number on have been read. */
    private interface Piece {
        void read(long from, int n);
    }

    private void forEachPiece(int candidate, Piece piece) {
        BlockScores scores = new BlockScores(candidates.get(candidate));
        long blocks = candidates.get(candidate).blockCount();
        for (long from = 0; from < blocks; from += CHUNK) {
            int n = (int) Math.min(CHUNK, blocks - from);
            scores.read(from, keys, active, n);
            if (kept[candidate] >= from && kept[candidate] < from + n) {
                active[(int) (kept[candidate] - from)] = 0;
            }
            piece.read(from, n);
        }
    }

    /** Prunes whole blocks of together at most so many active weights. */
    ExactSelection.Result select(long wanted) {
        long room = wanted; // for the blocks that share the digits found so far
        long prefix = 0;
        for (int shift = precision.topShift; shift >= 0; shift -= DIGIT) {
            count(prefix, shift);
            if (shift == precision.topShift) {
                int infinity = (int) (precision.infinityKey >>> shift);
                unbounded |= Arrays.stream(histogram, infinity, BINS).anyMatch(n -> n > 0);
            }
            int bin = 0;
            while (bin < BINS && histogram[bin] <= room) {
                room -= histogram[bin++];
            }
            if (bin == BINS) { // in the first pass only: all blocks fit
                prefix = Long.MAX_VALUE;
                break;
            }
            prefix = prefix << DIGIT | bin;
        }
        List<WeightMask> masks = mark(prefix, room);
        long nanCount = unbounded ? ExactSelection.nanCount(candidates) : 0;
        return new ExactSelection.Result(
                masks, precision.magnitude(largest), nanCount, largest > precision.infinityKey);
    }

    /**
     * Counts the active weights of all blocks by the digit at {@code shift}, if the upper digits are {@code prefix}.
     */
    private void count(long prefix, int shift) {
        Arrays.fill(histogram, 0);
        for (int c = 0; c < kept.length; c++) {
            forEachPiece(c, (from, n) -> {
                for (int i = 0; i < n; i++) {
                    if (shift == precision.topShift || keys[i] >>> shift + DIGIT == prefix) {
                        histogram[(int) (keys[i] >>> shift) & BINS - 1] += active[i];
                    }
                }
            });
        }
    }

    /** Marks the blocks below the key, and of those equal to it the first ones as long as there is room. */
    private List<WeightMask> mark(long limit, long roomForTies) {
        long[] room = {roomForTies};
        List<WeightMask> masks = new ArrayList<>(candidates.size());
        for (int c = 0; c < kept.length; c++) {
            Candidate candidate = candidates.get(c);
            long[] words = words(candidate.pruned());
            forEachPiece(c, (from, n) -> {
                for (int i = 0; i < n; i++) {
                    if (active[i] == 0 || keys[i] > limit) {
                        continue;
                    }
                    if (keys[i] == limit) {
                        room[0] =
                                active[i] <= room[0] ? room[0] - active[i] : -1; // the first that does not fit ends it
                        if (room[0] < 0) {
                            continue;
                        }
                    }
                    largest = Math.max(largest, keys[i]);
                    prune(candidate.blocks(), from + i, words);
                }
            });
            masks.add(WeightMask.ofWords(candidate.length(), words));
        }
        return masks;
    }

    private static long[] words(WeightMask mask) {
        long[] words = new long[(int) ((mask.length() + 63) >>> 6)];
        for (int i = 0; i < words.length; i++) {
            words[i] = mask.word(i);
        }
        return words;
    }

    private static void prune(Blocks blocks, long block, long[] words) {
        long position = blocks.first(block);
        for (int unit = blocks.length(block); unit > 0; unit--, position += blocks.stride()) {
            words[(int) (position >>> 6)] |= 1L << position;
        }
    }
}
