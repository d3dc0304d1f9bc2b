package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Batch and layer normalization of a matrix [rows, features], by hand: the gradient of {@code batchNorm} fails in
 * 1.0.0-M2.1, and that of {@code layerNorm} is slow.
 */
final class Normalization {

    static final double EPSILON = 1e-5;

    /** What {@link RunningStatistics} reads and writes, under the name of the layer. */
    static final String BATCH_MEAN = "/batchMean";

    static final String BATCH_VARIANCE = "/batchVariance";
    static final String RUNNING_MEAN = "/runningMean";
    static final String RUNNING_VARIANCE = "/runningVariance";

    private Normalization() {}

    static SDVariable of(Net net, Norm norm, String name, SDVariable x, int features, Rows rows) {
        SDVariable gain = net.sd().reshape(net.filled(name + "/gain", 1, features), 1, features);
        SDVariable bias = net.sd().reshape(net.filled(name + "/b", 0, features), 1, features);
        if (norm == Norm.LAYER) {
            return layer(net, x, features, rows).mul(rows.repeat(gain)).add(rows.repeat(bias));
        }
        return net.training() ? batch(net, name, x, gain, bias, rows) : running(net, name, x, gain, bias, features);
    }

    private static SDVariable batch(Net net, String name, SDVariable x, SDVariable gain, SDVariable bias, Rows rows) {
        SameDiff sd = net.sd();
        SDVariable mean = rows.mean(x).rename(name + BATCH_MEAN);
        SDVariable centred = x.sub(rows.repeat(mean));
        SDVariable variance = rows.mean(centred.mul(centred)).rename(name + BATCH_VARIANCE);
        SDVariable scale = gain.div(sd.math.sqrt(variance.add(EPSILON)));
        return centred.mul(rows.repeat(scale)).add(rows.repeat(bias));
    }

    private static SDVariable running(
            Net net, String name, SDVariable x, SDVariable gain, SDVariable bias, int features) {
        SDVariable mean = net.constant(name + RUNNING_MEAN, 0, 1, features);
        SDVariable variance = net.constant(name + RUNNING_VARIANCE, 1, 1, features);
        SDVariable scale = gain.div(net.sd().math.sqrt(variance.add(EPSILON)));
        return x.sub(mean).mul(scale).add(bias);
    }

    private static SDVariable layer(Net net, SDVariable x, int features, Rows rows) {
        SameDiff sd = net.sd();
        SDVariable centred = x.sub(net.spread(net.rowMeans(x, features), features));
        SDVariable variance = net.rowMeans(centred.mul(centred), features);
        SDVariable scale = rows.ones().div(sd.math.sqrt(variance.add(EPSILON)));
        return centred.mul(net.spread(scale, features));
    }
}
