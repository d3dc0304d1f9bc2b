package io.github.dl4jpruning.samediff.patchtst;

import java.util.Arrays;

/** Checks of configurations that say what is wrong and what would be right. */
final class Checks {

    private Checks() {}

    static void atLeast(String name, long value, long least, String meaning) {
        if (value < least) {
            throw new IllegalArgumentException(
                    name + " is " + value + " but must be at least " + least + ": it is " + meaning);
        }
    }

    static void rate(String name, double value) {
        if (!(value >= 0 && value < 1)) {
            throw new IllegalArgumentException(name + " is " + value
                    + " but must be at least 0 and below 1: it is the fraction that is dropped, 0 for none");
        }
    }

    static void chosen(String name, Object value, Object... choices) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null: choose one of " + Arrays.toString(choices));
        }
    }

    static void given(String name, Object value, String example) {
        if (value == null) {
            throw new IllegalArgumentException(name + " is null: give one, for example " + example);
        }
    }

    /** The weights of the head must fit into an array. */
    static void headFits(long inputs, long outputs, long heads) {
        if (inputs * outputs > Integer.MAX_VALUE / heads) {
            throw new IllegalArgumentException("a head from " + inputs + " features to " + outputs + " values"
                    + (heads > 1 ? " for each of " + heads + " channels" : "")
                    + " has more weights than an array can hold: take fewer patches, features or time steps");
        }
    }
}
