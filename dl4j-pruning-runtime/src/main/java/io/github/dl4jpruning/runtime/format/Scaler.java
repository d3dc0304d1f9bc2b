package io.github.dl4jpruning.runtime.format;

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
}
