package io.github.dl4jpruning.samples.experiment;

import java.util.Locale;

/**
 * What the published scripts do and a sound experiment would not: each changes the numbers, and each can be switched
 * off.
 */
public enum Fault {
    /** Scalers are fitted on all rows. */
    SCALER("scalers are fitted on all rows, those of the test part too"),
    /** The test part is the early-stopping part. */
    STOPPING("training stops by the test part, which thus is validation part, too"),
    /** The weights of the last epoch are judged. */
    WEIGHTS("the weights of the last epoch are judged, not those of the best"),
    /** A single pass of MC dropout. */
    PASS("MC dropout is one pass with dropout left on, not the mean of 50"),
    /** The schedule is cut off. */
    SCHEDULE("the schedule counts epochs from 0 and divides by their number, so it ends short of its last sparsity"),
    /** Dropout in the pruning arm. */
    DROPOUT("the pruning arm of the patch transformer keeps its dropout of 0.3");

    private final String sentence;

    Fault(String sentence) {
        this.sentence = sentence;
    }

    /** What it is, for the list of deviations. */
    String sentence() {
        return sentence;
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
