package io.github.dl4jpruning.samediff.patchtst;

import java.util.random.RandomGenerator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** PatchTST as a SameDiff graph: input [batch, look-back, channels], prediction [batch, horizon, channels]. */
final class PatchTstGraph {

    private static final double POSITION_BOUND = 0.02;

    private final PatchTstConfig config;
    private final Net net;
    private final SameDiff sd;
    private final int count;
    private final int features;

    private PatchTstGraph(PatchTstConfig config, Net net) {
        this.config = config;
        this.net = net;
        this.sd = net.sd();
        this.count = config.patchCount();
        this.features = config.encoder().features();
    }

    static SameDiff build(PatchTstConfig config, DataType type, RandomGenerator random) {
        return ForecastGraph.build(
                type,
                random,
                new long[] {-1, config.lookBack(), config.channels()},
                new long[] {-1, config.horizon(), config.channels()},
                config.norm() == Norm.BATCH || config.dropout().any(),
                (net, input) -> new PatchTstGraph(config, net).forecast(input));
    }

    private SDVariable forecast(SDVariable input) {
        SDVariable series = sd.reshape(sd.permute(input, 0, 2, 1), -1, config.lookBack());
        SeriesScale scale = SeriesScale.of(net, series, config.lookBack());
        boolean scaled = config.revIn() != RevIn.NONE;
        ChannelScale learned = ChannelScale.of(net, config.revIn(), config.channels(), scale.mean());
        SDVariable encoded = encode(patches(scaled ? scale.normalized() : series, learned), scale.mean());
        SDVariable dropped = net.dropout(head(encoded), config.dropout().head());
        SDVariable forecast = learned.revert(net, dropped, config.horizon());
        SDVariable restored = scaled ? scale.restore(forecast) : forecast;
        return sd.permute(sd.reshape(restored, -1, config.channels(), config.horizon()), 0, 2, 1);
    }

    /** One row per patch. */
    private SDVariable patches(SDVariable series, ChannelScale learned) {
        int[] times = config.patches().times(config.lookBack());
        SDVariable cut = sd.gather(series, times, 1);
        return sd.reshape(
                learned.apply(net, cut, times.length), -1, config.patches().length());
    }

    private SDVariable encode(SDVariable patches, SDVariable seriesColumn) {
        Dropouts rates = config.dropout();
        Rows rows = Rows.of(net, seriesColumn, count);
        SDVariable embedded = net.linear("embedding", patches, config.patches().length(), features);
        SDVariable start = net.dropout(
                Positions.add(net, embedded, count, features, POSITION_BOUND, seriesColumn), rates.residual());
        double keptTwice = (1 - rates.residual()) * (1 - rates.residual());
        EncoderSize size = config.encoder();
        Attention attention = new Attention(count, features, size.heads(), rates.attention(), Attention.Start.LINEAR);
        return new Encoder(
                        attention,
                        size.layers(),
                        size.feedForward(),
                        Activation.GELU,
                        config.norm(),
                        config.residualAttention(),
                        1 - keptTwice,
                        rates.residual())
                .apply(net, start, rows);
    }

    /** From [series x patches, features] to [series, horizon]. */
    private SDVariable head(SDVariable encoded) {
        long inputs = (long) count * features;
        if (config.head() == Head.SHARED) {
            return net.linear("head", sd.reshape(encoded, -1, inputs), inputs, config.horizon());
        }
        int channels = config.channels();
        double bound = 1 / Math.sqrt(inputs);
        SDVariable weight = net.uniform("head/W", bound, channels, inputs, config.horizon());
        SDVariable bias =
                sd.reshape(net.uniform("head/b", bound, channels, config.horizon()), channels, 1, config.horizon());
        SDVariable byChannel = sd.permute(sd.reshape(encoded, -1, channels, inputs), 1, 0, 2);
        SDVariable forecasts = sd.mmul(byChannel, weight).add(bias);
        return sd.reshape(sd.permute(forecasts, 1, 0, 2), -1, config.horizon());
    }
}
