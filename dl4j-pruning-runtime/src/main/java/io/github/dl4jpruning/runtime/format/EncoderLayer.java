package io.github.dl4jpruning.runtime.format;

import java.util.List;

/**
 * A layer of a Transformer encoder: attention among the patches, then a feed-forward block, each joined with what came
 * in.
 *
 * @param projection to queries, then keys, then values: 3 x features units, each third by heads
 * @param mixing from the attention of all heads to the features
 * @param afterAttention joins with what came in
 * @param inner from the features to the hidden units, with their activation function
 * @param outer from the hidden units to the features
 * @param afterFeedForward joins with what came into the feed-forward block
 */
public record EncoderLayer(
        Layer.Dense projection,
        Layer.Dense mixing,
        Residual afterAttention,
        Layer.Dense inner,
        Layer.Dense outer,
        Residual afterFeedForward) {

    /**
     * Checks that each part takes what the one before it gives.
     *
     * @param projection as above
     * @param mixing as above
     * @param afterAttention as above
     * @param inner as above
     * @param outer as above
     * @param afterFeedForward as above
     * @throws IllegalArgumentException if one does not; the message tells which
     */
    public EncoderLayer {
        int features = projection.inputs();
        require("projection", projection.outputs(), 3L * features);
        require("input of the mixing", mixing.inputs(), features);
        require("mixing", mixing.outputs(), features);
        require("residual after the attention", afterAttention.features(), features);
        require("input of the inner layer", inner.inputs(), features);
        require("input of the outer layer", outer.inputs(), inner.outputs());
        require("outer layer", outer.outputs(), features);
        require("residual after the feed-forward block", afterFeedForward.features(), features);
    }

    private static void require(String name, int found, long needed) {
        if (found != needed) {
            throw new IllegalArgumentException(
                    "the " + name + " has " + found + " numbers, the encoder layer needs " + needed);
        }
    }

    /**
     * Numbers of a patch.
     *
     * @return features
     */
    public int features() {
        return projection.inputs();
    }

    /**
     * The parts that have weights.
     *
     * @return projection, mixing, inner and outer layer
     */
    public List<Layer.Dense> layers() {
        return List.of(projection, mixing, inner, outer);
    }
}
