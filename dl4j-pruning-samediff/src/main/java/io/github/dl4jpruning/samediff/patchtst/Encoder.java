package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Layers of a Transformer encoder: self-attention and a feed-forward block, each with a residual connection that is
 * then normalized. Activations are matrices [series x patches, features] throughout.
 *
 * @param attention of every layer
 * @param layers how many
 * @param hidden size of the feed-forward block
 * @param activation in it
 * @param norm after each residual connection
 * @param residualScores whether the attention scores of a layer are added to those of the next
 * @param attentionOutputDropout rate on the output of the attention
 * @param dropout rate inside and after the feed-forward block
 */
record Encoder(
        Attention attention,
        int layers,
        int hidden,
        Activation activation,
        Norm norm,
        boolean residualScores,
        double attentionOutputDropout,
        double dropout) {

    SDVariable apply(Net net, SDVariable x, Rows rows) {
        SDVariable current = x;
        SDVariable scores = null;
        for (int i = 0; i < layers; i++) {
            String name = "layer" + i;
            Attention.Result attended = attention.apply(net, name + "/attention", current, scores);
            scores = residualScores ? attended.scores() : null;
            SDVariable mixed = current.add(net.dropout(attended.output(), attentionOutputDropout));
            SDVariable between = normalize(net, name + "/norm1", mixed, rows);
            SDVariable fed = between.add(net.dropout(feedForward(net, name + "/ff", between), dropout));
            current = normalize(net, name + "/norm2", fed, rows);
        }
        return current;
    }

    private SDVariable feedForward(Net net, String name, SDVariable x) {
        SDVariable inner = net.linear(name + "/in", x, attention.features(), hidden);
        SDVariable active = net.dropout(activation.apply(net.sd(), inner), dropout);
        return net.linear(name + "/out", active, hidden, attention.features());
    }

    private SDVariable normalize(Net net, String name, SDVariable x, Rows rows) {
        return Normalization.of(net, norm, name, x, attention.features(), rows);
    }
}
