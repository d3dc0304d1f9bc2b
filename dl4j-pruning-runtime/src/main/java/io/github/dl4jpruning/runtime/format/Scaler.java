package io.github.dl4jpruning.runtime.format;

import java.util.Arrays;

/**
 * Mean and deviation per column, by which data were standardised before training.
 *
 * @param mean one per column
 * @param deviation one per column, above 0
 */
public record Scaler(Vector mean, Vector deviation) {

    /**
     * Checks the sizes.
     *
     * @param mean as above
     * @param deviation as above
     * @throws IllegalArgumentException if they do not fit; the message tells which
     */
    public Scaler {
        if (mean.length() != deviation.length()) {
            throw new IllegalArgumentException("there are " + mean.length() + " means and " + deviation.length()
                    + " deviations: give one per column");
        }
        for (int i = 0; i < deviation.length(); i++) {
            if (!(deviation.get(i) > 0)) {
                throw new IllegalArgumentException("the deviation of column " + i + " is " + deviation.get(i)
                        + ", by which nothing can be divided: give 1 for a column that is constant");
            }
        }
    }

    /**
     * A scaler of its numbers.
     *
     * @param mean one per column
     * @param deviation one per column, above 0
     * @return the scaler
     * @throws IllegalArgumentException if they do not fit; the message tells which
     */
    public static Scaler of(float[] mean, float[] deviation) {
        return new Scaler(Vector.of(mean), Vector.of(deviation));
    }

    /**
     * A scaler that does the same to every column.
     *
     * @param columns how many
     * @param mean of each
     * @param deviation of each, above 0
     * @return the scaler
     * @throws IllegalArgumentException if the deviation is not above 0
     */
    public static Scaler uniform(int columns, float mean, float deviation) {
        float[] means = new float[columns];
        float[] deviations = new float[columns];
        Arrays.fill(means, mean);
        Arrays.fill(deviations, deviation);
        return of(means, deviations);
    }
}
