package io.github.dl4jpruning.runtime.format;

import java.util.Arrays;

/** Numbers of which there is one per unit: biases, gains, peepholes, means. Immutable; all are finite. */
public final class Vector {
    private final float[] values;

    private Vector(float[] values) {
        this.values = values;
    }

    /**
     * A vector of these numbers.
     *
     * @param values copied; at most {@link Matrix#LIMIT} of them but for gates, of which a unit has four
     * @return the vector
     * @throws IllegalArgumentException if one is infinite or not a number
     */
    public static Vector of(float... values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new IllegalArgumentException("value " + i + " is " + values[i]
                        + ", which no forecast can be made with: train again, with a lower learning rate");
            }
        }
        return new Vector(values.clone());
    }

    /**
     * How many there are.
     *
     * @return the length
     */
    public int length() {
        return values.length;
    }

    /**
     * One of them.
     *
     * @param index from 0
     * @return its value
     */
    public float get(int index) {
        return values[index];
    }

    /**
     * All of them.
     *
     * @return a copy
     */
    public float[] toArray() {
        return values.clone();
    }

    /**
     * Some of them.
     *
     * @param indices which, in the order wanted
     * @return a new vector
     */
    public Vector select(int... indices) {
        float[] some = new float[indices.length];
        for (int i = 0; i < some.length; i++) {
            some[i] = values[indices[i]];
        }
        return new Vector(some);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Vector vector && Arrays.equals(values, vector.values);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "vector of " + values.length;
    }
}
