package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.engine.WeightParameter.Status;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.selection.Magnitudes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BiConsumer;

/**
 * The smallest model that can be pruned: Java arrays of weights, gradients and optimizer state, and a diary of the
 * calls.
 */
public final class InMemoryModel implements PrunableModel {

    /** What was called, in order. */
    public final List<String> calls = new ArrayList<>();

    private final Map<String, WeightParameter> parameters = new LinkedHashMap<>();
    private final Map<String, float[]> weights = new LinkedHashMap<>();
    private final Map<String, float[]> gradients = new LinkedHashMap<>();
    private final Map<String, float[]> state = new LinkedHashMap<>();
    private Masks masks = new Masks(Map.of());

    /** Adds a parameter whose name is that of the layer, an underscore, and its own. */
    public InMemoryModel with(
            String layer, String parameter, WeightLayout layout, Status status, String reason, float... values) {
        if (values.length != layout.length()) {
            throw new IllegalArgumentException(values.length + " values for " + layout);
        }
        String name = layer + "_" + parameter;
        parameters.put(name, new WeightParameter(name, layer, "Fake", parameter, layout, status, reason));
        weights.put(name, values);
        gradients.put(name, new float[values.length]);
        state.put(name, new float[values.length]);
        return this;
    }

    /** Adds a vector of weights. */
    public InMemoryModel with(String layer, String parameter, float... values) {
        return with(layer, parameter, vector(values.length), Status.DEFAULT, "", values);
    }

    /** A layout that says nothing. */
    public static WeightLayout vector(long length) {
        return new WeightLayout(List.of(length), 'c', -1, -1, List.of(), "");
    }

    /** The weights themselves. */
    public float[] weights(String name) {
        return weights.get(name);
    }

    /** The gradient itself. */
    public float[] gradient(String name) {
        return gradients.get(name);
    }

    /** The optimizer state itself. */
    public float[] state(String name) {
        return state.get(name);
    }

    /** A model with the same weights and state. */
    public InMemoryModel copy() {
        InMemoryModel copy = new InMemoryModel();
        parameters.forEach((name, p) -> {
            copy.with(
                    p.layer(),
                    p.parameter(),
                    p.layout(),
                    p.status(),
                    p.reason(),
                    weights.get(name).clone());
            System.arraycopy(state.get(name), 0, copy.state.get(name), 0, state.get(name).length);
        });
        return copy;
    }

    /** Makes up a gradient, hands it to the pruner, then takes a step of gradient descent with momentum. */
    public void train(Pruner pruner, long epoch, Random random) {
        gradients.values().forEach(values -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
        });
        pruner.beforeUpdate(epoch);
        weights.forEach((name, values) -> {
            for (int i = 0; i < values.length; i++) {
                float momentum = 0.9f * state.get(name)[i] + gradients.get(name)[i];
                state.get(name)[i] = momentum;
                values[i] -= 0.01f * momentum;
            }
        });
        pruner.afterUpdate();
    }

    @Override
    public List<WeightParameter> parameters() {
        return List.copyOf(parameters.values());
    }

    @Override
    public Magnitudes magnitudes(WeightParameter parameter) {
        return Magnitudes.of(weights.get(parameter.name()));
    }

    @Override
    public void apply(Masks masks) {
        calls.add("apply");
        this.masks = masks;
        forPruned((name, i) -> {
            weights.get(name)[i] = 0;
            gradients.get(name)[i] = 0;
            state.get(name)[i] = 0;
        });
    }

    @Override
    public void maskGradients() {
        calls.add("maskGradients");
        forPruned((name, i) -> gradients.get(name)[i] = 0);
    }

    @Override
    public void clearResidue() {
        calls.add("clearResidue");
    }

    @Override
    public long enforce() {
        calls.add("enforce");
        long[] found = new long[1];
        forPruned((name, i) -> {
            found[0] += weights.get(name)[i] != 0 ? 1 : 0;
            weights.get(name)[i] = 0;
            state.get(name)[i] = 0;
        });
        return found[0];
    }

    private void forPruned(BiConsumer<String, Integer> action) {
        masks.asMap().forEach((name, mask) -> {
            for (int i = 0; i < mask.length(); i++) {
                if (mask.isPruned(i)) {
                    action.accept(name, i);
                }
            }
        });
    }

    /** Whether weight, gradient and state of everything under a mask are zero. */
    public boolean isZeroUnder(String name, WeightMask mask) {
        for (int i = 0; i < mask.length(); i++) {
            if (mask.isPruned(i)
                    && (weights.get(name)[i] != 0 || gradients.get(name)[i] != 0 || state.get(name)[i] != 0)) {
                return false;
            }
        }
        return true;
    }
}
