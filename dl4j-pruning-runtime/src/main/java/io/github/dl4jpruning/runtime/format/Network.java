package io.github.dl4jpruning.runtime.format;

import java.util.List;
import java.util.Optional;

/**
 * The architecture of a forecaster with all its weights.
 *
 * @param inputs columns of a window
 * @param layers in order, 1 to {@link #LAYERS}
 * @param inputScaler applied to every step before the first layer
 * @param outputScaler undone after the last layer
 */
public record Network(int inputs, List<Layer> layers, Optional<Scaler> inputScaler, Optional<Scaler> outputScaler)
        implements Architecture {

    /** So many layers there may be. */
    public static final int LAYERS = 256;

    /**
     * Checks that each layer takes what the one before it gives.
     *
     * @param inputs as above
     * @param layers as above
     * @param inputScaler as above
     * @param outputScaler as above
     * @throws IllegalArgumentException if they do not fit; the message tells which
     */
    public Network {
        layers = List.copyOf(layers);
        if (layers.isEmpty() || layers.size() > LAYERS) {
            throw new IllegalArgumentException(
                    "a network of " + layers.size() + " layers cannot be: from 1 to " + LAYERS + " are possible");
        }
        if (inputs < 1 || inputs > Matrix.LIMIT) {
            throw new IllegalArgumentException(
                    inputs + " inputs cannot be: from 1 to " + Matrix.LIMIT + " are possible");
        }
        int width = inputs;
        boolean last = false;
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            if (layer.inputs() != width) {
                throw new IllegalArgumentException("layer " + i + " takes " + layer.inputs()
                        + " numbers, but what comes before it gives " + width);
            }
            if (last && (layer instanceof Layer.Recurrent || layer instanceof Layer.LastStep)) {
                throw new IllegalArgumentException(
                        "layer " + i
                                + " needs a sequence, but a layer before it keeps the last step only: no such network can be run");
            }
            last |= layer instanceof Layer.LastStep;
            width = layer.outputs();
        }
        if (width > Matrix.LIMIT) {
            throw new IllegalArgumentException(width + " outputs cannot be: up to " + Matrix.LIMIT + " are possible");
        }
        Architecture.require("inputs", inputScaler, inputs);
        Architecture.require("outputs", outputScaler, width);
    }

    /**
     * Numbers in a forecast, per step if the forecast is a sequence.
     *
     * @return outputs of the last layer
     */
    @Override
    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    /**
     * Whether windows are sequences: whether there is a recurrent layer.
     *
     * @return whether there are steps
     */
    public boolean sequence() {
        return layers.stream().anyMatch(layer -> layer instanceof Layer.Recurrent || layer instanceof Layer.LastStep);
    }

    /**
     * Whether the forecast is a sequence, too, of as many steps as the window.
     *
     * @return whether no layer takes the last step
     */
    public boolean sequenceOut() {
        return sequence() && layers.stream().noneMatch(Layer.LastStep.class::isInstance);
    }

    /**
     * Whether no step sees a later one, so that a stream can be forecast value by value.
     *
     * @return whether there is no bidirectional layer
     */
    public boolean causal() {
        return layers.stream().noneMatch(Layer.Bidirectional.class::isInstance);
    }

    @Override
    public Network withScalers(Optional<Scaler> input, Optional<Scaler> output) {
        return new Network(inputs, layers, input, output);
    }

    @Override
    public List<Matrix> matrices() {
        return layers.stream().flatMap(layer -> layer.matrices().stream()).toList();
    }
}
