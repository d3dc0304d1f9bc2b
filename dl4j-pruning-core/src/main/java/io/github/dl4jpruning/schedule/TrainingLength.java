package io.github.dl4jpruning.schedule;

/**
 * How long a training will run, for the check that a schedule comes to its end within it.
 *
 * @param epochs number of epochs, at least 1
 * @param iterationsPerEpoch updates of the weights in one epoch (with truncated backpropagation every segment counts),
 *     at least 1
 */
public record TrainingLength(int epochs, long iterationsPerEpoch) {

    /**
     * Checks both numbers.
     *
     * @param epochs as above
     * @param iterationsPerEpoch as above
     * @throws IllegalArgumentException if one is not positive
     */
    public TrainingLength {
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs is " + epochs + " but must be at least 1");
        }
        if (iterationsPerEpoch < 1) {
            throw new IllegalArgumentException(
                    "iterationsPerEpoch is " + iterationsPerEpoch + " but must be at least 1");
        }
    }

    /**
     * The number of weight updates in the whole training.
     *
     * @return epochs times iterations per epoch
     */
    public long iterations() {
        return Math.multiplyExact(epochs, iterationsPerEpoch);
    }
}
