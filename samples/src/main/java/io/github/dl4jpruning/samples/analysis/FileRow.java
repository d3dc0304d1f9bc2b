package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.TrialResult;

/**
 * A line of the table that {@link FileComparison} comes to: means over the seeds, {@code NaN} where there is no such
 * figure.
 *
 * @param name for the reader
 * @param arm for its colour
 * @param setting that was chosen; empty for a baseline
 * @param validationMae in units of the target
 * @param testMae in units of the target
 * @param againstNone test MAE relative to that of no regularisation, less 1
 * @param sparsity share of zeros among the prunable weights
 * @param fileBytes of the exported file
 * @param forecastMillis of one forecast from that file
 */
public record FileRow(
        String name,
        String arm,
        String setting,
        double validationMae,
        double testMae,
        double againstNone,
        double sparsity,
        double fileBytes,
        double forecastMillis) {

    static FileRow of(TunedChoice choice, double noneMae) {
        double testMae = choice.mean(TrialResult::testMae);
        return new FileRow(
                choice.contender().name(),
                choice.contender().arms().get(0),
                choice.choseNone() ? "none" : choice.setting(),
                choice.validationMae(),
                testMae,
                testMae / noneMae - 1,
                choice.mean(r -> r.sparsityCurve().isEmpty() ? Double.NaN : r.sparsityReached()),
                choice.mean(TrialResult::fileBytes),
                choice.mean(TrialResult::forecastMillis));
    }

    static FileRow ofBaseline(TrialResult baseline, String name, double noneMae) {
        return new FileRow(
                name,
                baseline.trial().arm(),
                "",
                baseline.validationMae(),
                baseline.testMae(),
                baseline.testMae() / noneMae - 1,
                Double.NaN,
                Double.NaN,
                Double.NaN);
    }
}
