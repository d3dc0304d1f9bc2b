package io.github.dl4jpruning.schedule;

/**
 * A power of the progress, convex or concave; see {@link SparsityCurve} for the named cases.
 *
 * @param initial sparsity at progress 0, in [0, 1)
 * @param last sparsity at progress 1, in [initial, 1)
 * @param degree the exponent, above 0
 * @param concave false for {@code initial + (last - initial) * p^degree}, true for {@code last + (initial - last) * (1
 *     - p)^degree}
 */
public record PolynomialCurve(double initial, double last, double degree, boolean concave) implements SparsityCurve {

    /**
     * Checks the arguments.
     *
     * @param initial as above
     * @param last as above
     * @param degree as above
     * @param concave as above
     * @throws IllegalArgumentException if a sparsity lies outside [0, 1), falls, or the degree is not positive
     */
    public PolynomialCurve {
        Sparsity.check("initial sparsity", initial);
        Sparsity.check("last sparsity", last);
        if (last < initial) {
            throw new IllegalArgumentException("last sparsity " + last + " is below the initial sparsity " + initial
                    + ": pruned weights stay pruned, so the sparsity can only rise; swap the two");
        }
        if (!(degree > 0) || Double.isInfinite(degree)) {
            throw new IllegalArgumentException("degree is " + degree + " but must be a positive number, 3 for a cubic");
        }
    }

    @Override
    public double at(double progress) {
        if (progress <= 0) {
            return initial;
        }
        if (progress >= 1) {
            return last; // exactly, whatever the rounding of the formula
        }
        double value = concave
                ? last + (initial - last) * Math.pow(1 - progress, degree)
                : initial + (last - initial) * Math.pow(progress, degree);
        return Math.min(Math.max(value, initial), last);
    }

    @Override
    public String toString() {
        String shape = initial == last
                ? "constant"
                : degree == 1 ? "linear" : (concave ? "concave" : "convex") + " of degree " + degree;
        return shape + " from " + initial + " to " + last;
    }
}
