package io.github.dl4jpruning.runtime.format;

import io.github.dl4jpruning.runtime.format.Activation.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Models with every layer, coding and option of the format. */
public final class SampleModels {
    private static final Activation TANH = Activation.of(Kind.TANH);
    private static final Activation SIGMOID = Activation.of(Kind.SIGMOID);

    private SampleModels() {}

    /** A random vector. */
    public static Vector vector(Random random, int length) {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Vector.of(values);
    }

    /** A random matrix with this share of zeros. */
    public static Matrix matrix(Random random, int rows, int columns, double sparsity) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextDouble() < sparsity ? 0 : (float) (random.nextGaussian() / Math.sqrt(columns));
        }
        return Matrix.of(rows, columns, values);
    }

    /** A random dense layer. */
    public static Layer.Dense dense(Random random, int inputs, int units, double sparsity) {
        return new Layer.Dense(
                matrix(random, units, inputs, sparsity), vector(random, units), Optional.empty(), Activation.IDENTITY);
    }

    /** A random recurrent layer. */
    public static Layer.SimpleRnn rnn(Random random, int inputs, int units, double sparsity) {
        return new Layer.SimpleRnn(
                matrix(random, units, inputs, sparsity),
                matrix(random, units, units, sparsity),
                vector(random, units),
                TANH);
    }

    /** A random long short-term memory. */
    public static Layer.Lstm lstm(Random random, int inputs, int units, double sparsity, boolean peepholes) {
        return new Layer.Lstm(
                matrix(random, 4 * units, inputs, sparsity),
                matrix(random, 4 * units, units, sparsity),
                vector(random, 4 * units),
                peepholes ? Optional.of(vector(random, 3 * units)) : Optional.empty(),
                TANH,
                SIGMOID);
    }

    /** A random scaler. */
    public static Scaler scaler(Random random, int columns) {
        float[] deviations = new float[columns];
        for (int i = 0; i < columns; i++) {
            deviations[i] = 0.5f + random.nextFloat();
        }
        return new Scaler(vector(random, columns), Vector.of(deviations));
    }

    /** A model of these layers. */
    public static Model model(int inputs, Layer... layers) {
        return new Model(new Network(inputs, List.of(layers), Optional.empty(), Optional.empty()), Provenance.NONE);
    }

    /** A model with all there is. */
    public static Model all(long seed) {
        Random random = new Random(seed);
        double sparsity = random.nextDouble();
        List<Layer> layers = new ArrayList<>();
        layers.add(new Layer.ScaleShift(vector(random, 3), vector(random, 3)));
        layers.add(rnn(random, 3, 5, sparsity));
        layers.add(new Layer.Bidirectional(
                lstm(random, 5, 4, sparsity, true), lstm(random, 5, 4, 0.97, false), Layer.Mode.CONCAT));
        layers.add(new Layer.Activate(8, new Activation(Kind.LEAKY_RELU, 0.1f)));
        layers.add(new Layer.LastStep(8));
        layers.add(new Layer.Dense(matrix(random, 6, 8, 0), vector(random, 6), Optional.of(vector(random, 6)), TANH));
        layers.add(dense(random, 6, 2, sparsity));
        Scaler in = new Scaler(vector(random, 3), Vector.of(1, 2, 3));
        Scaler out = new Scaler(vector(random, 2), Vector.of(4, 5));
        Provenance provenance = new Provenance(
                "{\"curve\":[1,2.5,\"a\\\"\u00e9\"]}", 0.75, "weather of \u00c5s, \uD83D\uDE00", Map.of("java", "17"));
        return new Model(new Network(3, layers, Optional.of(in), Optional.of(out)), provenance);
    }
}
