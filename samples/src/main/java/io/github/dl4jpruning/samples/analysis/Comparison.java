package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.statistics.CriticalDifference;
import io.github.dl4jpruning.samples.statistics.Friedman;
import io.github.dl4jpruning.samples.statistics.Holm;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * All arms of a scope against each other. The pairs of one comparison are one family of Holm's correction.
 *
 * @param scope such as {@code all models}, {@code model lstm} or {@code data bitcoin}
 * @param arms pruning first
 * @param friedman over the blocks, ranks in the order of the arms
 * @param criticalDifference of Nemenyi
 * @param pairs every pair of arms, those of pruning first
 * @param dropped what was left out, in words; empty if nothing was
 */
public record Comparison(
        String scope,
        List<String> arms,
        Friedman friedman,
        CriticalDifference criticalDifference,
        List<PairComparison> pairs,
        String dropped) {
    /** How to read the comparisons. */
    public static final List<String> READING = List.of(
            "Ranks: 1 is best. Friedman's p in the form of Iman and Davenport. Critical difference: Nemenyi, level 0.05.",
            "Pairs: \"lower by\" is 1 - mean(first) / mean(second); the median difference is that of first / second - 1 over the"
                    + " blocks; both intervals are bootstrapped over the blocks. Effect: matched-pairs rank-biserial correlation, -1"
                    + " if the first arm has the lower error in every block. An arm is called better only if p (Holm) is below 0.05.",
            "Blocks that share a data set are not independent: the tests speak of these data sets and lengths, not of others.");

    /** The comparison of trials with one setting per place; empty with fewer than two arms or two complete blocks. */
    static Optional<Comparison> of(String scope, List<TrialResult> chosen) {
        List<String> arms = Order.in(chosen);
        Blocks blocks = Blocks.of(chosen, arms);
        if (arms.size() < 2 || blocks.complete().size() < 2) {
            return Optional.empty();
        }
        double[][] errors = blocks.relativeErrors();
        List<PairComparison> raw = new ArrayList<>();
        for (int i = 0; i < arms.size(); i++) {
            for (int j = i + 1; j < arms.size(); j++) {
                raw.add(PairComparison.of(arms.get(i), arms.get(j), column(errors, i), column(errors, j)));
            }
        }
        double[] corrected = Holm.adjust(
                raw.stream().mapToDouble(pair -> pair.wilcoxon().p()).toArray());
        List<PairComparison> pairs = new ArrayList<>();
        for (int i = 0; i < corrected.length; i++) {
            pairs.add(raw.get(i).corrected(corrected[i]));
        }
        return Optional.of(new Comparison(
                scope,
                arms,
                Friedman.of(errors),
                CriticalDifference.of(arms.size(), errors.length),
                List.copyOf(pairs),
                blocks.droppedInWords()));
    }

    /** The average rank of an arm; NaN if it is not in it. */
    public double rank(String arm) {
        int index = arms.indexOf(arm);
        return index < 0 ? Double.NaN : friedman.averageRanks().get(index);
    }

    /** The arm with the lowest average rank; the first of equals. */
    public String best() {
        return arms.stream().min((a, b) -> Double.compare(rank(a), rank(b))).orElseThrow();
    }

    /** Pruning against the other arms. */
    public List<PairComparison> ofPruning() {
        return pairs.stream().filter(pair -> pair.first().equals(Arms.PRUNING)).toList();
    }

    /** Pruning against one arm, if both are there. */
    public Optional<PairComparison> pruningAgainst(String arm) {
        return ofPruning().stream().filter(pair -> pair.second().equals(arm)).findFirst();
    }

    private static double[] column(double[][] rows, int index) {
        double[] column = new double[rows.length];
        for (int r = 0; r < rows.length; r++) {
            column[r] = rows[r][index];
        }
        return column;
    }
}
