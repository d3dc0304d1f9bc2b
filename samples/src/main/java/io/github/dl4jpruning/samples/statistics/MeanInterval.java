package io.github.dl4jpruning.samples.statistics;

import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A mean and how well it is known.
 *
 * @param n how many values
 * @param mean of them
 * @param interval 95% interval by Student's t; {@link Interval#NONE} for a single value
 */
public record MeanInterval(int n, double mean, Interval interval) {
    private static final double UPPER = 0.975;

    /**
     * Of some values, at least one.
     *
     * @throws IllegalArgumentException if there are none
     */
    public static MeanInterval of(double... values) {
        int n = values.length;
        if (n == 0) {
            throw new IllegalArgumentException("no values to take the mean of");
        }
        double mean = StatUtils.mean(values);
        if (n == 1) {
            return new MeanInterval(n, mean, Interval.NONE);
        }
        double error = Math.sqrt(StatUtils.variance(values, mean) / n);
        double half = error * new TDistribution(null, n - 1.0).inverseCumulativeProbability(UPPER);
        return new MeanInterval(n, mean, new Interval(mean - half, mean + half));
    }
}
