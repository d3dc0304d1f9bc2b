package io.github.dl4jpruning.selection;

import java.util.function.IntToLongFunction;

/** Magnitudes of a Java array. */
record ArrayMagnitudes(Precision precision, long length, IntToLongFunction keyAt) implements Magnitudes {

    @Override
    public void read(long from, long[] keys, int count) {
        for (int i = 0; i < count; i++) {
            keys[i] = keyAt.applyAsLong((int) from + i);
        }
    }
}
