package io.github.dl4jpruning.samples.statistics;

import java.util.Arrays;
import java.util.List;
import org.apache.commons.math3.special.Beta;
import org.apache.commons.math3.special.Gamma;
import org.apache.commons.math3.util.CombinatoricsUtils;

/**
 * Friedman's test: do some treatments rank lower than others in the same blocks? Corrected for ties; with the form of
 * Iman and Davenport (Communications in Statistics A9, 1980), which is less conservative than the chi-square.
 *
 * @param blocks how many, at least 2
 * @param averageRanks of the treatments, 1 is best (smallest values)
 * @param chiSquare Friedman's statistic
 * @param chiSquareP its p-value, k - 1 degrees of freedom
 * @param f statistic of Iman and Davenport; infinite if all blocks rank alike
 * @param p its p-value, (k - 1) and (k - 1)(blocks - 1) degrees of freedom; if all blocks rank alike, the chance of
 *     that, (1/k!)^(blocks - 1) (Conover, Practical Nonparametric Statistics, 1999, section 5.8)
 */
public record Friedman(int blocks, List<Double> averageRanks, double chiSquare, double chiSquareP, double f, double p) {
    // The upper tails are the incomplete gamma and beta functions: 1 - P(below), all that the distributions of Commons
    // Math
    // offer, is 0 from 1e-16 on.

    /** When a difference of sums of ranks is rounding; ranks are halves. */
    private static final double ROUNDING = 1e-9;

    /**
     * The test.
     *
     * @param values one row per block, one column per treatment; small is good
     * @throws IllegalArgumentException if there are fewer than two blocks or treatments, rows differ in length, or a
     *     value is NaN
     */
    public static Friedman of(double[][] values) {
        int n = values.length;
        int k = n == 0 ? 0 : values[0].length;
        if (n < 2 || k < 2) {
            throw new IllegalArgumentException(
                    n + " blocks of " + k + " treatments; Friedman's test needs two of each");
        }
        double[] sums = new double[k];
        double squares = 0;
        for (double[] block : values) {
            if (block.length != k) {
                throw new IllegalArgumentException("a block of " + block.length + " values among blocks of " + k);
            }
            double[] ranks = Ranks.of(block);
            for (int j = 0; j < k; j++) {
                sums[j] += ranks[j];
                squares += ranks[j] * ranks[j];
            }
        }
        double expected = n * (k + 1) / 2.0;
        double spread =
                Arrays.stream(sums).map(s -> (s - expected) * (s - expected)).sum();
        double within = squares - expected * expected * k / n;
        double chiSquare = within < ROUNDING ? 0 : (k - 1) * spread / within;
        List<Double> averages = Arrays.stream(sums).map(s -> s / n).boxed().toList();
        double chiSquareP = Gamma.regularizedGammaQ((k - 1) / 2.0, chiSquare / 2);
        double rest = n * (k - 1.0) - chiSquare;
        if (rest < ROUNDING) {
            double chance = Math.pow(1 / CombinatoricsUtils.factorialDouble(k), n - 1.0);
            return new Friedman(n, averages, chiSquare, chiSquareP, Double.POSITIVE_INFINITY, chance);
        }
        double f = (n - 1) * chiSquare / rest;
        double degrees = (k - 1.0) * (n - 1);
        double p = Beta.regularizedBeta(degrees / (degrees + (k - 1) * f), degrees / 2, (k - 1) / 2.0);
        return new Friedman(n, averages, chiSquare, chiSquareP, f, p);
    }
}
