package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.samples.console.Progress;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Passes on that a mini-batch was learnt. */
final class ProgressListener extends BaseTrainingListener {
    private final Progress.Run progress;

    ProgressListener(Progress.Run progress) {
        this.progress = progress;
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        progress.iterationDone();
    }
}
