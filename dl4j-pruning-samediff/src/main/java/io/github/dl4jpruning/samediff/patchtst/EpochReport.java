package io.github.dl4jpruning.samediff.patchtst;

import java.util.Locale;
import java.util.OptionalDouble;

/**
 * One epoch of a training.
 *
 * @param epoch from 0 in this training
 * @param trainingLoss mean of the losses of its batches
 * @param validationLoss mean squared error on the validation data at the end of the epoch; empty without such data
 * @param learningRate at the beginning of the epoch; empty if the updater has none
 * @param best whether the validation loss is the lowest so far
 * @param seconds that it took, with validation
 */
public record EpochReport(
        int epoch,
        double trainingLoss,
        OptionalDouble validationLoss,
        OptionalDouble learningRate,
        boolean best,
        double seconds) {

    /** One line for people. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(String.format(Locale.ROOT, "epoch %d: loss %.6f", epoch, trainingLoss));
        validationLoss.ifPresent(
                loss -> text.append(String.format(Locale.ROOT, ", validation %.6f%s", loss, best ? " (best)" : "")));
        learningRate.ifPresent(rate -> text.append(String.format(Locale.ROOT, ", learning rate %.3g", rate)));
        return text.append(String.format(Locale.ROOT, ", %.1f s", seconds)).toString();
    }
}
