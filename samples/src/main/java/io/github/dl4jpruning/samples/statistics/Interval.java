package io.github.dl4jpruning.samples.statistics;

/**
 * A 95% confidence interval.
 *
 * @param low lower bound; NaN if there is too little data for an interval
 * @param high upper bound; NaN likewise
 */
public record Interval(double low, double high) {
    /** Of what was measured once: none. */
    public static final Interval NONE = new Interval(Double.NaN, Double.NaN);

    /** Checks the order. */
    public Interval {
        if (low > high || Double.isNaN(low) != Double.isNaN(high)) {
            throw new IllegalArgumentException("[" + low + ", " + high + "] is no interval");
        }
    }

    /** Whether there is one. */
    public boolean known() {
        return !Double.isNaN(low);
    }

    /** Whether a value lies within it, bounds included; never within {@link #NONE}. */
    public boolean contains(double value) {
        return low <= value && value <= high;
    }
}
