package io.github.dl4jpruning.samediff.patchtst;

import java.util.random.RandomGenerator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The patch transformer as a SameDiff graph: input [batch, look-back, inputs], prediction [batch, horizon, outputs].
 */
final class PatchTransformerGraph {

    private static final double POSITION_BOUND = 0.02;

    private PatchTransformerGraph() {}

    static SameDiff build(PatchTransformerConfig config, DataType type, RandomGenerator random) {
        return ForecastGraph.build(
                type,
                random,
                new long[] {-1, config.lookBack(), config.inputs()},
                new long[] {-1, config.horizon(), config.outputs()},
                config.dropout() > 0,
                (net, input) -> forecast(config, net, input));
    }

    private static SDVariable forecast(PatchTransformerConfig config, Net net, SDVariable input) {
        SameDiff sd = net.sd();
        int count = config.patchCount();
        EncoderSize size = config.encoder();
        long patchSize = (long) config.patchLength() * config.inputs();
        int values = config.lookBack() * config.inputs();
        SDVariable seriesColumn = net.rowMeans(sd.reshape(input, -1, values), values);
        SDVariable embedded = net.linear("embedding", sd.reshape(input, -1, patchSize), patchSize, size.features());
        SDVariable start = Positions.add(net, embedded, count, size.features(), POSITION_BOUND, seriesColumn);
        Attention attention =
                new Attention(count, size.features(), size.heads(), config.dropout(), Attention.Start.XAVIER);
        Encoder encoder = new Encoder(
                attention,
                size.layers(),
                size.feedForward(),
                config.activation(),
                Norm.LAYER,
                false,
                config.dropout(),
                config.dropout());
        SDVariable encoded = encoder.apply(net, start, Rows.of(net, seriesColumn, count));
        SDVariable pooled = count == 1
                ? encoded
                : sd.reshape(encoded, -1, count, size.features()).mean(1);
        long outputs = (long) config.horizon() * config.outputs();
        SDVariable forecast = net.linear("head", pooled, size.features(), outputs);
        return sd.reshape(forecast, -1, config.horizon(), config.outputs());
    }
}
