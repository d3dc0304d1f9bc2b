package io.github.dl4jpruning.schedule;

/**
 * The density falls geometrically from 1: the sparsity is {@code 1 - (1 - last)^p}; see {@link
 * SparsityCurve#geometric}.
 *
 * @param last sparsity at progress 1, in [0, 1)
 */
public record GeometricCurve(double last) implements SparsityCurve {

    /**
     * Checks that the sparsity lies in its range.
     *
     * @param last sparsity at progress 1, in [0, 1)
     * @throws IllegalArgumentException if it lies outside [0, 1)
     */
    public GeometricCurve {
        Sparsity.check("last sparsity", last);
    }

    @Override
    public double at(double progress) {
        if (progress <= 0) {
            return 0;
        }
        return progress >= 1 ? last : Math.min(1 - Math.pow(1 - last, progress), last);
    }

    @Override
    public String toString() {
        return "geometric from 0.0 to " + last;
    }
}
