package io.github.dl4jpruning.selection;

/**
 * Pseudo-random numbers in (0, 1] in the place of magnitudes: a function of a seed and the position. A NaN stays one.
 *
 * @param source whose length and precision it has
 * @param seed of the numbers
 */
record RandomMagnitudes(Magnitudes source, long seed) implements Magnitudes {

    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;
    private static final double UNIT = 0x1p-53;

    @Override
    public long length() {
        return source.length();
    }

    @Override
    public Precision precision() {
        return source.precision();
    }

    @Override
    public void read(long from, long[] keys, int count) {
        source.read(from, keys, count);
        Precision precision = source.precision();
        for (int i = 0; i < count; i++) {
            if (keys[i] > precision.infinityKey) {
                continue;
            }
            keys[i] = precision.key(((mixed(from + i) >>> 11) + 1) * UNIT);
        }
    }

    /** SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
    private long mixed(long position) {
        long z = (position + 1) * GOLDEN_RATIO + seed * 0xD1B54A32D192ED03L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
