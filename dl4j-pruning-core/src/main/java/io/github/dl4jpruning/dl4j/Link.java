package io.github.dl4jpruning.dl4j;

import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A part of a {@link LayerChain}.
 *
 * @param name for messages
 * @param conf of the layer; null for a vertex that is none
 * @param processor before it; null if there is none
 * @param translation layers for the runtime, by the number of what comes in
 */
record Link(
        String name,
        Layer conf,
        InputPreProcessor processor,
        IntFunction<List<io.github.dl4jpruning.runtime.format.Layer>> translation) {

    /** A layer with its parameters. */
    static Link layer(String name, Layer conf, InputPreProcessor processor, Map<String, INDArray> table) {
        return new Link(name, conf, processor, inputs -> LayerExport.of(conf, name, table, inputs));
    }

    /** A vertex that does the work of one layer. */
    static Link vertex(String name, IntFunction<io.github.dl4jpruning.runtime.format.Layer> translation) {
        return new Link(name, null, null, inputs -> List.of(translation.apply(inputs)));
    }

    /** A preprocessor by itself. */
    static Link processor(String name, InputPreProcessor processor) {
        return new Link(name, null, processor, inputs -> List.of());
    }
}
