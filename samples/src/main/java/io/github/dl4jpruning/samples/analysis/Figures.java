package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.statistics.Interval;
import java.util.Locale;

/** Numbers as text, the same in every country. */
public final class Figures {
    private static final double SMALLEST_P = 0.0001;
    private static final double PERCENT = 100;

    private Figures() {}

    /** A p-value: four decimals, {@code <0.0001} below. */
    public static String p(double p) {
        return p < SMALLEST_P ? "<0.0001" : text("%.4f", p);
    }

    /** A share in percent, one decimal; a dash for NaN. */
    public static String percent(double share) {
        return Double.isNaN(share) ? "-" : text("%.1f%%", PERCENT * share);
    }

    /** A relative change with its sign. */
    public static String signedPercent(double share) {
        return Double.isNaN(share) ? "-" : text("%+.1f%%", PERCENT * share);
    }

    /** How many times as much: one decimal below 10; a dash for NaN. */
    public static String times(double ratio) {
        return Digits.fixed(ratio, ratio < 10 ? 1 : 0);
    }

    /** A relative change with its interval, if it has one. */
    public static String change(double share, Interval interval) {
        return signedPercent(share) + interval(interval);
    }

    /** By how much an error is lower or higher, with its interval. */
    public static String gain(double share, Interval interval) {
        return share >= 0
                ? percent(share) + " lower" + interval(interval)
                : percent(-share) + " higher" + interval(new Interval(-interval.high(), -interval.low()));
    }

    private static String interval(Interval interval) {
        return interval.known() ? text(" [%.1f, %.1f]", PERCENT * interval.low(), PERCENT * interval.high()) : "";
    }

    private static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
