package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.samples.InputException;

/**
 * How long and in which order a network learns.
 *
 * @param epochs passes over the training windows; 0 for a network that has learnt before
 * @param batch windows per mini-batch
 * @param seed of the order of the windows
 * @param restoreBest whether the weights of the epoch with the least validation error are taken in the end
 */
public record Training(int epochs, int batch, long seed, boolean restoreBest) {

    /** Checks the numbers. */
    public Training {
        if (epochs < 0) {
            throw new InputException("{{epochs}} must be at least 0, but is " + epochs);
        }
        if (batch < 1) {
            throw new InputException("{{batch}} must be at least 1, but is " + batch);
        }
    }
}
