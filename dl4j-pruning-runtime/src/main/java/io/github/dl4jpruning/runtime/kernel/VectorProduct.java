package io.github.dl4jpruning.runtime.kernel;

/** A matrix in a form made for products with one vector. Immutable; all threads may use it at once. */
public interface VectorProduct {

    /**
     * y += M x.
     *
     * @param x one number per column
     * @param y one number per row
     */
    void add(float[] x, float[] y);
}
