package io.github.dl4jpruning.samediff.patchtst;

import java.util.List;
import java.util.OptionalInt;

/**
 * A training that has ended.
 *
 * @param epochs in order
 * @param restoredEpoch the epoch whose weights the model has, from 0, if early stopping brought them back; empty if it
 *     has those of the last
 * @param stoppedEarly whether early stopping or a listener ended it before the last epoch
 */
public record TrainingResult(List<EpochReport> epochs, OptionalInt restoredEpoch, boolean stoppedEarly) {

    /**
     * Takes a copy of the epochs.
     *
     * @param epochs as above
     * @param restoredEpoch as above
     * @param stoppedEarly as above
     */
    public TrainingResult {
        epochs = List.copyOf(epochs);
    }
}
