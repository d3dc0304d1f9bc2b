package io.github.dl4jpruning.selection;

/**
 * The absolute values of one parameter's weights, read in pieces as integer keys.
 *
 * <p>The key of a weight is the bit pattern of its IEEE 754 value with the sign bit cleared. Such keys are ordered as
 * the magnitudes are: 0 is the smallest, infinity stands above all numbers, and NaN above infinity. So the largest
 * magnitude is NaN's, and -0.0 equals 0.0.
 */
public interface Magnitudes {

    /** How wide the keys are. */
    enum Precision {
        /** Single precision: keys in [0, 2^31). Half precision is widened to it exactly. */
        SINGLE(Float.floatToRawIntBits(Float.POSITIVE_INFINITY), 16),
        /** Double precision: keys in [0, 2^63). */
        DOUBLE(Double.doubleToRawLongBits(Double.POSITIVE_INFINITY), 48);

        final long infinityKey;
        final int topShift; // of the uppermost digit of 16 bits

        Precision(long infinityKey, int topShift) {
            this.infinityKey = infinityKey;
            this.topShift = topShift;
        }

        /**
         * The key of a magnitude.
         *
         * @param magnitude absolute value, not negative
         * @return its key
         */
        public long key(double magnitude) {
            return this == SINGLE ? Float.floatToRawIntBits((float) magnitude) : Double.doubleToRawLongBits(magnitude);
        }

        /**
         * The magnitude of a key.
         *
         * @param key of a weight
         * @return its absolute value
         */
        public double magnitude(long key) {
            return this == SINGLE ? Float.intBitsToFloat((int) key) : Double.longBitsToDouble(key);
        }
    }

    /**
     * The number of weights.
     *
     * @return a count, not negative
     */
    long length();

    /**
     * The width of the keys.
     *
     * @return the precision
     */
    Precision precision();

    /**
     * Reads keys.
     *
     * @param from position of the first weight
     * @param keys filled from index 0
     * @param count number of keys to read, at most {@link #CHUNK}
     */
    void read(long from, long[] keys, int count);

    /** Told a weight. */
    @FunctionalInterface
    interface Visitor {
        /**
         * One weight.
         *
         * @param position of the weight
         * @param key of its magnitude
         */
        void visit(long position, long key);
    }

    /**
     * Visits all weights in order.
     *
     * @param visitor told every position and key
     */
    default void forEach(Visitor visitor) {
        long[] keys = new long[CHUNK];
        for (long from = 0; from < length(); from += CHUNK) {
            int n = (int) Math.min(CHUNK, length() - from);
            read(from, keys, n);
            for (int i = 0; i < n; i++) {
                visitor.visit(from + i, keys[i]);
            }
        }
    }

    /**
     * The largest number of keys read at once: few enough that they stay in the first-level cache beside a histogram,
     * and a multiple of 64, so that pieces begin with a word of a mask.
     */
    int CHUNK = 1024;

    /**
     * The same weights with every magnitude multiplied by a factor, rounded to the precision.
     *
     * @param factor positive and finite
     * @return a view
     */
    default Magnitudes scaled(double factor) {
        return new ScaledMagnitudes(this, factor);
    }

    /**
     * Single-precision weights in an array.
     *
     * @param weights not copied
     * @return a view
     */
    static Magnitudes of(float... weights) {
        return new ArrayMagnitudes(
                Precision.SINGLE, weights.length, i -> Float.floatToRawIntBits(weights[i]) & Integer.MAX_VALUE);
    }

    /**
     * Double-precision weights in an array.
     *
     * @param weights not copied
     * @return a view
     */
    static Magnitudes of(double... weights) {
        return new ArrayMagnitudes(
                Precision.DOUBLE, weights.length, i -> Double.doubleToRawLongBits(weights[i]) & Long.MAX_VALUE);
    }
}
