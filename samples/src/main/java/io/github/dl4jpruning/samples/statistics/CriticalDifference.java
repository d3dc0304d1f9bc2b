package io.github.dl4jpruning.samples.statistics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Nemenyi's critical difference of average ranks at the level 0.05 (Demsar, Statistical Comparisons of Classifiers over
 * Multiple Data Sets, JMLR 7, 2006, equation 6).
 *
 * @param value average ranks that differ by less are not told apart
 */
public record CriticalDifference(double value) {
    /**
     * Studentized range for infinite degrees of freedom over the root of 2, for 2 to 10 treatments (Demsar 2006, table
     * 5a).
     */
    private static final double[] Q = {1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164};

    /**
     * Of so many treatments in so many blocks.
     *
     * @throws IllegalArgumentException if there are not 2 to 10 treatments, or no blocks
     */
    public static CriticalDifference of(int treatments, int blocks) {
        if (treatments < 2 || treatments > Q.length + 1 || blocks < 1) {
            throw new IllegalArgumentException("no critical difference for " + treatments + " treatments in " + blocks
                    + " blocks; 2 to " + (Q.length + 1) + " treatments are tabulated");
        }
        return new CriticalDifference(Q[treatments - 2] * Math.sqrt(treatments * (treatments + 1) / (6.0 * blocks)));
    }

    /**
     * The treatments that are not told apart.
     *
     * @param averageRanks of the treatments
     * @return groups of two and more indices, best rank first, none within another
     */
    public List<List<Integer>> groups(List<Double> averageRanks) {
        List<Integer> order = IntStream.range(0, averageRanks.size())
                .boxed()
                .sorted(Comparator.comparing(averageRanks::get))
                .toList();
        List<List<Integer>> groups = new ArrayList<>();
        int reached = 0;
        for (int from = 0; from < order.size(); from++) {
            int to = from + 1;
            while (to < order.size() && averageRanks.get(order.get(to)) - averageRanks.get(order.get(from)) < value) {
                to++;
            }
            if (to - from > 1 && to > reached) {
                groups.add(order.subList(from, to));
            }
            reached = Math.max(reached, to);
        }
        return groups;
    }
}
