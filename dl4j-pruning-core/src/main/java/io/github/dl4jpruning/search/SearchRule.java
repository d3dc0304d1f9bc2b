package io.github.dl4jpruning.search;

/**
 * Which epoch of a search is chosen: the sparsest of those whose error is within a tolerance of the least.
 *
 * <p>With tolerance 0 that is the epoch with the least error, and of several with the same error the sparsest. An error
 * is within the tolerance if it is at most {@code least + tolerance * |least|}; of a score that is to be as high as
 * possible, at least {@code best - tolerance * |best|}. Of several equally sparse epochs the one with the least error
 * is chosen, and of those the first. Errors that are NaN or infinite are never chosen.
 *
 * @param tolerance relative to the least error, in [0, 1)
 */
public record SearchRule(double tolerance) {

    /**
     * Checks the tolerance.
     *
     * @param tolerance relative to the least error, in [0, 1)
     * @throws IllegalArgumentException if it lies outside [0, 1)
     */
    public SearchRule {
        if (!(tolerance >= 0 && tolerance < 1)) {
            throw new IllegalArgumentException("tolerance is " + tolerance
                    + " but must be at least 0 and below 1: it is relative to the least error, 0.02 allows 2% more");
        }
    }

    /**
     * The epoch with the least error.
     *
     * @return the rule
     */
    public static SearchRule leastError() {
        return new SearchRule(0);
    }

    /**
     * The sparsest epoch whose error is at most a fraction above the least.
     *
     * @param tolerance relative to the least error, in [0, 1), such as 0.02 for 2%
     * @return the rule
     * @throws IllegalArgumentException if the tolerance lies outside [0, 1)
     */
    public static SearchRule sparsestWithin(double tolerance) {
        return new SearchRule(tolerance);
    }

    /** The largest loss that is within the tolerance; losses are to be as low as possible. */
    double limit(double least) {
        return least + tolerance * Math.abs(least);
    }

    @Override
    public String toString() {
        return tolerance == 0 ? "least error" : "sparsest within " + tolerance + " of the least error";
    }
}
