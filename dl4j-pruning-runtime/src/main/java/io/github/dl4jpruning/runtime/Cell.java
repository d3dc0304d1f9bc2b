package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Layer;

/** A layer that takes one step at a time, ready to run. Immutable; what changes is in its runs. */
interface Cell {

    /**
     * What a layer keeps from step to step, and room to work.
     *
     * @param <R> a step: one number per unit, or for several windows per unit one number per window
     */
    interface Steps<R> {
        /** Forgets all steps. */
        void clear();

        /** The next step, from the inputs x to the outputs y. */
        void step(R x, R y);
    }

    /** The steps of one window. */
    interface Run extends Steps<float[]> {}

    /** The same of several windows. */
    interface Lanes {
        /** Forgets all steps. */
        void clear();

        /** The next step: per input and output one number per window. */
        void step(float[][] x, float[][] y, int lanes);
    }

    int outputs();

    /** Room for one window. */
    Run run();

    /** Room for up to so many windows. */
    Lanes lanes(int capacity);

    /** The cell of any layer that takes one step at a time. */
    static Cell of(Layer layer) {
        if (layer instanceof Layer.Dense dense) {
            return new DenseCell(dense);
        } else if (layer instanceof Layer.SimpleRnn rnn) {
            return new RnnCell(rnn);
        } else if (layer instanceof Layer.Lstm lstm) {
            return new LstmCell(lstm);
        } else if (layer instanceof Layer.ScaleShift scale) {
            return new ScaleCell(scale);
        } else if (layer instanceof Layer.Activate activate) {
            return new ActivationCell(activate);
        }
        throw new IllegalArgumentException(layer + " does not take one step at a time");
    }
}
