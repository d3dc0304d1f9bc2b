package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.statistics.Bootstrap;
import io.github.dl4jpruning.samples.statistics.Interval;
import io.github.dl4jpruning.samples.statistics.Wilcoxon;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Two contenders over blocks of task, model and seed.
 *
 * @param first the one in question
 * @param second what it is compared with
 * @param blocks where both have a training with the chosen setting
 * @param median of the changes of the test MAE, which are that of the first relative to that of the second, less 1; NaN
 *     without blocks
 * @param mean of the changes
 * @param interval 95% interval of the mean change, by bootstrap over the blocks
 * @param byTask the same with tasks drawn in the place of blocks, as seeds of one task are not independent
 * @param wilcoxon of the logarithms of the ratios
 * @param holmP its p-value, corrected over the pairs of the family; 1 without blocks
 * @param wins blocks in which the first has the lower test MAE
 * @param ties blocks in which both have the same, as when both chose no regularisation
 */
public record TunedPair(
        Contender first,
        Contender second,
        List<Block> blocks,
        double median,
        double mean,
        Interval interval,
        Interval byTask,
        Wilcoxon wilcoxon,
        double holmP,
        int wins,
        int ties) {

    /**
     * A pair of trainings.
     *
     * @param place task and model
     * @param seed of both
     * @param first training of the first contender
     * @param second training of the second
     */
    public record Block(TunedPlace place, long seed, TrialResult first, TrialResult second) {
        /** The test MAE of the first relative to that of the second, less 1. */
        public double change() {
            return first.testMae() / second.testMae() - 1;
        }
    }

    static TunedPair of(Contender first, Contender second, List<Block> blocks) {
        double[] changes = blocks.stream().mapToDouble(Block::change).toArray();
        List<double[]> tasks = List.copyOf(
                blocks.stream().collect(Collectors.groupingBy(b -> b.place().data())).values().stream()
                        .map(ofTask ->
                                ofTask.stream().mapToDouble(Block::change).toArray())
                        .toList());
        Wilcoxon wilcoxon = Wilcoxon.of(Arrays.stream(changes).map(Math::log1p).toArray());
        return new TunedPair(
                first,
                second,
                List.copyOf(blocks),
                StatUtils.percentile(changes, 50),
                StatUtils.mean(changes),
                Bootstrap.interval(
                        changes.length,
                        drawn -> Arrays.stream(drawn)
                                .mapToDouble(i -> changes[i])
                                .average()
                                .orElseThrow()),
                Bootstrap.interval(
                        tasks.size(),
                        drawn -> Arrays.stream(drawn)
                                .mapToObj(tasks::get)
                                .flatMapToDouble(Arrays::stream)
                                .average()
                                .orElseThrow()),
                wilcoxon,
                wilcoxon.p(),
                (int) Arrays.stream(changes).filter(c -> c < 0).count(),
                (int) Arrays.stream(changes).filter(c -> c == 0).count());
    }

    TunedPair corrected(double p) {
        return new TunedPair(first, second, blocks, median, mean, interval, byTask, wilcoxon, p, wins, ties);
    }

    /** What was found, in a sentence. */
    public String inWords() {
        return ChangeSentence.of(first.name(), second.name(), mean, interval, holmP);
    }
}
