package io.github.dl4jpruning.runtime.format;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** A layer of a forecaster: its weights and what it does with them. */
public sealed interface Layer {

    /**
     * How many numbers come in, per step of a sequence if there are steps.
     *
     * @return inputs
     */
    int inputs();

    /**
     * How many numbers go out, per step of a sequence if there are steps.
     *
     * @return outputs
     */
    int outputs();

    /**
     * The matrices that weights can be pruned from. Vectors, such as biases, are none of them.
     *
     * @return in the order of the layer's parts; empty for a layer that has none
     */
    default List<Matrix> matrices() {
        return List.of();
    }

    /** A layer with a state that goes from one step of a sequence to the next; zeros at first. */
    sealed interface Recurrent extends Layer {}

    /**
     * y = activation(normalise(W x) + b), of each step by itself.
     *
     * @param weights W, one row per unit
     * @param bias b, one per unit
     * @param gain of the layer normalisation, one per unit; none: not normalised
     * @param activation of all units
     */
    record Dense(Matrix weights, Vector bias, Optional<Vector> gain, Activation activation) implements Layer {

        /**
         * Checks the sizes.
         *
         * @param weights as above
         * @param bias as above
         * @param gain as above
         * @param activation as above
         * @throws IllegalArgumentException if they do not fit; the message tells which
         */
        public Dense {
            require("bias", bias, weights.rows());
            gain.ifPresent(own -> require("gain", own, weights.rows()));
        }

        @Override
        public int inputs() {
            return weights.columns();
        }

        @Override
        public int outputs() {
            return weights.rows();
        }

        @Override
        public List<Matrix> matrices() {
            return List.of(weights);
        }
    }

    /**
     * h' = activation(W x + R h + b).
     *
     * @param weights W, one row per unit
     * @param recurrent R, one row per unit, one column per unit it comes from
     * @param bias b, one per unit
     * @param activation of all units
     */
    record SimpleRnn(Matrix weights, Matrix recurrent, Vector bias, Activation activation) implements Recurrent {

        /**
         * Checks the sizes.
         *
         * @param weights as above
         * @param recurrent as above
         * @param bias as above
         * @param activation as above
         * @throws IllegalArgumentException if they do not fit; the message tells which
         */
        public SimpleRnn {
            int units = weights.rows();
            require("recurrent matrix", recurrent, units, units);
            require("bias", bias, units);
        }

        @Override
        public int inputs() {
            return weights.columns();
        }

        @Override
        public int outputs() {
            return weights.rows();
        }

        @Override
        public List<Matrix> matrices() {
            return List.of(weights, recurrent);
        }
    }

    /**
     * The long short-term memory of DL4J. With a = W x + R h + b in four blocks i, f, o, g of one row per unit: c' =
     * gate(f + pf c) c + gate(g + pg c) activation(i); h' = gate(o + po c') activation(c').
     *
     * @param weights W, four blocks of rows: cell input, forget gate, output gate, input gate
     * @param recurrent R, rows as in W, one column per unit
     * @param bias b, as the rows of W
     * @param peepholes pf, po, pg, one per unit each; none: all zero
     * @param activation of cell input and cell state
     * @param gate activation of the gates
     */
    record Lstm(
            Matrix weights,
            Matrix recurrent,
            Vector bias,
            Optional<Vector> peepholes,
            Activation activation,
            Activation gate)
            implements Recurrent {

        /**
         * Checks the sizes.
         *
         * @param weights as above
         * @param recurrent as above
         * @param bias as above
         * @param peepholes as above
         * @param activation as above
         * @param gate as above
         * @throws IllegalArgumentException if they do not fit; the message tells which
         */
        public Lstm {
            int units = recurrent.columns();
            require("recurrent matrix", recurrent, 4 * units, units);
            require("input matrix", weights, 4 * units, weights.columns());
            require("bias", bias, 4 * units);
            peepholes.ifPresent(own -> require("peepholes", own, 3 * units));
        }

        @Override
        public int inputs() {
            return weights.columns();
        }

        @Override
        public int outputs() {
            return recurrent.columns();
        }

        @Override
        public List<Matrix> matrices() {
            return List.of(weights, recurrent);
        }
    }

    /** What becomes of the outputs of the two directions. */
    enum Mode {
        /** The one's units, then the other's. */
        CONCAT,
        /** Their sum. */
        ADD,
        /** Their product. */
        MUL,
        /** Their mean. */
        AVERAGE
    }

    /**
     * Two layers over the same sequence, one of which takes it from its end.
     *
     * @param forward takes the steps in order
     * @param backward takes them in reverse; its outputs are put in order again
     * @param mode what becomes of the two
     */
    record Bidirectional(Recurrent forward, Recurrent backward, Mode mode) implements Recurrent {

        /**
         * Checks the sizes.
         *
         * @param forward as above
         * @param backward as above
         * @param mode as above
         * @throws IllegalArgumentException if they do not fit; the message tells which
         */
        public Bidirectional {
            if (forward instanceof Bidirectional || backward instanceof Bidirectional) {
                throw new IllegalArgumentException(
                        "a direction of a bidirectional layer cannot be bidirectional itself");
            }
            if (forward.inputs() != backward.inputs()
                    || mode != Mode.CONCAT && forward.outputs() != backward.outputs()) {
                throw new IllegalArgumentException("the directions of a bidirectional layer differ: "
                        + forward.inputs() + " inputs and " + forward.outputs() + " outputs forward, "
                        + backward.inputs() + " and " + backward.outputs() + " backward");
            }
        }

        @Override
        public int inputs() {
            return forward.inputs();
        }

        @Override
        public int outputs() {
            return mode == Mode.CONCAT ? forward.outputs() + backward.outputs() : forward.outputs();
        }

        @Override
        public List<Matrix> matrices() {
            return Stream.concat(forward.matrices().stream(), backward.matrices().stream())
                    .toList();
        }
    }

    /**
     * The last step of a sequence: what follows sees no others.
     *
     * @param inputs numbers per step
     */
    record LastStep(int inputs) implements Layer {
        @Override
        public int outputs() {
            return inputs;
        }
    }

    /**
     * y = scale x + shift: a batch normalisation that could not be folded into a layer beside it.
     *
     * @param scale one factor per number
     * @param shift one per number
     */
    record ScaleShift(Vector scale, Vector shift) implements Layer {

        /**
         * Checks the sizes.
         *
         * @param scale as above
         * @param shift as above
         * @throws IllegalArgumentException if they do not fit; the message tells which
         */
        public ScaleShift {
            require("shift", shift, scale.length());
        }

        @Override
        public int inputs() {
            return scale.length();
        }

        @Override
        public int outputs() {
            return scale.length();
        }
    }

    /**
     * An activation function alone.
     *
     * @param inputs numbers per step
     * @param activation of them all
     */
    record Activate(int inputs, Activation activation) implements Layer {
        @Override
        public int outputs() {
            return inputs;
        }
    }

    private static void require(String name, Vector vector, int length) {
        if (vector.length() != length) {
            throw new IllegalArgumentException(
                    "the " + name + " has " + vector.length() + " numbers, the layer needs " + length);
        }
    }

    private static void require(String name, Matrix matrix, int rows, int columns) {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            throw new IllegalArgumentException("the " + name + " is " + matrix.rows() + " x " + matrix.columns()
                    + ", the layer needs " + rows + " x " + columns);
        }
    }
}
