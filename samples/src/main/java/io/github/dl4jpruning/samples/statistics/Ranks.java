package io.github.dl4jpruning.samples.statistics;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.ranking.NaNStrategy;
import org.apache.commons.math3.stat.ranking.NaturalRanking;
import org.apache.commons.math3.stat.ranking.TiesStrategy;

/** Ranks from 1, the smallest value first. */
public final class Ranks {
    private Ranks() {}

    /**
     * The rank of every value; equal values share the mean of their ranks.
     *
     * @throws IllegalArgumentException if one of them is NaN
     */
    public static double[] of(double... values) {
        return new NaturalRanking(NaNStrategy.FAILED, TiesStrategy.AVERAGE).rank(values);
    }

    /** What ties cost: the sum of t^3 - t over the groups of t equal values; 0 without ties. */
    static double tieSum(double... values) {
        return Arrays.stream(values)
                .boxed()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .values()
                .stream()
                .mapToDouble(t -> (double) t * t * t - t)
                .sum();
    }
}
