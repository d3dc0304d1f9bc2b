package io.github.dl4jpruning.samples.experiment;

import java.util.List;

/**
 * What one worker does in one go: a training, or the baselines of a series and a length. Dropout and MC dropout are
 * judged on the same training, as they differ in the forecast alone.
 *
 * @param trials that come of it, at least one; all alike but for the arm and the setting
 */
public record Job(List<Trial> trials) {

    /** Checks the list. */
    public Job {
        trials = List.copyOf(trials);
        if (trials.isEmpty()) {
            throw new IllegalArgumentException("a job needs a trial");
        }
    }

    Trial first() {
        return trials.get(0);
    }
}
