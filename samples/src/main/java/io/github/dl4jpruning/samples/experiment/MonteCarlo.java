package io.github.dl4jpruning.samples.experiment;

import java.util.function.IntToDoubleFunction;

/**
 * What many passes with dropout say of each row.
 *
 * @param mean of the passes
 * @param variance of the passes
 */
record MonteCarlo(double[] mean, double[] variance) {
    /** Standard deviations on either side that hold 95% of a normal distribution. */
    private static final double Z = 1.959963984540054;

    /** From [pass][row]. */
    static MonteCarlo of(double[][] passes) {
        int rows = passes[0].length;
        double[] mean = new double[rows];
        double[] variance = new double[rows];
        for (int row = 0; row < rows; row++) {
            for (double[] pass : passes) {
                mean[row] += pass[row] / passes.length;
            }
            for (double[] pass : passes) {
                double difference = pass[row] - mean[row];
                variance[row] += difference * difference / Math.max(1, passes.length - 1);
            }
        }
        return new MonteCarlo(mean, variance);
    }

    /** Of the mean, against what came. */
    double meanSquaredError(IntToDoubleFunction actual) {
        double sum = 0;
        for (int row = 0; row < mean.length; row++) {
            double error = mean[row] - actual.applyAsDouble(row);
            sum += error * error;
        }
        return sum / mean.length;
    }

    /**
     * Half the width of the 95% intervals: the variance of the passes plus that of the noise (Gal and Ghahramani, ICML
     * 2016, where it is the inverse of the model's precision).
     */
    double[] halfWidths(double noise) {
        double[] halves = new double[mean.length];
        for (int row = 0; row < halves.length; row++) {
            halves[row] = Z * Math.sqrt(variance[row] + noise);
        }
        return halves;
    }
}
