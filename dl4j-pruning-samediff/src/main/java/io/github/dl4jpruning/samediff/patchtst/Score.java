package io.github.dl4jpruning.samediff.patchtst;

/**
 * Errors of forecasts, over all examples, time steps and series.
 *
 * @param mse mean squared error
 * @param mae mean absolute error
 * @param examples how many forecasts were compared
 */
public record Score(double mse, double mae, long examples) {}
