package io.github.dl4jpruning.samples.patchtst;

import io.github.dl4jpruning.samediff.patchtst.Score;

/**
 * What came of a training.
 *
 * @param chosenEpoch with the lowest validation error, from 1
 * @param validation mean squared error on the validation part in that epoch
 * @param sparsity in that epoch
 * @param test errors of the model of that epoch on the test part, in standard deviations of the training part
 * @param epochs trained
 * @param lastTest errors of the model after the last epoch
 * @param seconds of training and validation
 */
public record HorizonResult(
        int chosenEpoch, double validation, double sparsity, Score test, int epochs, Score lastTest, double seconds) {}
