package io.github.dl4jpruning.samediff.patchtst;

/**
 * The rates of dropout in a {@link PatchTst}: fractions that are dropped in training.
 *
 * @param attention on the attention weights
 * @param residual after the positions, on the output of the attention (there twice, as published, so that the fraction
 *     kept is squared), and inside and after the feed-forward blocks
 * @param head on the forecast, before it is brought back to the level of the series
 */
public record Dropouts(double attention, double residual, double head) {

    /**
     * Checks the rates.
     *
     * @param attention as above
     * @param residual as above
     * @param head as above
     * @throws IllegalArgumentException if one is not in [0, 1)
     */
    public Dropouts {
        Checks.rate("attention dropout", attention);
        Checks.rate("residual dropout", residual);
        Checks.rate("head dropout", head);
    }

    /**
     * No dropout: no op for it is in the graph.
     *
     * @return all rates 0
     */
    public static Dropouts none() {
        return new Dropouts(0, 0, 0);
    }

    /**
     * Dropout on the residual branches only, as in the published experiments.
     *
     * @param rate fraction that is dropped
     * @return the rates
     * @throws IllegalArgumentException if it is not in [0, 1)
     */
    public static Dropouts residual(double rate) {
        return new Dropouts(0, rate, 0);
    }

    /** Whether anything is dropped. */
    boolean any() {
        return attention > 0 || residual > 0 || head > 0;
    }
}
