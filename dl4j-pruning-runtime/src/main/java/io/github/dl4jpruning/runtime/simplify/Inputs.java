package io.github.dl4jpruning.runtime.simplify;

import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.format.Vector;
import java.util.List;
import java.util.stream.IntStream;

/** The side of a layer on which numbers come in. */
final class Inputs {
    private Inputs() {}

    /** Whether the layer has weights, so that it reads its inputs one by one. */
    static boolean weighted(Layer layer) {
        return layer instanceof Layer.Dense || layer instanceof Layer.Recurrent;
    }

    /** Whether adding a constant to an input is the same as adding something to the biases. */
    static boolean takesConstants(Layer layer) {
        return weighted(layer)
                && !(layer instanceof Layer.Dense dense && dense.gain().isPresent());
    }

    /** Which inputs have weights. */
    static boolean[] read(Layer layer) {
        boolean[] read = new boolean[layer.inputs()];
        for (Matrix matrix : matrices(layer)) {
            for (int i = 0; i < matrix.count(); i++) {
                read[matrix.column(i)] |= matrix.value(i) != 0;
            }
        }
        return read;
    }

    private static List<Matrix> matrices(Layer layer) {
        if (layer instanceof Layer.Dense dense) {
            return List.of(dense.weights());
        } else if (layer instanceof Layer.SimpleRnn rnn) {
            return List.of(rnn.weights());
        } else if (layer instanceof Layer.Lstm lstm) {
            return List.of(lstm.weights());
        }
        Layer.Bidirectional both = (Layer.Bidirectional) layer;
        return List.of(
                matrices(both.forward()).get(0), matrices(both.backward()).get(0));
    }

    /**
     * The layer for other inputs.
     *
     * @param kept which inputs are left, rising
     * @param scale the inputs were multiplied by this; null for 1
     * @param shift to the inputs this was added, after that
     */
    static Layer change(Layer layer, int[] kept, double[] scale, double[] shift) {
        if (layer instanceof Layer.Dense dense) {
            return new Layer.Dense(
                    matrix(dense.weights(), kept, scale),
                    bias(dense.bias(), dense.weights(), shift),
                    dense.gain(),
                    dense.activation());
        } else if (layer instanceof Layer.Recurrent recurrent) {
            return change(recurrent, kept, scale, shift);
        }
        throw new IllegalArgumentException(layer + " has no weights");
    }

    private static Layer.Recurrent change(Layer.Recurrent layer, int[] kept, double[] scale, double[] shift) {
        if (layer instanceof Layer.SimpleRnn rnn) {
            return new Layer.SimpleRnn(
                    matrix(rnn.weights(), kept, scale),
                    rnn.recurrent(),
                    bias(rnn.bias(), rnn.weights(), shift),
                    rnn.activation());
        } else if (layer instanceof Layer.Lstm lstm) {
            return new Layer.Lstm(
                    matrix(lstm.weights(), kept, scale),
                    lstm.recurrent(),
                    bias(lstm.bias(), lstm.weights(), shift),
                    lstm.peepholes(),
                    lstm.activation(),
                    lstm.gate());
        }
        Layer.Bidirectional both = (Layer.Bidirectional) layer;
        return new Layer.Bidirectional(
                change(both.forward(), kept, scale, shift), change(both.backward(), kept, scale, shift), both.mode());
    }

    private static Matrix matrix(Matrix weights, int[] kept, double[] scale) {
        Matrix scaled = scale == null ? weights : weights.scale(null, scale);
        return kept.length == weights.columns()
                ? scaled
                : scaled.select(IntStream.range(0, weights.rows()).toArray(), kept);
    }

    private static Vector bias(Vector bias, Matrix weights, double[] shift) {
        double[] more = weights.times(shift);
        float[] sum = new float[more.length];
        for (int i = 0; i < sum.length; i++) {
            sum[i] = (float) (bias.get(i) + more[i]);
        }
        return Vector.of(sum);
    }
}
