package io.github.dl4jpruning.schedule;

/**
 * How sparse the network shall be at a given fraction of the pruning window.
 *
 * <p>Any function will do, a lambda included, as long as its values lie in [0, 1) and never fall: pruned weights stay
 * pruned, so a falling target could not be followed. {@link PruningSchedule} checks both when it is made.
 *
 * <p>The two cubics of the field run in opposite directions: {@link #paperCubic} is convex (slow first, fast at the
 * end), {@link #zhuGuptaCubic} concave (fast first, slow at the end). {@link #geometric} passes through all sparsities
 * at an even pace of the density, for a search.
 *
 * <pre>{@code
 * SparsityCurve curve = SparsityCurve.paperCubic(0.3, 0.7);
 * curve.at(0.0); // 0.3
 * curve.at(0.5); // 0.35
 * curve.at(1.0); // 0.7
 * SparsityCurve mine = p -> 0.8 * Math.sin(p * Math.PI / 2);
 * }</pre>
 */
@FunctionalInterface
public interface SparsityCurve {

    /**
     * The target sparsity.
     *
     * @param progress fraction of the window that has passed, in [0, 1]
     * @return fraction of the prunable weights that shall be zero, in [0, 1)
     */
    double at(double progress);

    /**
     * The convex cubic of synaptic pruning: {@code initial + (last - initial) * p^3} (Vos et al., arXiv 2508.09330).
     *
     * @param initial sparsity at the beginning of the window, in [0, 1)
     * @param last sparsity at its end, reached exactly, in [initial, 1)
     * @return the curve
     * @throws IllegalArgumentException if a sparsity lies outside its range
     */
    static SparsityCurve paperCubic(double initial, double last) {
        return convexPolynomial(initial, last, 3);
    }

    /**
     * The concave cubic of automated gradual pruning: {@code last + (initial - last) * (1 - p)^3} (Zhu and Gupta, "To
     * prune, or not to prune", arXiv 1710.01878, equation 1; AGP).
     *
     * @param initial sparsity at the beginning of the window, in [0, 1)
     * @param last sparsity at its end, reached exactly, in [initial, 1)
     * @return the curve
     * @throws IllegalArgumentException if a sparsity lies outside its range
     */
    static SparsityCurve zhuGuptaCubic(double initial, double last) {
        return concavePolynomial(initial, last, 3);
    }

    /**
     * {@code initial + (last - initial) * p^degree}: slow first for degrees above 1.
     *
     * @param initial sparsity at the beginning of the window, in [0, 1)
     * @param last sparsity at its end, reached exactly, in [initial, 1)
     * @param degree the exponent, above 0
     * @return the curve
     * @throws IllegalArgumentException if an argument lies outside its range
     */
    static SparsityCurve convexPolynomial(double initial, double last, double degree) {
        return new PolynomialCurve(initial, last, degree, false);
    }

    /**
     * {@code last + (initial - last) * (1 - p)^degree}: fast first for degrees above 1.
     *
     * @param initial sparsity at the beginning of the window, in [0, 1)
     * @param last sparsity at its end, reached exactly, in [initial, 1)
     * @param degree the exponent, above 0
     * @return the curve
     * @throws IllegalArgumentException if an argument lies outside its range
     */
    static SparsityCurve concavePolynomial(double initial, double last, double degree) {
        return new PolynomialCurve(initial, last, degree, true);
    }

    /**
     * A straight line from {@code initial} to {@code last}.
     *
     * @param initial sparsity at the beginning of the window, in [0, 1)
     * @param last sparsity at its end, reached exactly, in [initial, 1)
     * @return the curve
     * @throws IllegalArgumentException if a sparsity lies outside its range
     */
    static SparsityCurve linear(double initial, double last) {
        return convexPolynomial(initial, last, 1);
    }

    /**
     * Nothing until the end of the window, then everything at once.
     *
     * @param sparsity sparsity from the end of the window on, in [0, 1)
     * @return the curve
     * @throws IllegalArgumentException if the sparsity lies outside its range
     */
    static SparsityCurve oneShot(double sparsity) {
        return new OneShotCurve(sparsity);
    }

    /**
     * The density {@code 1 - sparsity} falls by the same factor in every equal part of the window, from 1 to {@code 1 -
     * last}:
     * {@code 1 - (1 - last)^p}. So a training passes through every order of magnitude of the density in the same time,
     * which is what a search for the sparsity wants ({@link io.github.dl4jpruning.engine.PruningPlan#search}).
     *
     * @param last sparsity at the end of the window, reached exactly, in [0, 1)
     * @return the curve
     * @throws IllegalArgumentException if the sparsity lies outside its range
     */
    static SparsityCurve geometric(double last) {
        return new GeometricCurve(last);
    }

    /**
     * The same sparsity from the beginning of the window on.
     *
     * @param sparsity the sparsity, in [0, 1)
     * @return the curve
     * @throws IllegalArgumentException if the sparsity lies outside its range
     */
    static SparsityCurve constant(double sparsity) {
        return convexPolynomial(sparsity, sparsity, 1);
    }
}
