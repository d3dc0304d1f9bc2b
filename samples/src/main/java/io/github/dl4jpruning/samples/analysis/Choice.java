package io.github.dl4jpruning.samples.analysis;

import java.util.List;

/**
 * The setting an arm is judged with in one place.
 *
 * @param data data set
 * @param model model
 * @param length rows looked back
 * @param arm which one
 * @param setting chosen: that with the lowest mean validation MAE over the seeds
 * @param candidates what there was to choose from, the chosen one first; those with fewer seeds than others do not
 *     stand for election
 */
public record Choice(String data, String model, int length, String arm, String setting, List<Candidate> candidates) {
    /**
     * A setting that was tried.
     *
     * @param setting of the arm
     * @param seeds how many trials
     * @param validationMae mean over them, in units of the target
     */
    public record Candidate(String setting, int seeds, double validationMae) {}

    /** Whether there was anything to choose. */
    public boolean hadAlternatives() {
        return candidates.size() > 1;
    }
}
