package io.github.dl4jpruning.samples.statistics;

/** The size of the effect that {@link Wilcoxon} tests: matched-pairs rank-biserial correlation (Kerby, 2014). */
public final class RankBiserial {
    private RankBiserial() {}

    /**
     * The share of ranks in favour of positive differences less that in favour of negative ones.
     *
     * @return from -1 (all differences negative) to 1 (all positive); 0 if no pair differs
     */
    public static double of(Wilcoxon test) {
        double total = test.plus() + test.minus();
        return total == 0 ? 0 : (test.plus() - test.minus()) / total;
    }
}
