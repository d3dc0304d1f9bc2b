package io.github.dl4jpruning.samples.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * Wilcoxon's signed rank test of paired differences, two-sided. Zeros are left out (Wilcoxon's way); up to {@value
 * #EXACT} pairs the p-value is exact, with ties, too; beyond, normal with the variance corrected for ties and no
 * correction for continuity. Not that of Commons Math 3.6, which ranks zeros, counts them on both sides and knows no
 * ties.
 *
 * @param pairs that differ
 * @param zeros pairs that do not
 * @param plus sum of the ranks of positive differences
 * @param minus sum of the ranks of negative differences
 * @param p two-sided; 1 if no pair differs
 */
public record Wilcoxon(int pairs, int zeros, double plus, double minus, double p) {
    private static final int EXACT = 50;

    /**
     * The test.
     *
     * @param differences one per pair
     * @throws IllegalArgumentException if one of them is NaN
     */
    public static Wilcoxon of(double... differences) {
        double[] nonZero = Arrays.stream(differences).filter(d -> d != 0).toArray();
        int n = nonZero.length;
        int zeros = differences.length - n;
        if (n == 0) {
            return new Wilcoxon(0, zeros, 0, 0, 1);
        }
        double[] sizes = Arrays.stream(nonZero).map(Math::abs).toArray();
        double[] ranks = Ranks.of(sizes);
        double plus = IntStream.range(0, n)
                .filter(i -> nonZero[i] > 0)
                .mapToDouble(i -> ranks[i])
                .sum();
        double minus = n * (n + 1.0) / 2 - plus;
        double smaller = Math.min(plus, minus);
        double p = n <= EXACT ? exact(ranks, smaller) : normal(n, Ranks.tieSum(sizes), smaller);
        return new Wilcoxon(n, zeros, plus, minus, p);
    }

    /** Twice the chance that signs drawn by lot give a sum of ranks as small, from the distribution of the sums. */
    private static double exact(double[] ranks, double smaller) {
        int[] doubled =
                Arrays.stream(ranks).mapToInt(r -> (int) Math.round(2 * r)).toArray(); // ties have half ranks
        double[] chance = new double[Arrays.stream(doubled).sum() + 1];
        chance[0] = 1;
        for (int rank : doubled) {
            for (int sum = chance.length - 1; sum >= 0; sum--) {
                chance[sum] = (chance[sum] + (sum >= rank ? chance[sum - rank] : 0)) / 2;
            }
        }
        double tail =
                Arrays.stream(chance, 0, (int) Math.round(2 * smaller) + 1).sum();
        return Math.min(1, 2 * tail);
    }

    private static double normal(int n, double tieSum, double smaller) {
        double mean = n * (n + 1.0) / 4;
        double variance = n * (n + 1.0) * (2 * n + 1) / 24 - tieSum / 48;
        double z = (smaller - mean) / Math.sqrt(variance);
        return Math.min(1, 2 * new NormalDistribution(null, 0, 1).cumulativeProbability(z));
    }
}
