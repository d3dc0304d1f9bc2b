package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.WeightLayout;
import io.github.dl4jpruning.engine.WeightParameter.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.NoOp;

/** What DL4J's layers keep in their parameters: which are weights, which way they point, and what had better stay. */
@SuppressWarnings("deprecation") // networks with the Graves layers are still about
final class LayerParameters {

    /** The order of the blocks in DL4J's LSTM; its source calls them i, f, o, g, with i for the cell input. */
    private static final List<String> LSTM_GATES = List.of("cell input", "forget gate", "output gate", "input gate");

    private LayerParameters() {}

    /**
     * A parameter or a part of one.
     *
     * @param suffix appended to the key, "" for a whole parameter
     * @param offset of the first weight in the parameter
     * @param layout of this part
     * @param status whether to prune it
     * @param reason why not
     */
    record Part(String suffix, long offset, WeightLayout layout, Status status, String reason) {}

    /** The parts of the parameter that a leaf layer keeps under a key. */
    static List<Part> partsOf(LayerWalk.Visit visit, String key, INDArray array) {
        Layer layer = visit.layer();
        Status status;
        String reason;
        if (visit.frozen()) {
            status = Status.NEVER;
            reason = "frozen layer";
        } else if (layer instanceof BatchNormalization) {
            status = Status.NEVER;
            reason = "batch normalisation";
        } else if (layer.getUpdaterByParam(key) instanceof NoOp) {
            status = Status.NEVER;
            reason = "not trained";
        } else {
            reason = reasonToKeep(layer, key);
            status = reason.isEmpty() ? Status.DEFAULT : Status.OPTIONAL;
        }
        List<Long> shape = shape(array);
        long units = layer instanceof FeedForwardLayer feedForward ? feedForward.getNOut() : 0;
        boolean peepholes =
                (layer instanceof GravesLSTM || layer instanceof GravesBidirectionalLSTM) && key.startsWith("RW");
        if (!peepholes) {
            return List.of(new Part("", 0, layout(visit, key, shape, array.ordering()), status, reason));
        }
        // The last three columns of the recurrent matrix are peephole vectors; in 'f' order they stand at the end.
        List<Part> parts = new ArrayList<>();
        parts.add(new Part("", 0, layout(visit, key, List.of(units, 4 * units), 'f'), status, reason));
        parts.add(new Part(
                "[peepholes]",
                4 * units * units,
                plain(List.of(units, 3L), 'f'),
                status == Status.NEVER ? Status.NEVER : Status.OPTIONAL,
                status == Status.NEVER ? reason : "peephole connections"));
        return parts;
    }

    private static String reasonToKeep(Layer layer, String key) {
        if (!layer.initializer().weightKeys(layer).contains(key)) {
            return "bias";
        }
        if (key.equals("g")) {
            return "gain of a normalisation";
        }
        if (layer instanceof EmbeddingLayer || layer instanceof EmbeddingSequenceLayer) {
            return "embedding";
        }
        if (layer instanceof PReLULayer) {
            return "slopes of PReLU";
        }
        if (layer instanceof ElementWiseMultiplicationLayer) {
            return "one factor per unit";
        }
        if (layer instanceof LearnedSelfAttentionLayer && key.equals("Q")) {
            return "learned queries";
        }
        if (layer instanceof VariationalAutoencoder && (key.startsWith("d") || key.startsWith("pXZ"))) {
            return "decoder, not trained by backpropagation";
        }
        return "";
    }

    private static WeightLayout layout(LayerWalk.Visit visit, String key, List<Long> shape, char order) {
        Layer layer = visit.layer();
        String group = visit.prefix();
        if (layer instanceof GravesBidirectionalLSTM) {
            group += key.endsWith("F") ? "f" : "b";
        }
        boolean lstm = layer instanceof LSTM || layer instanceof GravesLSTM || layer instanceof GravesBidirectionalLSTM;
        int input = -1;
        int output = -1;
        if (layer instanceof VariationalAutoencoder || layer instanceof RecurrentAttentionLayer) {
            return plain(shape, order); // several layers in one
        } else if (layer instanceof SelfAttentionLayer || layer instanceof LearnedSelfAttentionLayer) {
            if (!key.startsWith("W")) {
                return plain(shape, order);
            }
            input = shape.size() == 3 ? 2 : -1; // queries, keys and values: [heads, size of a head, inputs]
            output = shape.size() == 2 ? 1 : -1;
        } else if (layer instanceof SeparableConvolution2D) {
            input = key.equals("W") ? 1 : -1; // [multiplier, inputs, height, width], then pointwise [outputs, ..]
            output = key.equals("W") ? -1 : 0;
        } else if (layer instanceof DepthwiseConvolution2D) {
            input = 1;
        } else if (layer instanceof Deconvolution2D || layer instanceof Deconvolution3D) {
            input = layer instanceof Deconvolution2D ? 0 : -1;
            output = layer instanceof Deconvolution2D ? 1 : -1;
        } else if (layer instanceof ConvolutionLayer) {
            input = 1;
            output = 0;
        } else if (shape.size() == 2 && layer.initializer().weightKeys(layer).contains(key)) {
            input = key.startsWith("RW") ? -1 : 0; // the inputs of a recurrent matrix are the layer's own units
            output = 1;
        }
        return new WeightLayout(shape, order, input, output, lstm && output >= 0 ? LSTM_GATES : List.of(), group);
    }

    /** A layout that says nothing about units. */
    static WeightLayout plain(List<Long> shape, char order) {
        return new WeightLayout(shape, order, -1, -1, List.of(), "");
    }

    static List<Long> shape(INDArray array) {
        return Arrays.stream(array.shape()).boxed().toList();
    }
}
