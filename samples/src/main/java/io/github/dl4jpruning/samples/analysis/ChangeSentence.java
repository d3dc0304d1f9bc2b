package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.statistics.Interval;
import java.util.Locale;

/** Says whether one forecaster is better than another. */
public final class ChangeSentence {
    private static final double LEVEL = PairComparison.LEVEL;

    private ChangeSentence() {}

    /**
     * The sentence. One is called better or worse only if the p-value is below 0.05 and the interval leaves out 0.
     *
     * @param first the one in question
     * @param second what it is compared with
     * @param change of the error: that of the first relative to that of the second, less 1
     * @param interval 95% interval of the change
     * @param p of no difference, corrected for all that is compared
     */
    public static String of(String first, String second, double change, Interval interval, double p) {
        if (Double.isNaN(change)) {
            return capital(first) + " and " + second + " cannot be compared: no trainings of both are there.";
        }
        boolean shown = p < LEVEL && interval.known() && !interval.contains(0);
        if (!shown) {
            String known = interval.known()
                    ? text(", 95%% interval %+.1f to %+.1f%%", 100 * interval.low(), 100 * interval.high())
                    : "";
            return text(
                    "No difference between %s and %s is shown (error %+.1f%%%s, p %s).",
                    first, second, 100 * change, known, p(p));
        }
        boolean better = interval.high() < 0;
        double least = Math.min(Math.abs(interval.low()), Math.abs(interval.high()));
        double most = Math.max(Math.abs(interval.low()), Math.abs(interval.high()));
        return text(
                "%s is %s than %s by %.1f to %.1f%% (p %s).",
                capital(first), better ? "better" : "worse", second, 100 * least, 100 * most, p(p));
    }

    /** A p-value with two significant digits. */
    static String p(double p) {
        return p < 0.001 ? "<0.001" : p < 0.01 ? text("%.3f", p) : text("%.2f", p);
    }

    private static String capital(String text) {
        return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
