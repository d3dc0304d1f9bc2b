package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.statistics.Bootstrap;
import io.github.dl4jpruning.samples.statistics.Interval;
import io.github.dl4jpruning.samples.statistics.RankBiserial;
import io.github.dl4jpruning.samples.statistics.Wilcoxon;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Two arms in the same blocks.
 *
 * @param first arm
 * @param second arm
 * @param wilcoxon of the differences, first less second, of test MAE in standard deviations of the training part
 * @param holmP its p-value corrected for all pairs of the comparison
 * @param rankBiserial matched-pairs rank-biserial correlation; -1 if the first arm has the lower error in every block
 * @param medianDifference median over the blocks of first / second - 1; negative if the first arm is better
 * @param medianInterval of that, by bootstrap over the blocks
 * @param gain how much lower the mean error of the first arm is: 1 - mean(first) / mean(second)
 * @param gainInterval of that, by bootstrap over the blocks
 */
public record PairComparison(
        String first,
        String second,
        Wilcoxon wilcoxon,
        double holmP,
        double rankBiserial,
        double medianDifference,
        Interval medianInterval,
        double gain,
        Interval gainInterval) {
    /** Level of all tests. */
    static final double LEVEL = 0.05;

    /** Two columns of errors with one row per block; the p-value is not yet corrected. */
    static PairComparison of(String first, String second, double[] a, double[] b) {
        int n = a.length;
        Wilcoxon wilcoxon =
                Wilcoxon.of(IntStream.range(0, n).mapToDouble(i -> a[i] - b[i]).toArray());
        double[] relative =
                IntStream.range(0, n).mapToDouble(i -> a[i] / b[i] - 1).toArray();
        return new PairComparison(
                first,
                second,
                wilcoxon,
                wilcoxon.p(),
                RankBiserial.of(wilcoxon),
                StatUtils.percentile(relative, 50),
                Bootstrap.median(relative),
                1 - StatUtils.mean(a) / StatUtils.mean(b),
                Bootstrap.interval(n, drawn -> gain(a, b, drawn)));
    }

    PairComparison corrected(double p) {
        return new PairComparison(
                first, second, wilcoxon, p, rankBiserial, medianDifference, medianInterval, gain, gainInterval);
    }

    /** The arm that the corrected test finds better at the level 0.05, if it finds one. */
    public Optional<String> winner() {
        if (!(holmP < LEVEL)) {
            return Optional.empty();
        }
        return Optional.of(rankBiserial < 0 ? first : second);
    }

    private static double gain(double[] a, double[] b, int[] drawn) {
        double sumA = 0;
        double sumB = 0;
        for (int i : drawn) {
            sumA += a[i];
            sumB += b[i];
        }
        return 1 - sumA / sumB;
    }
}
