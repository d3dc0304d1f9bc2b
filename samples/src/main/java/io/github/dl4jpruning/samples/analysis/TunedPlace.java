package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Trial;

/**
 * What arms are tuned for: the same setting is taken for all seeds.
 *
 * @param data text of the task
 * @param model which one
 * @param length rows that it looks back
 * @param epochs of a training
 */
public record TunedPlace(String data, String model, int length, int epochs) {

    /** That of a training. */
    public static TunedPlace of(Trial trial) {
        return new TunedPlace(trial.data(), trial.model(), trial.length(), trial.epochs());
    }
}
