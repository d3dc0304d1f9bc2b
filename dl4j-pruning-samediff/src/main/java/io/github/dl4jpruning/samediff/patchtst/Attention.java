package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Self-attention with several heads among the patches of each series.
 *
 * @param patches per series
 * @param features size of the model, a multiple of the heads
 * @param heads number of heads
 * @param dropout rate on the attention weights
 * @param start initial values
 */
record Attention(int patches, int features, int heads, double dropout, Start start) {

    /** Initial values of the projections. */
    enum Start {
        /** Four linear layers, as in the published PatchTST. */
        LINEAR,
        /** Xavier and no bias, as in PyTorch's {@code MultiheadAttention}. */
        XAVIER
    }

    /**
     * What a layer of attention gives.
     *
     * @param output [series x patches, features]
     * @param scores before the softmax, [series, heads, patches, patches]
     */
    record Result(SDVariable output, SDVariable scores) {}

    /**
     * Attention among the rows of each series.
     *
     * @param x [series x patches, features]
     * @param previous scores to add to the scores of this layer (RealFormer), or null
     */
    Result apply(Net net, String name, SDVariable x, SDVariable previous) {
        SameDiff sd = net.sd();
        SDVariable[] parts = sd.unstack(sd.permute(project(net, name, x), 2, 0, 3, 1, 4), 0, 3);
        SDVariable scores = sd.mmul(parts[0], parts[1], false, true, false).mul(1 / Math.sqrt(features / heads));
        if (previous != null) {
            scores = scores.add(previous);
        }
        SDVariable weights = net.dropout(sd.nn.softmax(scores, -1), dropout);
        SDVariable mixed = sd.permute(sd.mmul(weights, parts[2]), 0, 2, 1, 3);
        SDVariable flat = sd.reshape(mixed, -1, features);
        double biasBound = start == Start.LINEAR ? 1 / Math.sqrt(features) : 0;
        SDVariable output = net.linear(name + "/out", flat, features, features, 1 / Math.sqrt(features), biasBound);
        return new Result(output, scores);
    }

    /** Queries, keys and values in one product: [series, patches, 3, heads, features of a head]. */
    private SDVariable project(Net net, String name, SDVariable x) {
        double linear = 1 / Math.sqrt(features);
        double weightBound = start == Start.LINEAR ? linear : Math.sqrt(1.5 / features);
        double biasBound = start == Start.LINEAR ? linear : 0;
        SDVariable joint = net.linear(name + "/qkv", x, features, 3L * features, weightBound, biasBound);
        return net.sd().reshape(joint, -1, patches, 3, heads, features / heads);
    }
}
