package io.github.dl4jpruning.samples.console;

import java.util.Locale;

/** Numbers for reading: four significant digits, never an exponent, the same in every country. */
public final class Digits {
    private static final int SIGNIFICANT = 4;
    private static final int MOST_DECIMALS = 12;

    private Digits() {}

    /** How many decimals leave a number of this size its significant digits; none of a large integer part is cut. */
    public static int decimals(double size) {
        int integerDigits = size == 0 ? 1 : (int) Math.floor(Math.log10(Math.abs(size))) + 1;
        return Math.min(MOST_DECIMALS, Math.max(0, SIGNIFICANT - integerDigits));
    }

    /** With so many decimals; a dash for {@code NaN}. */
    public static String fixed(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** With as many decimals as its size asks for. */
    public static String of(double value) {
        return fixed(value, decimals(value));
    }
}
