package io.github.dl4jpruning.schedule;

/**
 * Nothing before the end of the window, everything at its end.
 *
 * @param sparsity sparsity at progress 1, in [0, 1)
 */
public record OneShotCurve(double sparsity) implements SparsityCurve {

    /**
     * Checks the sparsity.
     *
     * @param sparsity as above
     * @throws IllegalArgumentException if it lies outside [0, 1)
     */
    public OneShotCurve {
        Sparsity.check("sparsity", sparsity);
    }

    @Override
    public double at(double progress) {
        return progress >= 1 ? sparsity : 0;
    }
}
