package io.github.dl4jpruning.dl4j;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Gives a network a configuration of its own.
 *
 * <p>DL4J keeps the configuration that a network is built from by reference, so that two networks built from one object
 * share it, and with it the masks. A network that is pruned gets a copy: equal, with equal counters, and with copies of
 * all layers that the masks are put into. The layers at work refer to the copy, too, so that changes of either (a
 * learning rate, say) are seen by both as before.
 */
final class OwnConfiguration {

    private OwnConfiguration() {}

    /**
     * Replaces the configuration of a network by a copy.
     *
     * @param model a {@link MultiLayerNetwork} or {@link ComputationGraph}, initialised
     */
    static void give(Model model) {
        if (model instanceof MultiLayerNetwork net) {
            MultiLayerConfiguration shared = net.getLayerWiseConfigurations();
            MultiLayerConfiguration own = shared.clone();
            own.setInputPreProcessors(new HashMap<>(shared.getInputPreProcessors()));
            List<NeuralNetConfiguration> layers = new ArrayList<>();
            for (int i = 0; i < net.getnLayers(); i++) {
                layers.add(connected(shared.getConf(i), net.getLayer(i)));
            }
            own.setConfs(layers);
            net.setLayerWiseConfigurations(own);
        } else {
            ComputationGraph graph = (ComputationGraph) model;
            ComputationGraphConfiguration shared = graph.getConfiguration();
            ComputationGraphConfiguration own = shared.clone();
            own.setIterationCount(shared.getIterationCount()); // clone() leaves these out
            own.setEpochCount(shared.getEpochCount());
            own.setTopologicalOrder(shared.getTopologicalOrder());
            own.setTopologicalOrderStr(shared.getTopologicalOrderStr());
            Map<String, GraphVertex> vertices = new LinkedHashMap<>();
            shared.getVertices().forEach((name, vertex) -> {
                if (vertex instanceof LayerVertex layer) {
                    NeuralNetConfiguration copy = connected(
                            layer.getLayerConf(), graph.getVertex(name).getLayer());
                    LayerVertex fresh = new LayerVertex(copy, layer.getPreProcessor());
                    fresh.setOutputVertex(layer.isOutputVertex());
                    vertices.put(name, fresh);
                } else {
                    vertices.put(name, vertex);
                }
            });
            own.setVertices(vertices);
            set(graph, own);
        }
    }

    private static NeuralNetConfiguration connected(
            NeuralNetConfiguration shared, org.deeplearning4j.nn.api.Layer layer) {
        NeuralNetConfiguration own = shared.clone();
        own.setLayer(InnerLayers.copy(shared.getLayer()));
        Layer conf = own.getLayer();
        if (conf instanceof FrozenLayer frozen) {
            repeatConstraints(frozen);
        }
        if (conf instanceof FrozenLayer || conf instanceof FrozenLayerWithBackprop) {
            return own; // what is frozen keeps a configuration apart, and calls no constraints
        }
        if (!(conf instanceof BaseWrapperLayer)) { // a wrapper at work has no configuration but that of what it wraps
            layer.setConf(own);
        }
        InnerLayers.replace(conf, layer, (prefix, inner) -> inner.getConstraints());
        return own;
    }

    /**
     * Repeats the constraints of a frozen layer on the layer around it, as they are lost in a file otherwise: when DL4J
     * reads a frozen layer, it gives those of the layer around it to the one inside, also if there are none.
     */
    static void repeatConstraints(FrozenLayer frozen) {
        if (frozen.getLayer().getConstraints() != null) {
            frozen.setConstraints(frozen.getLayer().getConstraints());
        }
    }

    /** A graph has no setter for its configuration. */
    private static void set(ComputationGraph graph, ComputationGraphConfiguration own) {
        try {
            Field field = ComputationGraph.class.getDeclaredField("configuration");
            field.setAccessible(true);
            field.set(graph, own);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("DL4J's ComputationGraph has no field configuration: " + e, e);
        }
    }
}
