package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Network;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * What a window goes through, one after the other, in a network of either kind.
 *
 * @param links in this order
 */
record LayerChain(List<Link> links) {

    private static final String UNINITIALISED = "the network has no parameters yet: call init() and train it first";

    static LayerChain of(MultiLayerNetwork net) {
        if (!net.isInitCalled()) {
            throw new IllegalArgumentException(UNINITIALISED);
        }
        List<Link> links = new ArrayList<>();
        for (int i = 0; i < net.getnLayers(); i++) {
            var conf = net.getLayerWiseConfigurations().getConf(i).getLayer();
            links.add(Link.layer(
                    conf.getLayerName() == null ? String.valueOf(i) : conf.getLayerName(),
                    conf,
                    net.getLayerWiseConfigurations().getInputPreProcess(i),
                    net.getLayer(i).paramTable(false)));
        }
        return new LayerChain(links);
    }

    /**
     * The chain of a graph.
     *
     * @throws IllegalArgumentException if it is no chain; the message names the vertex
     */
    static LayerChain of(ComputationGraph graph) {
        if (graph.getVertices() == null) {
            throw new IllegalArgumentException(UNINITIALISED);
        }
        return new LayerChain(GraphChain.links(graph));
    }

    /**
     * The same for the runtime, without scalers.
     *
     * @throws IllegalArgumentException if the runtime lacks a layer or a preprocessor, or a weight is no number; the
     *     message names the layer
     */
    Network network() {
        List<Layer> layers = new ArrayList<>();
        int inputs = inputs();
        boolean steps = false;
        for (Link link : links) {
            steps = requirePlain(link, steps, link == links.get(0));
            int width =
                    layers.isEmpty() ? inputs : layers.get(layers.size() - 1).outputs();
            List<Layer> some = link.translation().apply(width);
            layers.addAll(some);
            steps |= some.stream().anyMatch(Layer.Recurrent.class::isInstance);
        }
        if (layers.isEmpty()) {
            throw new IllegalArgumentException("the network has no layer that computes anything: add an output layer");
        }
        return new Network(inputs, layers, Optional.empty(), Optional.empty());
    }

    private int inputs() {
        for (Link link : links) {
            List<Long> found = new ArrayList<>();
            if (link.conf() != null) {
                LayerWalk.walk(link.conf(), false, visit -> {
                    if (visit.layer() instanceof FeedForwardLayer layer && layer.getNIn() > 0) {
                        found.add(layer.getNIn());
                    }
                });
            }
            if (!found.isEmpty()) {
                return Math.toIntExact(found.get(0));
            }
        }
        throw new IllegalArgumentException("no layer tells how many inputs the network has: set nIn of the first one");
    }

    /** Between dense and recurrent layers DL4J only folds steps into rows and back; here there is nothing to do. */
    private static boolean requirePlain(Link link, boolean steps, boolean first) {
        InputPreProcessor processor = link.processor();
        boolean toSteps = processor instanceof FeedForwardToRnnPreProcessor;
        if (processor != null && !toSteps && !(processor instanceof RnnToFeedForwardPreProcessor)) {
            String type = processor.getClass().getSimpleName();
            throw new IllegalArgumentException((link.conf() == null
                            ? "vertex " + link.name() + " is a " + type
                            : "layer " + link.name() + " has a " + type + " before it")
                    + ", which the runtime does not have: remove it, or predict with DL4J");
        }
        if (toSteps && !steps) {
            throw new IllegalArgumentException((link.conf() == null ? "vertex " : "layer ") + link.name()
                    + " takes a sequence, but what comes before it is no sequence: no window can be made of it");
        }
        return steps || first && processor != null;
    }

    /** Whether DL4J wants a sequence also where no step depends on another and the runtime takes them one by one. */
    boolean beginsWithSteps() {
        Link first = links.get(0);
        return first.processor() != null
                || first.conf() instanceof RnnOutputLayer
                || first.conf() instanceof RnnLossLayer;
    }
}
