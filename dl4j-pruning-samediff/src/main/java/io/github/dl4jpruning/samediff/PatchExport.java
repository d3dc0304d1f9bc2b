package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Activation.Kind;
import io.github.dl4jpruning.runtime.format.EncoderLayer;
import io.github.dl4jpruning.runtime.format.InstanceNorm;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.format.Network;
import io.github.dl4jpruning.runtime.format.PatchHead;
import io.github.dl4jpruning.runtime.format.PatchHead.Pooling;
import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.format.Patching;
import io.github.dl4jpruning.runtime.format.Residual;
import io.github.dl4jpruning.runtime.format.Vector;
import io.github.dl4jpruning.runtime.simplify.Simplification;
import io.github.dl4jpruning.samediff.patchtst.EncoderSize;
import io.github.dl4jpruning.samediff.patchtst.Head;
import io.github.dl4jpruning.samediff.patchtst.Norm;
import io.github.dl4jpruning.samediff.patchtst.PatchTransformer;
import io.github.dl4jpruning.samediff.patchtst.PatchTransformerConfig;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import io.github.dl4jpruning.samediff.patchtst.PatchTstConfig;
import io.github.dl4jpruning.samediff.patchtst.RevIn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The arrays of a forecasting graph, translated for the runtime. Those of dropout are left behind. */
final class PatchExport {

    /** Of the batch norm, as in the graph. */
    private static final double EPSILON = 1e-5;

    private final SameDiff sd;

    private PatchExport(SameDiff sd) {
        this.sd = sd;
    }

    static PatchNetwork of(PatchTransformer model) {
        PatchTransformerConfig config = model.config();
        Kind activation = switch (config.activation()) {
            case RELU -> Kind.RELU;
            case GELU -> Kind.EXACT_GELU;
        };
        int length = config.patchLength();
        PatchExport export = new PatchExport(model.sameDiff());
        return export.network(
                config.inputs(),
                config.horizon(),
                new Patching(config.lookBack(), length, length, false, true),
                Optional.empty(),
                config.encoder(),
                false,
                export.encoder(config.encoder(), activation, Norm.LAYER),
                new PatchHead(Pooling.MEAN, List.of(export.dense("head", Kind.IDENTITY))));
    }

    static PatchNetwork of(PatchTst model) {
        PatchTstConfig config = model.config();
        PatchExport export = new PatchExport(model.sameDiff());
        return export.network(
                config.channels(),
                config.horizon(),
                new Patching(
                        config.lookBack(),
                        config.patches().length(),
                        config.patches().stride(),
                        config.patches().endPadding(),
                        false),
                export.instanceNorm(config.revIn(), config.channels()),
                config.encoder(),
                config.residualAttention(),
                export.encoder(config.encoder(), Kind.EXACT_GELU, config.norm()),
                new PatchHead(Pooling.FLATTEN, export.heads(config)));
    }

    private PatchNetwork network(
            int inputs,
            int horizon,
            Patching patching,
            Optional<InstanceNorm> norm,
            EncoderSize size,
            boolean residualScores,
            List<EncoderLayer> encoder,
            PatchHead head) {
        return new PatchNetwork(
                inputs,
                horizon,
                patching,
                norm,
                dense("embedding", Kind.IDENTITY),
                vector("position", values("position")),
                size.heads(),
                residualScores,
                encoder,
                head,
                Optional.empty(),
                Optional.empty());
    }

    private List<EncoderLayer> encoder(EncoderSize size, Kind activation, Norm norm) {
        List<EncoderLayer> layers = new ArrayList<>();
        for (int i = 0; i < size.layers(); i++) {
            String name = "layer" + i;
            Block attention = block(dense(name + "/attention/out", Kind.IDENTITY), name + "/norm1", norm);
            Block feedForward = block(dense(name + "/ff/out", Kind.IDENTITY), name + "/norm2", norm);
            Layer.Dense inner = dense(name + "/ff/in", activation);
            // Hidden units that lost all their weights go.
            List<Layer> hidden = Simplification.of(new Network(
                            size.features(), List.of(inner, feedForward.last), Optional.empty(), Optional.empty()))
                    .layers();
            layers.add(new EncoderLayer(
                    dense(name + "/attention/qkv", Kind.IDENTITY),
                    attention.last,
                    attention.residual,
                    (Layer.Dense) hidden.get(0),
                    (Layer.Dense) hidden.get(1),
                    feedForward.residual));
        }
        return layers;
    }

    /** The last layer of a block, and how its outputs are joined with what came in. */
    private record Block(Layer.Dense last, Residual residual) {}

    /**
     * A batch norm is scale (y + x) + shift: the layer that gives y takes scale and shift in, and x keeps the scale.
     */
    private Block block(Layer.Dense last, String norm, Norm kind) {
        float[] gain = values(norm + "/gain");
        float[] shift = values(norm + "/b");
        if (kind == Norm.LAYER) {
            return new Block(last, new Residual.Normalized(vector(norm, gain), vector(norm, shift)));
        }
        float[] mean = values(norm + "/runningMean");
        float[] variance = values(norm + "/runningVariance");
        double[] scale = new double[gain.length];
        float[] skip = new float[gain.length];
        float[] bias = new float[gain.length];
        for (int i = 0; i < gain.length; i++) {
            scale[i] = gain[i] / Math.sqrt(variance[i] + EPSILON);
            skip[i] = (float) scale[i];
            bias[i] = (float) (scale[i] * (last.bias().get(i) - mean[i]) + shift[i]);
        }
        Matrix weights = named(norm, () -> last.weights().scale(scale, null));
        return new Block(
                new Layer.Dense(weights, vector(norm, bias), Optional.empty(), Activation.IDENTITY),
                new Residual.Scaled(vector(norm, skip)));
    }

    private Optional<InstanceNorm> instanceNorm(RevIn revIn, int channels) {
        if (revIn == RevIn.NONE) {
            return Optional.empty();
        }
        if (revIn == RevIn.AFFINE) {
            return Optional.of(
                    new InstanceNorm(vector("revin/gain", values("revin/gain")), vector("revin/b", values("revin/b"))));
        }
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        return Optional.of(new InstanceNorm(Vector.of(ones), Vector.of(new float[channels])));
    }

    private List<Layer.Dense> heads(PatchTstConfig config) {
        if (config.head() == Head.SHARED) {
            return List.of(dense("head", Kind.IDENTITY));
        }
        float[] weights = values("head/W");
        float[] biases = values("head/b");
        int size = weights.length / config.channels();
        int horizon = config.horizon();
        List<Layer.Dense> heads = new ArrayList<>();
        for (int channel = 0; channel < config.channels(); channel++) {
            heads.add(dense(
                    "head of channel " + channel,
                    Arrays.copyOfRange(weights, channel * size, (channel + 1) * size),
                    Arrays.copyOfRange(biases, channel * horizon, (channel + 1) * horizon),
                    Kind.IDENTITY));
        }
        return heads;
    }

    private Layer.Dense dense(String name, Kind activation) {
        return dense(name, values(name + "/W"), values(name + "/b"), activation);
    }

    /** Of weights [inputs, units], as the graph has them. */
    private static Layer.Dense dense(String name, float[] weights, float[] bias, Kind activation) {
        int units = bias.length;
        int inputs = weights.length / units;
        float[] rows = new float[weights.length];
        for (int input = 0; input < inputs; input++) {
            for (int unit = 0; unit < units; unit++) {
                rows[unit * inputs + input] = weights[input * units + unit];
            }
        }
        return new Layer.Dense(
                named(name + "/W", () -> Matrix.of(units, inputs, rows)),
                vector(name + "/b", bias),
                Optional.empty(),
                Activation.of(activation));
    }

    private static Vector vector(String name, float[] values) {
        return named(name, () -> Vector.of(values));
    }

    private static <T> T named(String name, Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
    }

    private float[] values(String name) {
        INDArray array = sd.getVariable(name).getArr();
        return array.castTo(DataType.FLOAT).dup('c').reshape(array.length()).toFloatVector();
    }
}
