package io.github.dl4jpruning.selection;

/**
 * The scores of the blocks of one parameter: the root of the mean square of the weights that are still active, as a key
 * of {@link Magnitudes}.
 *
 * <p>Computed from the weights whenever they are read, a piece at a time, so that none are kept. The squares are added
 * in double precision in the order of the units.
 */
final class BlockScores {

    private static final int CHUNK = Magnitudes.CHUNK;

    // Sums of squares between these lose nothing to overflow or underflow; those of single precision all lie between,
    // but 0.
    private static final double TINY = 1e-250;
    private static final double HUGE = 1e250;

    private final Candidate candidate;
    private final Blocks blocks;
    private final Magnitudes.Precision precision;
    private final boolean untouched;
    private final double[] squares = new double[CHUNK];

    // A piece of the weights: the next one wanted mostly lies next to the last.
    private final long[] window = new long[CHUNK];
    private long windowBegin;
    private long windowEnd;

    BlockScores(Candidate candidate) {
        this.candidate = candidate;
        this.blocks = candidate.blocks();
        this.precision = candidate.magnitudes().precision();
        this.untouched = candidate.pruned().prunedCount() == 0;
    }

    /**
     * Reads scores.
     *
     * @param from number of the first block
     * @param keys filled from index 0; 0 for a block without active weights
     * @param active number of active weights of each block, filled from index 0
     * @param count number of blocks to read, at most {@link Magnitudes#CHUNK}
     */
    void read(long from, long[] keys, int[] active, int count) {
        int done = 0;
        while (done < count) {
            int n = (int) Math.min(count - done, blocks.stride() - (from + done) % blocks.stride());
            addSquares(from + done, active, done, n);
            done += n;
        }
        for (int i = 0; i < count; i++) {
            double score = 0;
            if (active[i] > 0) {
                score = squares[i] > TINY && squares[i] < HUGE
                        ? Math.sqrt(squares[i] / active[i])
                        : scaledScore(from + i, active[i]);
            }
            keys[i] = precision.key(score);
        }
    }

    /** Of blocks next to each other in memory, unit by unit: the way the weights lie there. */
    private void addSquares(long block, int[] active, int at, int n) {
        for (int i = at; i < at + n; i++) {
            squares[i] = 0;
            active[i] = 0;
        }
        int length = blocks.length(block);
        long position = blocks.first(block);
        for (int unit = 0; unit < length; unit++, position += blocks.stride()) {
            for (int i = 0; i < n; i++) {
                if (isActive(position + i)) {
                    double value = magnitude(position + i);
                    squares[at + i] += value * value;
                    active[at + i]++;
                }
            }
        }
    }

    /** The same where squares would overflow or vanish: of weights divided by a power of two near the largest. */
    private double scaledScore(long block, int active) {
        double largest = 0;
        for (int unit = 0; unit < blocks.length(block); unit++) {
            long position = blocks.first(block) + unit * blocks.stride();
            largest = isActive(position) ? Math.max(largest, magnitude(position)) : largest;
        }
        if (Double.isNaN(largest)) {
            return Double.NaN; // whose sign bit is known to be clear
        }
        if (largest == 0 || Double.isInfinite(largest)) {
            return largest;
        }
        int exponent = Math.getExponent(largest);
        double sum = 0;
        for (int unit = 0; unit < blocks.length(block); unit++) {
            long position = blocks.first(block) + unit * blocks.stride();
            if (isActive(position)) {
                double value = Math.scalb(magnitude(position), -exponent);
                sum += value * value;
            }
        }
        // Rounding must not carry it beyond the largest number: only infinite weights have an infinite score.
        return Math.min(Double.MAX_VALUE, Math.scalb(Math.sqrt(sum / active), exponent));
    }

    private boolean isActive(long position) {
        return untouched || !candidate.pruned().isPruned(position);
    }

    private double magnitude(long position) {
        if (position < windowBegin || position >= windowEnd) {
            int n = (int) Math.min(CHUNK, candidate.length() - position);
            candidate.magnitudes().read(position, window, n);
            windowBegin = position;
            windowEnd = position + n;
        }
        return precision.magnitude(window[(int) (position - windowBegin)]);
    }
}
