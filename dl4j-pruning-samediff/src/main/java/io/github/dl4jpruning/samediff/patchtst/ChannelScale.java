package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The learned gain and offset per channel of RevIN, or nothing. Both are repeated by products of matrices: gradients of
 * broadcasting over the middle of three dimensions are wrong in 1.0.0-M2.1.
 *
 * @param gain [series, 1], or null
 * @param offset [series, 1], or null
 */
record ChannelScale(SDVariable gain, SDVariable offset) {

    /** As published: the way back divides by the gain plus this. */
    private static final double EPSILON = 1e-10;

    static ChannelScale of(Net net, RevIn revIn, int channels, SDVariable seriesColumn) {
        if (revIn != RevIn.AFFINE) {
            return new ChannelScale(null, null);
        }
        SameDiff sd = net.sd();
        SDVariable exampleColumn = net.rowMeans(sd.reshape(seriesColumn, -1, channels), channels);
        Rows examples = Rows.of(net, exampleColumn, 1);
        return new ChannelScale(
                column(sd, examples, net.filled("revin/gain", 1, channels), channels),
                column(sd, examples, net.filled("revin/b", 0, channels), channels));
    }

    private static SDVariable column(SameDiff sd, Rows examples, SDVariable values, int channels) {
        return sd.reshape(examples.repeat(sd.reshape(values, 1, channels)), -1, 1);
    }

    SDVariable apply(Net net, SDVariable series, int times) {
        return gain == null ? series : series.mul(net.spread(gain, times)).add(net.spread(offset, times));
    }

    SDVariable revert(Net net, SDVariable series, int times) {
        return gain == null ? series : series.sub(net.spread(offset, times)).div(net.spread(gain.add(EPSILON), times));
    }
}
