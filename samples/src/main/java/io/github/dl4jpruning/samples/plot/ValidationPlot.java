package io.github.dl4jpruning.samples.plot;

import io.github.dl4jpruning.samples.forecast.Outcome;
import java.nio.file.Path;
import java.util.List;

/** Error on the validation part after every epoch of some trainings, with the sparsity of those that prune. */
public final class ValidationPlot {
    private ValidationPlot() {}

    /**
     * Writes the plot; see {@link TrainingPlot}.
     *
     * @param outcomes trained for at least one epoch each
     * @param lastValueMae error of the naive forecast
     * @param unit of the target, for the axis; may be empty
     */
    public static void write(Path file, List<Outcome> outcomes, double lastValueMae, String unit) {
        TrainingPlot.write(file, outcomes.stream().map(TrainingPlot.Curve::of).toList(), lastValueMae, unit);
    }
}
