package io.github.dl4jpruning.dl4j;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;
import org.deeplearning4j.nn.layers.recurrent.LSTM;
import org.deeplearning4j.nn.layers.recurrent.LSTMHelper;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Trains and runs the LSTM layers of a network faster.
 *
 * <p>DL4J computes an LSTM layer in thousands of small operations, most of whose time is spent on allocating and
 * managing arrays, and runs the forward pass of each training step twice. With {@code FastLstm} a layer keeps its
 * arrays from one iteration to the next and runs the forward pass once. Its results agree with DL4J's to rounding, not
 * to the last bit, so switch it on at the start of a training rather than halfway.
 *
 * <pre>{@code
 * MultiLayerNetwork net = new MultiLayerNetwork(configuration);
 * net.init();
 * FastLstm.in(net);
 * net.fit(data, 20);
 * }</pre>
 *
 * <p>It is a property of the network object, not of the model: it is not in saved files, and clones do not have it.
 * Call {@link #in} again after a model has been loaded or cloned. A training that is saved, loaded and resumed with it
 * equals one that was never interrupted, to the last bit.
 *
 * <p>Each layer keeps arrays for up to three batch sizes, 12 values per unit and 2 per input, for each example and time
 * step. DL4J's own code computes calls with masks, data types other than float and double, and very large forecasts.
 */
public final class FastLstm {

    private FastLstm() {}

    /**
     * Makes the LSTM layers of a network fast, also those in wrappers such as LastTimeStep and Bidirectional. Layers
     * that have a helper already (cuDNN's, or that of an earlier call) are left alone, as are the Graves layers and
     * layers whose activation is neither tanh nor sigmoid or whose gate activation is not the sigmoid.
     *
     * @param model an initialized {@link MultiLayerNetwork} or {@link ComputationGraph}
     * @return the number of layers that were changed; each direction of a bidirectional layer counts
     * @throws IllegalArgumentException if it is another kind of model, or not initialized
     * @throws IllegalStateException if the fields of DL4J's layers cannot be reached by reflection
     */
    public static int in(Model model) {
        int changed = 0;
        for (Layer layer : layers(model)) {
            changed += in(layer);
        }
        return changed;
    }

    private static List<Layer> layers(Model model) {
        Layer[] layers;
        if (model instanceof MultiLayerNetwork net) {
            layers = net.getLayers();
        } else if (model instanceof ComputationGraph graph) {
            layers = graph.getLayers();
        } else {
            throw new IllegalArgumentException(
                    "LSTM layers can be made fast in a MultiLayerNetwork or ComputationGraph, not in a "
                            + (model == null ? "null" : model.getClass().getSimpleName()));
        }
        List<Layer> all = new ArrayList<>();
        if (layers != null) {
            all.addAll(List.of(layers));
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException("The network has no layers yet; call its init() first.");
        }
        return all;
    }

    private static int in(Layer layer) {
        if (layer instanceof BidirectionalLayer) {
            return in((Layer) get(BidirectionalLayer.class, "fwd", layer))
                    + in((Layer) get(BidirectionalLayer.class, "bwd", layer));
        }
        if (layer instanceof BaseWrapperLayer wrapper) {
            return in(wrapper.getUnderlying());
        }
        if (!(layer instanceof LSTM lstm) || lstm.getHelper() != null || !supported(lstm)) {
            return 0;
        }
        LSTMHelper helper = new FastLstmHelper();
        try {
            field(LSTM.class, "helper").set(lstm, helper);
        } catch (IllegalAccessException e) {
            throw unreachable(LSTM.class, "helper", e);
        }
        return 1;
    }

    private static boolean supported(LSTM layer) {
        var conf = (org.deeplearning4j.nn.conf.layers.LSTM) layer.conf().getLayer();
        return FastLstmHelper.supports(conf.getGateActivationFn(), conf.getActivationFn());
    }

    private static Object get(Class<?> owner, String name, Object of) {
        try {
            return field(owner, name).get(of);
        } catch (IllegalAccessException e) {
            throw unreachable(owner, name, e);
        }
    }

    /** DL4J has no other way to set a helper, or to get at the two directions of a bidirectional layer. */
    private static Field field(Class<?> owner, String name) {
        try {
            Field field = owner.getDeclaredField(name);
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException | RuntimeException e) {
            throw unreachable(owner, name, e);
        }
    }

    private static IllegalStateException unreachable(Class<?> owner, String name, Exception cause) {
        return new IllegalStateException(
                "The field " + name + " of " + owner.getName()
                        + " cannot be reached, so its layers cannot be made fast. "
                        + "FastLstm needs Deeplearning4j 1.0.0-M2.1 on the class path, or on the module path with "
                        + "--add-opens of that package; without FastLstm the network trains as DL4J does it.",
                cause);
    }
}
