package io.github.dl4jpruning.samples.statistics;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Holm's correction for testing several hypotheses at once (Scandinavian Journal of Statistics 6, 1979). */
public final class Holm {
    private Holm() {}

    /**
     * The p-values corrected: compared with the level as they are, they keep the chance of any false finding in the
     * family below it.
     *
     * @param p all p-values of the family
     * @return in the same order, at most 1
     * @throws IllegalArgumentException if one is not in [0, 1]
     */
    public static double[] adjust(double... p) {
        List<Integer> order = IntStream.range(0, p.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> p[i]))
                .toList();
        double[] adjusted = new double[p.length];
        double largest = 0;
        for (int rank = 0; rank < p.length; rank++) {
            double value = p[order.get(rank)];
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException(value + " is no p-value");
            }
            largest = Math.max(largest, Math.min(1, (p.length - rank) * value));
            adjusted[order.get(rank)] = largest;
        }
        return adjusted;
    }
}
