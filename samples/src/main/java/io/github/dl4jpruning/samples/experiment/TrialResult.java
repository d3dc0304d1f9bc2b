package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.console.Digits;
import java.util.List;
import java.util.Map;

/**
 * A trial and what came of it. One line of {@code trials.jsonl} each; what is not a list or a map stands in {@code
 * trials.csv}, too.
 *
 * @param trial what was run
 * @param unit of the target
 * @param validationMae mean absolute error on the validation part (on the test part in the paper's protocol, which has
 *     no other), in units of the target
 * @param validationRmse root of the mean squared error there
 * @param testMae mean absolute error on the test part, in units of the target
 * @param testRmse root of the mean squared error there
 * @param deviation standard deviation of the target over the training part, in its units: what errors are divided by to
 *     compare data sets
 * @param sparsityAsked what the plan asks for in the end; 0 without pruning
 * @param sparsityReached share of exact zeros among the prunable weights of the model that was judged
 * @param weights number of parameters; 0 for a baseline without any
 * @param epochsTrained how many epochs were trained
 * @param chosenEpoch the epoch of the model that was judged, from 1; 0 for a baseline
 * @param seconds of processor time that the training thread spent on fitting, without validation
 * @param megabytes largest memory of the process: Java heap in use and native memory of ND4J
 * @param fileBytes bytes of the file that an export of the model that was judged writes, with weights in 32 bits; NaN
 *     if it cannot be exported (a baseline, MC dropout, a training that diverged), and for trials of versions that did
 *     not measure it
 * @param forecastMillis milliseconds of processor time of one forecast by the runtime from that file, one window at a
 *     time; NaN as above
 * @param frameworkMillis milliseconds of processor time of the same by DL4J or SameDiff; NaN as above
 * @param coverage share of the test part that lies within the 95% intervals of MC dropout; NaN for others
 * @param width mean width of these intervals, in units of the target; NaN for others
 * @param rows how many rows the target has in the test part
 * @param validationCurve validation MAE after every epoch
 * @param lossCurve mean training loss of every epoch
 * @param sparsityCurve sparsity after every epoch; empty without pruning
 * @param layerSparsity sparsity of every pruned layer at the end; empty without pruning
 * @param actual the last values of the test part, oldest first, for plots
 * @param forecast the forecasts of these values
 * @param deviations what was done otherwise than published, each in a sentence
 * @param versions of the library, DL4J and Java, and the processor
 */
public record TrialResult(
        Trial trial,
        String unit,
        double validationMae,
        double validationRmse,
        double testMae,
        double testRmse,
        double deviation,
        double sparsityAsked,
        double sparsityReached,
        long weights,
        int epochsTrained,
        int chosenEpoch,
        double seconds,
        double megabytes,
        double fileBytes,
        double forecastMillis,
        double frameworkMillis,
        double coverage,
        double width,
        int rows,
        List<Double> validationCurve,
        List<Double> lossCurve,
        List<Double> sparsityCurve,
        Map<String, Double> layerSparsity,
        List<Double> actual,
        List<Double> forecast,
        List<String> deviations,
        Map<String, String> versions) {

    /** A line for people. */
    @Override
    public String toString() {
        return trial + ": test MAE " + Digits.of(testMae) + " " + unit;
    }
}
