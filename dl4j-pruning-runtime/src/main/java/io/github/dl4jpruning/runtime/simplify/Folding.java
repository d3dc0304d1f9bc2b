package io.github.dl4jpruning.runtime.simplify;

import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Vector;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Folds factors and summands into the weights before or after them; where both have none, they stay. Zeros stay zeros.
 */
final class Folding {
    private Folding() {}

    static void fold(List<Layer> layers) {
        for (int i = 0; i < layers.size(); i++) {
            if (!(layers.get(i) instanceof Layer.ScaleShift scale)) {
                continue;
            }
            double[] factors = doubles(scale.scale());
            double[] summands = doubles(scale.shift());
            if (i > 0
                    && layers.get(i - 1) instanceof Layer.Dense before
                    && before.gain().isEmpty()
                    && before.activation().equals(Activation.IDENTITY)) {
                layers.set(i - 1, scaled(before, factors, summands));
                layers.remove(i--);
            } else if (i + 1 < layers.size() && Inputs.takesConstants(layers.get(i + 1))) {
                int[] all = IntStream.range(0, factors.length).toArray();
                layers.set(i + 1, Inputs.change(layers.get(i + 1), all, factors, summands));
                layers.remove(i--);
            }
        }
    }

    private static Layer scaled(Layer.Dense layer, double[] factors, double[] summands) {
        float[] bias = new float[factors.length];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = (float) (factors[i] * layer.bias().get(i) + summands[i]);
        }
        return new Layer.Dense(layer.weights().scale(factors, null), Vector.of(bias), layer.gain(), layer.activation());
    }

    private static double[] doubles(Vector vector) {
        double[] values = new double[vector.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = vector.get(i);
        }
        return values;
    }
}
