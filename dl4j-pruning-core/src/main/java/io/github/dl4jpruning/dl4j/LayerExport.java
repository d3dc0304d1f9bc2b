package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.format.Vector;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One layer of a network, translated for the runtime. */
@SuppressWarnings("deprecation") // networks with GravesLSTM are still about
final class LayerExport {

    /** The functions without parameter. */
    private static final Map<Class<? extends IActivation>, Activation.Kind> KINDS = Map.ofEntries(
            Map.entry(ActivationIdentity.class, Activation.Kind.IDENTITY),
            Map.entry(ActivationTanH.class, Activation.Kind.TANH),
            Map.entry(ActivationSigmoid.class, Activation.Kind.SIGMOID),
            Map.entry(ActivationReLU6.class, Activation.Kind.RELU6),
            Map.entry(ActivationSELU.class, Activation.Kind.SELU),
            Map.entry(ActivationSoftPlus.class, Activation.Kind.SOFTPLUS),
            Map.entry(ActivationSoftSign.class, Activation.Kind.SOFTSIGN),
            Map.entry(ActivationHardTanH.class, Activation.Kind.HARD_TANH),
            Map.entry(ActivationHardSigmoid.class, Activation.Kind.HARD_SIGMOID),
            Map.entry(ActivationCube.class, Activation.Kind.CUBE),
            Map.entry(ActivationRationalTanh.class, Activation.Kind.RATIONAL_TANH),
            Map.entry(ActivationRectifiedTanh.class, Activation.Kind.RECTIFIED_TANH),
            Map.entry(ActivationSwish.class, Activation.Kind.SWISH),
            Map.entry(ActivationMish.class, Activation.Kind.MISH),
            Map.entry(ActivationSoftmax.class, Activation.Kind.SOFTMAX));

    private final String name;
    private final Map<String, INDArray> table;

    private LayerExport(String name, Map<String, INDArray> table) {
        this.name = name;
        this.table = table;
    }

    /**
     * Translates a layer.
     *
     * @param conf its configuration
     * @param name for messages
     * @param table of its parameters
     * @param inputs numbers that come in
     * @return no layer for one that does nothing, two for a wrapper that keeps the last step
     * @throws IllegalArgumentException if the runtime has no such layer; the message names the layer and a way out
     */
    static List<Layer> of(
            org.deeplearning4j.nn.conf.layers.Layer conf, String name, Map<String, INDArray> table, int inputs) {
        return new LayerExport(name, table).layers(conf, inputs);
    }

    private List<Layer> layers(org.deeplearning4j.nn.conf.layers.Layer conf, int inputs) {
        if (conf instanceof FrozenLayer frozen) {
            return layers(frozen.getLayer(), inputs);
        } else if (conf instanceof FrozenLayerWithBackprop frozen) {
            return layers(frozen.getUnderlying(), inputs);
        } else if (conf instanceof LastTimeStep last) {
            List<Layer> layers = new ArrayList<>(layers(last.getUnderlying(), inputs));
            layers.add(new Layer.LastStep(layers.get(layers.size() - 1).outputs()));
            return layers;
        } else if (conf instanceof Bidirectional both) {
            return List.of(new Layer.Bidirectional(
                    recurrent(both.getFwd(), "f"),
                    recurrent(both.getBwd(), "b"),
                    Layer.Mode.valueOf(both.getMode().name())));
        } else if (conf instanceof BaseRecurrentLayer) {
            return List.of(recurrent(conf, ""));
        } else if (conf instanceof BatchNormalization norm) {
            return List.of(batchNorm(norm));
        } else if (conf instanceof DropoutLayer) {
            return List.of();
        } else if (conf instanceof ActivationLayer alone) {
            return List.of(new Layer.Activate(inputs, activation(alone.getActivationFn())));
        } else if (conf instanceof LossLayer || conf instanceof RnnLossLayer) {
            return List.of(new Layer.Activate(inputs, activation(((BaseLayer) conf).getActivationFn())));
        } else if (conf instanceof DenseLayer || conf instanceof BaseOutputLayer) {
            Matrix weights = matrix("W", 0, -1);
            return List.of(new Layer.Dense(
                    weights,
                    table.containsKey("b") ? vector("b") : Vector.of(new float[weights.rows()]),
                    table.containsKey("g") ? Optional.of(vector("g")) : Optional.empty(),
                    activation(((BaseLayer) conf).getActivationFn())));
        }
        throw refused("is a " + conf.getClass().getSimpleName()
                + ", which the runtime does not have: it runs dense, output, SimpleRnn, LSTM, GravesLSTM, bidirectional"
                + " and batch normalisation layers; replace it, or predict with DL4J");
    }

    private IllegalArgumentException refused(String what) {
        return new IllegalArgumentException("layer " + name + " " + what);
    }

    private Layer.Recurrent recurrent(org.deeplearning4j.nn.conf.layers.Layer conf, String prefix) {
        if (conf instanceof BaseRecurrentLayer layer && layer.getRnnDataFormat() == RNNFormat.NWC) {
            throw refused("has its data in the order NWC: build the network with RNNFormat.NCW and copy the parameters,"
                    + " which are the same");
        }
        if (conf instanceof SimpleRnn rnn) {
            if (rnn.isHasLayerNorm()) {
                throw refused(
                        "is a SimpleRnn with layer normalisation, which DL4J 1.0.0-M2.1 cannot compute itself: build it"
                                + " with hasLayerNorm(false)");
            }
            return new Layer.SimpleRnn(
                    matrix(prefix + "W", 0, -1),
                    matrix(prefix + "RW", 0, -1),
                    vector(prefix + "b"),
                    activation(rnn.getActivationFn()));
        } else if (conf instanceof LSTM lstm) {
            return lstm(prefix, false, lstm.getActivationFn(), lstm.getGateActivationFn());
        } else if (conf instanceof GravesLSTM graves) {
            return lstm(prefix, true, graves.getActivationFn(), graves.getGateActivationFn());
        }
        throw refused("is or wraps a " + conf.getClass().getSimpleName()
                + ", which the runtime does not have: it runs SimpleRnn, LSTM and GravesLSTM; use one of these");
    }

    private Layer.Lstm lstm(String prefix, boolean peepholes, IActivation activation, IActivation gate) {
        int units = (int) table.get(prefix + "RW").size(0);
        Optional<Vector> peeps = Optional.empty();
        if (peepholes) {
            // The last three columns: forget gate, output gate, input gate.
            Matrix columns = matrix(prefix + "RW", 4 * units, 4 * units + 3);
            peeps = Optional.of(Vector.of(columns.toArray()));
        }
        return new Layer.Lstm(
                matrix(prefix + "W", 0, -1),
                matrix(prefix + "RW", 0, 4 * units),
                vector(prefix + "b"),
                peeps,
                activation(activation),
                activation(gate));
    }

    private Layer.ScaleShift batchNorm(BatchNormalization conf) {
        double[] mean = values("mean");
        double[] variance = values(conf.isUseLogStd() ? "log10stdev" : "var");
        double[] gamma = conf.isLockGammaBeta() ? null : values("gamma");
        double[] beta = conf.isLockGammaBeta() ? null : values("beta");
        // DL4J leaves locked ones away unless both differ from the default.
        boolean locked = conf.getGamma() != 1 && conf.getBeta() != 0;
        float[] scale = new float[mean.length];
        float[] shift = new float[mean.length];
        for (int i = 0; i < mean.length; i++) {
            double square = conf.isUseLogStd() ? Math.pow(10, 2 * variance[i]) : variance[i];
            double factor = gamma != null ? gamma[i] : locked ? conf.getGamma() : 1;
            double summand = beta != null ? beta[i] : locked ? conf.getBeta() : 0;
            double slope = factor / Math.sqrt(square + conf.getEps());
            scale[i] = (float) slope;
            shift[i] = (float) (summand - slope * mean[i]);
        }
        return checked(() -> new Layer.ScaleShift(Vector.of(scale), Vector.of(shift)));
    }

    private double[] values(String key) {
        return table.get(key).castTo(DataType.DOUBLE).dup('c').data().asDouble();
    }

    private Vector vector(String key) {
        float[] values = table.get(key).castTo(DataType.FLOAT).dup('c').data().asFloat();
        return checked(() -> Vector.of(values));
    }

    /** Some columns of a parameter [inputs, outputs], of which each becomes a row. */
    private Matrix matrix(String key, int from, int to) {
        INDArray array = table.get(key);
        int inputs = (int) array.size(0);
        int outputs = (int) array.size(1);
        int last = to < 0 ? outputs : to;
        float[] columns = array.castTo(DataType.FLOAT).dup('f').data().asFloat();
        return checked(() -> Matrix.of(last - from, inputs, Arrays.copyOfRange(columns, from * inputs, last * inputs)));
    }

    private <T> T checked(java.util.function.Supplier<T> make) {
        try {
            return make.get();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("layer " + name + ": " + e.getMessage(), e);
        }
    }

    private Activation activation(IActivation function) {
        if (function instanceof ActivationReLU relu) {
            boolean plain = relu.getThreshold() == null || relu.getThreshold() == 0;
            double slope = relu.getNegativeSlope() == null ? 0 : relu.getNegativeSlope();
            if (plain && relu.getMax() == null) {
                return slope == 0
                        ? Activation.of(Activation.Kind.RELU)
                        : new Activation(Activation.Kind.LEAKY_RELU, (float) slope);
            }
        } else if (function instanceof ActivationLReLU leaky) {
            return new Activation(Activation.Kind.LEAKY_RELU, (float) leaky.getAlpha());
        } else if (function instanceof ActivationELU elu) {
            return new Activation(Activation.Kind.ELU, (float) elu.getAlpha());
        } else if (function instanceof ActivationThresholdedReLU relu) {
            return new Activation(Activation.Kind.THRESHOLDED_RELU, (float) relu.getTheta());
        } else if (function instanceof ActivationGELU gelu && !gelu.isPrecise()) {
            return Activation.of(Activation.Kind.GELU);
        } else if (KINDS.containsKey(function.getClass())) {
            return Activation.of(KINDS.get(function.getClass()));
        }
        throw refused("has the activation function " + function
                + ", which the runtime does not have: train with another, or predict with DL4J");
    }
}
