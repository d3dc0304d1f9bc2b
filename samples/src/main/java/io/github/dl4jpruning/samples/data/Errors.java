package io.github.dl4jpruning.samples.data;

/**
 * How far forecasts are from what came.
 *
 * @param mae mean absolute error, in the units of the data
 * @param rmse root of the mean squared error, in the units of the data
 */
public record Errors(double mae, double rmse) {

    /** Compares value by value. */
    public static Errors of(double[] predicted, double[] actual) {
        if (predicted.length != actual.length || actual.length == 0) {
            throw new IllegalArgumentException(
                    "expected as many forecasts as values, at least 1: " + predicted.length + " and " + actual.length);
        }
        double absolute = 0;
        double squared = 0;
        for (int i = 0; i < actual.length; i++) {
            double error = predicted[i] - actual[i];
            absolute += Math.abs(error);
            squared += error * error;
        }
        return new Errors(absolute / actual.length, Math.sqrt(squared / actual.length));
    }
}
