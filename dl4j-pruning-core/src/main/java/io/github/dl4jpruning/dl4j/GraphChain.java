package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Vector;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * The vertices of a graph that is a chain, found from its end: each has one input, and the first one that of the graph.
 */
final class GraphChain {
    private static final String WAY_OUT =
            "the runtime has graphs that are one chain of layers; predict with DL4J, or train a chain";

    private GraphChain() {}

    /**
     * The vertices as links, from the input to the output.
     *
     * @throws IllegalArgumentException if there are several inputs or outputs, or a vertex has several inputs, is
     *     beside the chain, or does what the runtime cannot; the message names it
     */
    static List<Link> links(ComputationGraph graph) {
        ComputationGraphConfiguration conf = graph.getConfiguration();
        requireOne("inputs", conf.getNetworkInputs());
        requireOne("outputs", conf.getNetworkOutputs());
        LinkedList<Link> links = new LinkedList<>();
        Set<String> beside = new HashSet<>(conf.getVertices().keySet());
        String name = conf.getNetworkOutputs().get(0);
        while (!name.equals(conf.getNetworkInputs().get(0))) {
            List<String> inputs = conf.getVertexInputs().get(name);
            if (inputs.size() != 1) {
                throw new IllegalArgumentException(
                        "vertex " + name + " has " + inputs.size() + " inputs, " + inputs + ": " + WAY_OUT);
            }
            links.addFirst(link(graph, name, conf.getVertices().get(name)));
            beside.remove(name);
            name = inputs.get(0);
        }
        if (!beside.isEmpty()) {
            throw new IllegalArgumentException("vertex "
                    + beside.stream().sorted().toList().get(0)
                    + " does not lie between the input and the output " + conf.getNetworkOutputs() + ": remove it, for "
                    + WAY_OUT);
        }
        return links;
    }

    private static void requireOne(String what, List<String> names) {
        if (names.size() != 1) {
            throw new IllegalArgumentException(
                    "the graph has " + names.size() + " " + what + ", " + names + ": " + WAY_OUT);
        }
    }

    private static Link link(ComputationGraph graph, String name, GraphVertex conf) {
        if (conf instanceof LayerVertex vertex) {
            return Link.layer(
                    name,
                    vertex.getLayerConf().getLayer(),
                    vertex.getPreProcessor(),
                    graph.getVertex(name).getLayer().paramTable(false));
        } else if (conf instanceof FrozenVertex frozen) {
            return link(graph, name, frozen.getUnderlying());
        } else if (conf instanceof PreprocessorVertex vertex) {
            return Link.processor(name, vertex.getPreProcessor());
        } else if (conf instanceof LastTimeStepVertex) {
            return Link.vertex(name, Layer.LastStep::new);
        } else if (conf instanceof ScaleVertex vertex) {
            return Link.vertex(name, inputs -> scaleShift(inputs, vertex.getScaleFactor(), 0));
        } else if (conf instanceof ShiftVertex vertex) {
            return Link.vertex(name, inputs -> scaleShift(inputs, 1, vertex.getShiftFactor()));
        }
        throw new IllegalArgumentException("vertex " + name + " is a "
                + conf.getClass().getSimpleName() + ", which the runtime does not have: " + WAY_OUT);
    }

    private static Layer scaleShift(int units, double scale, double shift) {
        float[] scales = new float[units];
        float[] shifts = new float[units];
        Arrays.fill(scales, (float) scale);
        Arrays.fill(shifts, (float) shift);
        return new Layer.ScaleShift(Vector.of(scales), Vector.of(shifts));
    }
}
