package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.PruningPlan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Takes dropout out of a network or a configuration, in place, so that pruning can stand in its stead.
 *
 * <p>Removed are {@link Dropout} (also as a {@link DropoutLayer}, which becomes an identity), {@link GaussianDropout},
 * {@link AlphaDropout}, {@link SpatialDropout} and {@link DropConnect}, also inside wrappers and bidirectional layers.
 * The network keeps its layers, parameters and counters, trains on at once without dropout, and stays so when it is
 * saved. Noise that drops nothing (GaussianNoise, WeightNoise) and dropout of the user's own making stay and are listed
 * in {@link #kept}.
 *
 * <p>In DL4J {@code dropOut(p)} gives the probability to <em>retain</em> an activation: {@code dropOut(0.7)} drops 30%.
 *
 * <pre>{@code
 * DropoutReplacement done = DropoutReplacement.in(net);
 * System.out.println(done);                        // what was replaced
 * net.addListeners(PruningListener.of(done.proposePlan(20)));
 * }</pre>
 */
@SuppressWarnings("deprecation") // networks with the Graves layers are still about
public final class DropoutReplacement {

    /**
     * One piece of dropout that was, or was not, removed.
     *
     * @param layer name of the layer that had it
     * @param layerType simple class name of that layer
     * @param kind simple class name of the dropout
     * @param dropRate fraction of activations or weights that it dropped; empty where there is no such fraction
     */
    public record Finding(String layer, String layerType, String kind, OptionalDouble dropRate) {

        @Override
        public String toString() {
            String rate = dropRate.isPresent()
                    ? String.format(Locale.ROOT, ", dropped %.0f%%", 100 * dropRate.getAsDouble())
                    : "";
            return layer + " (" + layerType + "): " + kind + rate;
        }
    }

    private final List<Finding> replaced = new ArrayList<>();
    private final List<Finding> kept = new ArrayList<>();

    private DropoutReplacement() {}

    /**
     * Removes dropout from a network, at once.
     *
     * @param model a {@link MultiLayerNetwork} or {@link ComputationGraph}
     * @return what was replaced
     * @throws IllegalArgumentException if it is another kind of model
     */
    public static DropoutReplacement in(Model model) {
        if (model instanceof MultiLayerNetwork net) {
            return in(net.getLayerWiseConfigurations());
        }
        if (model instanceof ComputationGraph graph) {
            return in(graph.getConfiguration());
        }
        throw new IllegalArgumentException(
                "dropout can be replaced in a MultiLayerNetwork or ComputationGraph, not in a "
                        + (model == null ? "null" : model.getClass().getSimpleName()));
    }

    /**
     * Removes dropout from a configuration.
     *
     * @param configuration changed in place
     * @return what was replaced
     */
    public static DropoutReplacement in(MultiLayerConfiguration configuration) {
        DropoutReplacement result = new DropoutReplacement();
        List<NeuralNetConfiguration> layers = configuration.getConfs();
        for (int i = 0; i < layers.size(); i++) {
            result.clear(String.valueOf(i), layers.get(i).getLayer());
        }
        return result;
    }

    /**
     * Removes dropout from a configuration.
     *
     * @param configuration changed in place
     * @return what was replaced
     */
    public static DropoutReplacement in(ComputationGraphConfiguration configuration) {
        DropoutReplacement result = new DropoutReplacement();
        for (Map.Entry<String, GraphVertex> vertex : configuration.getVertices().entrySet()) {
            if (vertex.getValue() instanceof LayerVertex layer) {
                result.clear(vertex.getKey(), layer.getLayerConf().getLayer());
            } else {
                result.note(vertex.getValue().getClass().getSimpleName());
            }
        }
        return result;
    }

    private void clear(String number, Layer layer) {
        String name = layer.getLayerName() == null ? number : layer.getLayerName();
        LayerWalk.walk(layer, false, visit -> {
            Layer own = visit.layer();
            note(own.getClass().getSimpleName());
            IDropout dropout = own.getIDropout();
            if (dropout != null) {
                if (visit.leaf()
                        && !dropsNothing(dropRate(
                                dropout))) { // a wrapper repeats the dropout of what it wraps, and does not apply it
                    finding(name, own, dropout.getClass().getSimpleName(), dropRate(dropout), drops(dropout));
                }
                if (drops(dropout)) {
                    own.setIDropout(null);
                }
            }
            if (own instanceof BaseLayer base && base.getWeightNoise() != null) {
                boolean connect = base.getWeightNoise() instanceof DropConnect;
                String kind = base.getWeightNoise().getClass().getSimpleName();
                OptionalDouble rate = base.getWeightNoise() instanceof DropConnect drop
                        ? constant(1 - drop.getWeightRetainProb())
                        : OptionalDouble.empty();
                if (!dropsNothing(rate)) {
                    finding(name, own, kind, rate, connect);
                }
                if (connect) {
                    base.setWeightNoise(null);
                }
            }
        });
    }

    private void note(String type) {}

    private void finding(String name, Layer owner, String kind, OptionalDouble rate, boolean removed) {
        (removed ? replaced : kept).add(new Finding(name, owner.getClass().getSimpleName(), kind, rate));
    }

    private static boolean drops(IDropout dropout) {
        return dropout instanceof Dropout
                || dropout instanceof GaussianDropout
                || dropout instanceof AlphaDropout
                || dropout instanceof SpatialDropout;
    }

    /** The noise of GaussianDropout has the variance of a dropout at its rate. */
    private static OptionalDouble dropRate(IDropout dropout) {
        if (dropout instanceof Dropout plain) {
            return constant(1 - plain.getP());
        }
        if (dropout instanceof SpatialDropout spatial) {
            return constant(1 - spatial.getP());
        }
        if (dropout instanceof AlphaDropout alpha) {
            return constant(1 - alpha.getP());
        }
        return dropout instanceof GaussianDropout gaussian ? constant(gaussian.getRate()) : OptionalDouble.empty();
    }

    /**
     * Keras imports put a dropout of rate 0 on every layer. It is removed like any other, but is nothing to tell of.
     */
    private static boolean dropsNothing(OptionalDouble rate) {
        return rate.isPresent() && rate.getAsDouble() == 0;
    }

    /** A rate that follows a schedule has no constant value, which DL4J writes as NaN. */
    private static OptionalDouble constant(double rate) {
        return Double.isNaN(rate) ? OptionalDouble.empty() : OptionalDouble.of(rate);
    }

    /**
     * What was removed.
     *
     * @return in the order of the layers
     */
    public List<Finding> replaced() {
        return Collections.unmodifiableList(replaced);
    }

    /**
     * Noise that was found and left as it was.
     *
     * @return in the order of the layers
     */
    public List<Finding> kept() {
        return Collections.unmodifiableList(kept);
    }

    /**
     * A plan to begin with, whatever the network: {@link PruningPlan#early(int)}. The rate of the dropout has no part
     * in it: the sparsity is for the validation part to choose, see {@link PruningPlan#early(int, double)}.
     *
     * @param epochs of the training
     * @return the plan
     * @throws IllegalArgumentException if there are too few epochs
     */
    public PruningPlan proposePlan(int epochs) {
        return PruningPlan.early(epochs);
    }

    /**
     * What happened, one line per finding.
     *
     * @return text for people
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(replaced.isEmpty() ? "No dropout found" : "Dropout removed");
        replaced.forEach(
                finding -> text.append(System.lineSeparator()).append("  ").append(finding));
        if (!kept.isEmpty()) {
            text.append(System.lineSeparator()).append("Left as it is, since it is not dropout");
            kept.forEach(
                    finding -> text.append(System.lineSeparator()).append("  ").append(finding));
        }
        return text.toString();
    }
}
