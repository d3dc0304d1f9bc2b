package io.github.dl4jpruning.runtime.format;

import java.util.Locale;

/**
 * An activation function. The formulas are those DL4J and SameDiff compute at inference.
 *
 * @param kind which function
 * @param parameter its slope or threshold; 0 for a function that has none
 */
public record Activation(Kind kind, float parameter) {

    /** The functions. */
    public enum Kind {
        /** x. */
        IDENTITY(false),
        /** Hyperbolic tangent. */
        TANH(false),
        /** 1 / (1 + exp(-x)). */
        SIGMOID(false),
        /** max(x, 0). */
        RELU(false),
        /** x if positive, else slope * x. */
        LEAKY_RELU(true),
        /** min(max(x, 0), 6). */
        RELU6(false),
        /** x if above the threshold, else 0. */
        THRESHOLDED_RELU(true),
        /** x if positive, else alpha * (exp(x) - 1). */
        ELU(true),
        /** ELU, scaled to keep mean and variance. */
        SELU(false),
        /** log(1 + exp(x)). */
        SOFTPLUS(false),
        /** x / (1 + |x|). */
        SOFTSIGN(false),
        /** x, cut at -1 and 1. */
        HARD_TANH(false),
        /** 0.2 x + 0.5, cut at 0 and 1. */
        HARD_SIGMOID(false),
        /** x * x * x. */
        CUBE(false),
        /** 1.7159 tanh(2 x / 3), approximated by a rational function. */
        RATIONAL_TANH(false),
        /** max(0, tanh(x)). */
        RECTIFIED_TANH(false),
        /** x * sigmoid(x). */
        SWISH(false),
        /** x * sigmoid(1.702 x). */
        GELU(false),
        /** x * (1 + erf(x / sqrt(2))) / 2, the exact GELU. */
        EXACT_GELU(false),
        /** x * tanh(log(1 + exp(x))). */
        MISH(false),
        /** exp(x), divided by the sum over all units. */
        SOFTMAX(false);

        private final boolean parametric;

        Kind(boolean parametric) {
            this.parametric = parametric;
        }

        /**
         * Whether the function has a parameter.
         *
         * @return whether it has
         */
        public boolean parametric() {
            return parametric;
        }
    }

    /** What does nothing. */
    public static final Activation IDENTITY = of(Kind.IDENTITY);

    /**
     * Checks the parameter.
     *
     * @param kind as above
     * @param parameter as above
     * @throws IllegalArgumentException if they do not fit; the message tells which
     */
    public Activation {
        if (!Float.isFinite(parameter) || !kind.parametric && parameter != 0) {
            throw new IllegalArgumentException("the activation function "
                    + kind.name().toLowerCase(Locale.ROOT) + " cannot have the parameter " + parameter
                    + (kind.parametric ? ": it must be finite" : ": it has none, write 0"));
        }
    }

    /**
     * A function without parameter.
     *
     * @param kind which
     * @return the function
     */
    public static Activation of(Kind kind) {
        return new Activation(kind, 0);
    }
}
