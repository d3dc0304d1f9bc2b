package io.github.dl4jpruning.samples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Maps values to places on the page, with round numbers as ticks.
 *
 * @param low lowest value shown
 * @param high highest value shown
 * @param from place of the lowest
 * @param to place of the highest
 * @param step between ticks
 */
record Axis(double low, double high, double from, double to, double step) {
    private static final double MARGIN = 0.06;

    /** An axis for values from low to high, with some room beyond and about so many ticks. */
    static Axis around(double low, double high, double from, double to, int ticks) {
        double span = high > low ? high - low : Math.max(Math.abs(high), 1) * 0.1;
        return within(low - MARGIN * span, high + MARGIN * span, from, to, ticks);
    }

    /** An axis that ends exactly at these values. */
    static Axis within(double low, double high, double from, double to, int ticks) {
        double rough = (high - low) / ticks;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double digit = rough / power;
        double round = digit < 1.5 ? 1 : digit < 3.5 ? 2 : digit < 7.5 ? 5 : 10;
        return new Axis(low, high, from, to, round * power);
    }

    double at(double value) {
        return from + (value - low) / (high - low) * (to - from);
    }

    /** The round values on it. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * step; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** A tick in as many decimals as the step needs. */
    String label(double tick) {
        int decimals = Math.max(0, (int) -Math.floor(Math.log10(step) + 1e-9));
        String label = String.format(Locale.ROOT, "%." + decimals + "f", tick);
        return label.matches("-0(\\.0+)?") ? label.substring(1) : label;
    }
}
