package io.github.dl4jpruning.engine;

/**
 * One array of trained numbers of a model, as the choice of what to prune sees it.
 *
 * @param name unique in the model, as in the model's own parameter table, for example {@code 0_RW}; a part of a
 *     parameter adds its name in brackets: {@code 0_RW[peepholes]}
 * @param layer name of the layer or vertex, for example {@code lstm}, or its number where it has no name
 * @param layerType simple name of the layer's class, for example {@code LSTM}
 * @param parameter name within the layer, for example {@code RW}
 * @param layout shape and meaning
 * @param status whether it may be pruned
 * @param reason why it is not pruned by default; empty if it is
 */
public record WeightParameter(
        String name,
        String layer,
        String layerType,
        String parameter,
        WeightLayout layout,
        Status status,
        String reason) {

    /** Whether a parameter may be pruned. */
    public enum Status {
        /** Pruned unless the plan excludes it: matrices and kernels. */
        DEFAULT,
        /** Pruned only if the plan includes it: biases, gains, embeddings and the like. */
        OPTIONAL,
        /** Never pruned: frozen, not trained, or statistics. */
        NEVER
    }

    /**
     * The number of weights.
     *
     * @return the product of the shape
     */
    public long length() {
        return layout.length();
    }

    @Override
    public String toString() {
        return name + " " + layout.shape() + (reason.isEmpty() ? "" : " (" + reason + ")");
    }
}
