package io.github.dl4jpruning.runtime.format;

import java.util.List;

/**
 * From the encoded patches to the forecast.
 *
 * @param pooling what becomes of the patches
 * @param layers one for all, or one per column that is cut by itself
 */
public record PatchHead(Pooling pooling, List<Layer.Dense> layers) {

    /** What becomes of the patches. */
    public enum Pooling {
        /** Their mean, feature by feature. */
        MEAN,
        /** All features of the first patch, then of the next. */
        FLATTEN
    }

    /**
     * Checks that all layers are of one size.
     *
     * @param pooling as above
     * @param layers as above
     * @throws IllegalArgumentException if there is none, or two differ
     */
    public PatchHead {
        layers = List.copyOf(layers);
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("the head has no layer: give one, or one per column");
        }
        for (Layer.Dense layer : layers) {
            if (layer.inputs() != layers.get(0).inputs()
                    || layer.outputs() != layers.get(0).outputs()) {
                throw new IllegalArgumentException("the head has layers of different sizes: "
                        + layers.get(0).weights() + " and " + layer.weights());
            }
        }
    }

    /**
     * Numbers that go in.
     *
     * @return inputs of each layer
     */
    public int inputs() {
        return layers.get(0).inputs();
    }

    /**
     * Numbers that come out.
     *
     * @return outputs of each layer
     */
    public int outputs() {
        return layers.get(0).outputs();
    }
}
