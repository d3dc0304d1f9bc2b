package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.statistics.Bootstrap;
import io.github.dl4jpruning.samples.statistics.Interval;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What an arm costs with one model, and against arm none in the same blocks.
 *
 * @param model which one
 * @param arm which one
 * @param secondsPerEpoch median over the trials
 * @param megabytes median over the trials
 * @param sparsity median over the trials, as reached
 * @param fileBytes of an exported model, median over the trials in which it was measured; NaN without any
 * @param forecastMillis of one forecast by the runtime, as above
 * @param frameworkMillis of one forecast by DL4J or SameDiff, as above
 * @param pairs blocks in which arm none is present, too
 * @param overhead median over these of the seconds per epoch relative to arm none, less 1; NaN without pairs
 * @param overheadInterval of that, by bootstrap over the blocks
 * @param memory median over these of the megabytes relative to arm none, less 1; NaN without pairs
 * @param memoryInterval of that, by bootstrap over the blocks
 */
public record Costs(
        String model,
        String arm,
        double secondsPerEpoch,
        double megabytes,
        double sparsity,
        double fileBytes,
        double forecastMillis,
        double frameworkMillis,
        int pairs,
        double overhead,
        Interval overheadInterval,
        double memory,
        Interval memoryInterval) {

    /** The costs of every arm of every model. */
    static List<Costs> of(List<TrialResult> chosen) {
        List<Costs> costs = new ArrayList<>();
        for (String model : Order.models(chosen)) {
            List<TrialResult> ofModel =
                    chosen.stream().filter(r -> r.trial().model().equals(model)).toList();
            for (String arm : Order.in(ofModel)) {
                costs.add(of(model, arm, ofModel));
            }
        }
        return List.copyOf(costs);
    }

    /** The costs of one arm in these trials, whatever they are of. */
    static Costs of(String model, String arm, List<TrialResult> ofModel) {
        List<TrialResult> own =
                ofModel.stream().filter(r -> r.trial().arm().equals(arm)).toList();
        Blocks blocks = Blocks.of(arm.equals(Arms.NONE) ? List.of() : ofModel, List.of(arm, Arms.NONE));
        double[] time = finite(blocks.changes(Costs::secondsPerEpoch));
        double[] memory = finite(blocks.changes(TrialResult::megabytes));
        return new Costs(
                model,
                arm,
                median(own, Costs::secondsPerEpoch),
                median(own, TrialResult::megabytes),
                median(own, TrialResult::sparsityReached),
                known(own, TrialResult::fileBytes),
                known(own, TrialResult::forecastMillis),
                known(own, TrialResult::frameworkMillis),
                time.length,
                median(time),
                Bootstrap.median(time),
                median(memory),
                Bootstrap.median(memory));
    }

    /**
     * By how much a forecast by the runtime is faster than one by the framework.
     *
     * @return ratio of the medians; NaN if neither was measured
     */
    public double timesFaster() {
        return frameworkMillis / forecastMillis;
    }

    /** Kilobytes of an exported model. */
    public double kilobytes() {
        return fileBytes / 1000;
    }

    /** Seconds of fitting per epoch; NaN if none was trained. */
    static double secondsPerEpoch(TrialResult result) {
        return result.epochsTrained() == 0 ? Double.NaN : result.seconds() / result.epochsTrained();
    }

    private static double[] finite(double[] values) {
        return Arrays.stream(values).filter(Double::isFinite).toArray();
    }

    private static double median(List<TrialResult> trials, ToDoubleFunction<TrialResult> value) {
        return median(trials.stream().mapToDouble(value).toArray());
    }

    /** The median of those that are numbers: trials of older versions have none. */
    private static double known(List<TrialResult> trials, ToDoubleFunction<TrialResult> value) {
        return median(finite(trials.stream().mapToDouble(value).toArray()));
    }

    private static double median(double[] values) {
        return values.length == 0 ? Double.NaN : StatUtils.percentile(values, 50);
    }
}
