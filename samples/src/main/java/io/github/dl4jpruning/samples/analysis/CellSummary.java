package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.statistics.MeanInterval;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The seeds of one data set, model, length and arm taken together.
 *
 * @param data data set
 * @param model model; {@code -} for a baseline
 * @param length rows looked back
 * @param arm arm or baseline
 * @param setting it is judged with
 * @param unit of the target
 * @param deviation of the target over the training part
 * @param testMae mean over the seeds, 95% interval by Student's t
 * @param testRmse mean over the seeds
 * @param validationMae mean over the seeds
 * @param sparsityAsked mean over the seeds
 * @param sparsityReached mean over the seeds
 * @param coverage of the intervals of MC dropout, mean over the seeds; NaN for others
 * @param width of these intervals, mean over the seeds, in units of the target; NaN for others
 * @param secondsPerEpoch median over the seeds; NaN for a baseline
 * @param megabytes median over the seeds
 * @param weights of the model
 */
public record CellSummary(
        String data,
        String model,
        int length,
        String arm,
        String setting,
        String unit,
        double deviation,
        MeanInterval testMae,
        double testRmse,
        double validationMae,
        double sparsityAsked,
        double sparsityReached,
        double coverage,
        double width,
        double secondsPerEpoch,
        double megabytes,
        long weights) {

    /** Of trials that differ in the seed alone, at least one. */
    static CellSummary of(List<TrialResult> seeds) {
        TrialResult first = seeds.get(0);
        Trial trial = first.trial();
        return new CellSummary(
                trial.data(),
                trial.model(),
                trial.length(),
                trial.arm(),
                trial.setting(),
                first.unit(),
                first.deviation(),
                MeanInterval.of(values(seeds, TrialResult::testMae)),
                StatUtils.mean(values(seeds, TrialResult::testRmse)),
                StatUtils.mean(values(seeds, TrialResult::validationMae)),
                StatUtils.mean(values(seeds, TrialResult::sparsityAsked)),
                StatUtils.mean(values(seeds, TrialResult::sparsityReached)),
                StatUtils.mean(values(seeds, TrialResult::coverage)),
                StatUtils.mean(values(seeds, TrialResult::width)),
                StatUtils.percentile(values(seeds, Costs::secondsPerEpoch), 50),
                StatUtils.percentile(values(seeds, TrialResult::megabytes), 50),
                first.weights());
    }

    /** Mean test MAE in standard deviations of the training part. */
    public double relativeMae() {
        return testMae.mean() / deviation;
    }

    private static double[] values(List<TrialResult> seeds, ToDoubleFunction<TrialResult> value) {
        return seeds.stream().mapToDouble(value).toArray();
    }
}
