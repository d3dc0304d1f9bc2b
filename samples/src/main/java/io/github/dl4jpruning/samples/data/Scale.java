package io.github.dl4jpruning.samples.data;

import java.util.Arrays;

/**
 * Standardises one column: minus the mean, divided by the deviation.
 *
 * @param column its name
 * @param mean in the units of the column
 * @param deviation standard deviation in the units of the column, above 0
 */
public record Scale(String column, double mean, double deviation) {

    /** Checks the numbers. */
    public Scale {
        if (!Double.isFinite(mean) || !Double.isFinite(deviation) || deviation <= 0) {
            throw new IllegalArgumentException("column '" + column
                    + "' needs a finite mean and a deviation above 0, but has " + mean + " and " + deviation);
        }
    }

    /** Fits some rows of a column, at least one. A column that is constant there becomes 0 and keeps its units. */
    public static Scale fit(String column, double[] values, Span rows) {
        double first = values[rows.from()];
        if (Arrays.stream(values, rows.from(), rows.to()).allMatch(v -> v == first)) {
            return new Scale(column, first, 1);
        }
        double mean = Arrays.stream(values, rows.from(), rows.to()).sum() / rows.rows();
        double squares = Arrays.stream(values, rows.from(), rows.to())
                .map(v -> (v - mean) * (v - mean))
                .sum();
        return new Scale(column, mean, Math.sqrt(squares / rows.rows()));
    }

    /** From units to standard deviations around the mean. */
    public double standardise(double value) {
        return (value - mean) / deviation;
    }

    /** From standard deviations around the mean to units. */
    public double restore(double standardised) {
        return mean + deviation * standardised;
    }
}
