package io.github.dl4jpruning.samples.console;

import java.util.Locale;

/**
 * Numbers for reading: four significant digits, or as many as an error leaves, never an exponent, the same in every
 * country.
 */
public final class Digits {
    private static final int SIGNIFICANT = 4;
    private static final int ERROR_DIGITS = 3;
    private static final int DOUBLE_DIGITS = 15;
    private static final int MOST_DECIMALS = 12;

    private Digits() {}

    /** How many decimals leave a number of this size its significant digits; none of a large integer part is cut. */
    public static int decimals(double size) {
        int integerDigits = size == 0 ? 1 : (int) Math.floor(Math.log10(Math.abs(size))) + 1;
        return Math.min(MOST_DECIMALS, Math.max(0, SIGNIFICANT - integerDigits));
    }

    /**
     * As fine as the error that a value is known with: three significant digits of the error are shown, and not more
     * digits than a double holds.
     *
     * @param value to show
     * @param error its size, in the units of the value
     */
    public static String asFineAs(double value, double error) {
        if (!(Math.abs(error) > 0) || Double.isInfinite(error)) {
            return of(value);
        }
        int decimals = ERROR_DIGITS - 1 - (int) Math.floor(Math.log10(Math.abs(error)));
        int integerDigits = value == 0 ? 0 : (int) Math.floor(Math.log10(Math.abs(value))) + 1;
        return fixed(value, Math.max(0, Math.min(decimals, DOUBLE_DIGITS - integerDigits)));
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
