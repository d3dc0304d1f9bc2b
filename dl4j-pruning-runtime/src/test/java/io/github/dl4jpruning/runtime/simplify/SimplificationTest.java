package io.github.dl4jpruning.runtime.simplify;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.runtime.SparseForecaster;
import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Activation.Kind;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.Network;
import io.github.dl4jpruning.runtime.format.Provenance;
import io.github.dl4jpruning.runtime.format.SampleModels;
import io.github.dl4jpruning.runtime.format.Vector;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Smaller networks forecast the same. */
class SimplificationTest {

    @Test
    void randomNetworksWithManyZerosForecastTheSame() {
        int removed = 0;
        for (int seed = 0; seed < 3000; seed++) {
            Random random = new Random(seed);
            Network network = random(random);
            Network smaller = Simplification.of(network);
            removed += Simplification.units(network) - Simplification.units(smaller);
            requireSame(network, smaller, random);
        }
        assertThat(removed).isGreaterThan(3000);
    }

    private static void requireSame(Network network, Network smaller, Random random) {
        float[] window = new float[5 * network.inputs()];
        for (int i = 0; i < window.length; i++) {
            window[i] = (float) random.nextGaussian();
        }
        float[] expected = forecaster(network).predict(window);
        float[] found = forecaster(smaller).predict(window);
        assertThat(found).hasSameSizeAs(expected);
        for (int i = 0; i < found.length; i++) {
            assertThat(found[i])
                    .isCloseTo(
                            expected[i],
                            org.assertj.core.api.Assertions.within(1e-5f * Math.max(1, Math.abs(expected[i]))));
        }
    }

    private static SparseForecaster forecaster(Network network) {
        return SparseForecaster.of(new Model(network, Provenance.NONE));
    }

    private static Network random(Random random) {
        List<Layer> layers = new ArrayList<>();
        int width = 3;
        double sparsity = 0.5 + 0.45 * random.nextDouble();
        for (int i = 2 + random.nextInt(3); i > 0; i--) {
            int units = 1 + random.nextInt(6);
            Layer layer = switch (random.nextInt(6)) {
                case 0 -> new Layer.ScaleShift(SampleModels.vector(random, width), SampleModels.vector(random, width));
                case 1 -> SampleModels.rnn(random, width, units, sparsity);
                case 2 -> lstm(random, width, units, sparsity);
                case 3 ->
                    new Layer.Bidirectional(
                            SampleModels.rnn(random, width, units, sparsity),
                            lstm(random, width, units, sparsity),
                            Layer.Mode.values()[random.nextInt(4)]);
                case 4 -> new Layer.Activate(width, Activation.of(random.nextBoolean() ? Kind.SOFTMAX : Kind.SIGMOID));
                default ->
                    new Layer.Dense(
                            SampleModels.matrix(random, units, width, sparsity),
                            SampleModels.vector(random, units),
                            units > 2 && random.nextInt(3) == 0
                                    ? Optional.of(SampleModels.vector(random, units))
                                    : Optional.empty(),
                            random.nextBoolean()
                                    ? Activation.IDENTITY
                                    : Activation.of(random.nextBoolean() ? Kind.SOFTMAX : Kind.SIGMOID));
            };
            layers.add(layer);
            width = layer.outputs();
        }
        // A recurrent layer in any case: then a window may have several steps.
        layers.add(SampleModels.rnn(random, width, 4, sparsity));
        if (random.nextBoolean()) {
            layers.add(new Layer.LastStep(4));
        }
        layers.add(SampleModels.dense(random, 4, 2, sparsity));
        return new Network(3, layers, Optional.empty(), Optional.empty());
    }

    /** Biases of cell inputs are zero at times, so that there are cells that stay zero. */
    private static Layer.Lstm lstm(Random random, int inputs, int units, double sparsity) {
        Layer.Lstm layer = SampleModels.lstm(random, inputs, units, sparsity, random.nextBoolean());
        float[] bias = layer.bias().toArray();
        for (int u = 0; u < units; u++) {
            bias[u] = random.nextBoolean() ? 0 : bias[u];
        }
        return new Layer.Lstm(
                layer.weights(),
                layer.recurrent(),
                Vector.of(bias),
                layer.peepholes(),
                layer.activation(),
                layer.gate());
    }

    @Test
    void aUnitWithoutInputsGoesIntoTheNextBias() {
        Layer.Dense first =
                new Layer.Dense(Matrix.of(2, 1, 0, 1), Vector.of(3, 0), Optional.empty(), Activation.of(Kind.CUBE));
        Layer.Dense second =
                new Layer.Dense(Matrix.of(1, 2, 2, 5), Vector.of(1), Optional.empty(), Activation.IDENTITY);
        Network smaller = Simplification.of(new Network(1, List.of(first, second), Optional.empty(), Optional.empty()));
        assertThat(smaller.layers().get(0).outputs()).isEqualTo(1);
        assertThat(((Layer.Dense) smaller.layers().get(1)).bias()).isEqualTo(Vector.of(1 + 2 * 27));
        assertThat(((Layer.Dense) smaller.layers().get(1)).weights()).isEqualTo(Matrix.of(1, 1, 5));
    }

    @Test
    void aConstantRecurrentUnitThatFeedsAnotherStays() {
        // The second unit reads the first, which is constant, but zero before the first step.
        Layer.SimpleRnn rnn = new Layer.SimpleRnn(
                Matrix.of(2, 1, 0, 1), Matrix.of(2, 2, 0, 0, 1, 0), Vector.of(2, 0), Activation.IDENTITY);
        Layer.Dense dense = new Layer.Dense(Matrix.of(1, 2, 1, 1), Vector.of(0), Optional.empty(), Activation.IDENTITY);
        Network network = new Network(1, List.of(rnn, dense), Optional.empty(), Optional.empty());
        assertThat(Simplification.units(Simplification.of(network))).isEqualTo(3);
    }

    @Test
    void unitsThatOnlyFeedEachOtherGo() {
        Layer.SimpleRnn rnn = new Layer.SimpleRnn(
                Matrix.of(3, 1, 1, 1, 1),
                Matrix.of(3, 3, 1, 1, 0, 1, 1, 0, 0, 0, 1),
                Vector.of(1, 1, 1),
                Activation.of(Kind.TANH));
        Layer.Dense dense =
                new Layer.Dense(Matrix.of(1, 3, 0, 0, 1), Vector.of(0), Optional.empty(), Activation.IDENTITY);
        Network network = new Network(1, List.of(rnn, dense), Optional.empty(), Optional.empty());
        assertThat(Simplification.units(Simplification.of(network))).isEqualTo(2);
    }

    /** Two units, the first without weights of its own; both are read, by each other too. */
    private static Network twoCells(Activation activation, float bias) {
        float[] weights = {0, 1, 0, 1, 0, 1, 0, 1};
        float[] recurrent = {0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1};
        Layer.Lstm lstm = new Layer.Lstm(
                Matrix.of(8, 1, weights),
                Matrix.of(8, 2, recurrent),
                Vector.of(bias, 1, 0, 0, 0, 0, 0, 0),
                Optional.empty(),
                activation,
                Activation.of(Kind.SIGMOID));
        Layer.Dense dense = new Layer.Dense(Matrix.of(1, 2, 1, 1), Vector.of(0), Optional.empty(), Activation.IDENTITY);
        return new Network(1, List.of(lstm, dense), Optional.empty(), Optional.empty());
    }

    @Test
    void aCellThatIsAlwaysZeroGoesThoughItFeedsAnother() {
        Network network = twoCells(Activation.of(Kind.TANH), 0);

        Network smaller = Simplification.of(network);

        assertThat(Simplification.units(smaller)).isEqualTo(2);
        requireSame(network, smaller, new Random(1));
    }

    @Test
    void aCellOfZeroStaysIfItsActivationMakesMoreOfIt() {
        Network network = twoCells(Activation.of(Kind.HARD_SIGMOID), -10); // 0 of -10, but a half of 0

        Network smaller = Simplification.of(network);

        assertThat(Simplification.units(smaller)).isEqualTo(3);
        requireSame(network, smaller, new Random(1));
    }

    @Test
    void batchNormalisationIsFoldedBothWays() {
        Layer.ScaleShift norm = new Layer.ScaleShift(Vector.of(2), Vector.of(3));
        Layer.Dense dense = new Layer.Dense(Matrix.of(1, 1, 5), Vector.of(7), Optional.empty(), Activation.IDENTITY);
        Network network = new Network(1, List.of(norm, dense, norm), Optional.empty(), Optional.empty());
        assertThat(Simplification.of(network).layers())
                .containsExactly(new Layer.Dense(
                        Matrix.of(1, 1, 20), Vector.of((5 * 3 + 7) * 2 + 3), Optional.empty(), Activation.IDENTITY));
    }
}
