package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
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

    /**
     * Fits some rows of a column, at least one. A column that is constant there becomes 0 and keeps its units.
     *
     * @throws InputException if the values differ by so little or so much that a double does not hold their squares
     */
    public static Scale fit(String column, double[] values, Span rows) {
        double first = values[rows.from()];
        if (Arrays.stream(values, rows.from(), rows.to()).allMatch(v -> v == first)) {
            return new Scale(column, first, 1);
        }
        double mean = Arrays.stream(values, rows.from(), rows.to()).sum() / rows.rows();
        double squares = Arrays.stream(values, rows.from(), rows.to())
                .map(v -> (v - mean) * (v - mean))
                .sum();
        double deviation = Math.sqrt(squares / rows.rows());
        if (!(deviation >= 1 / Numbers.LARGEST && deviation <= Numbers.LARGEST)) {
            throw new InputException(
                    "column '" + Texts.shown(column) + "': the standard deviation of what the scaler sees is "
                            + deviation + ", but only from " + 1 / Numbers.LARGEST + " to " + Numbers.LARGEST
                            + " can be calculated with. Write the column in other units.");
        }
        return new Scale(column, mean, deviation);
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
