package io.github.dl4jpruning.dl4j;

import java.lang.reflect.Field;
import java.util.List;
import java.util.function.BiFunction;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.layers.recurrent.BidirectionalLayer;

/**
 * Changes the constraints of the layers that a wrapper holds, which DL4J calls, unlike those of the wrapper.
 *
 * <p>Copies of a configuration share what its wrappers hold. So these layers are not changed but replaced, by copies
 * that both the wrapper and the layer at work are given: networks that were cloned before keep what they have.
 */
final class InnerLayers {

    private InnerLayers() {}

    /**
     * Replaces all layers that a wrapper holds, however deep.
     *
     * @param wrapper configuration in the network; nothing happens if it wraps nothing
     * @param layer at work
     * @param constraints for a layer that wraps nothing itself: given its prefix, as in {@link LayerWalk}, and itself,
     *     those it shall have, or null for none
     */
    static void replace(
            Layer wrapper,
            org.deeplearning4j.nn.api.Layer layer,
            BiFunction<String, Layer, List<LayerConstraint>> constraints) {
        if (wrapper instanceof Bidirectional || wrapper instanceof BaseWrapperLayer || wrapper instanceof FrozenLayer) {
            replace(wrapper, layer, "", true, constraints);
        }
    }

    private static Layer replace(
            Layer old,
            org.deeplearning4j.nn.api.Layer layer,
            String prefix,
            boolean outermost,
            BiFunction<String, Layer, List<LayerConstraint>> constraints) {
        Layer fresh = outermost ? old : copy(old);
        if (fresh instanceof Bidirectional both) {
            both.setFwd(replace(both.getFwd(), direction(layer, "fwd"), prefix + "f", false, constraints));
            both.setBwd(replace(both.getBwd(), direction(layer, "bwd"), prefix + "b", false, constraints));
        } else if (fresh instanceof FrozenLayer frozen) {
            // Has no setter. Its layer is its own, since copies of it are deep, and is not trained.
            LayerWalk.walk(frozen.getLayer(), true, visit -> {
                if (visit.leaf()) {
                    visit.layer().setConstraints(constraints.apply(visit.prefix(), visit.layer()));
                }
            });
        } else if (fresh instanceof BaseWrapperLayer wrapper) {
            wrapper.setUnderlying(replace(wrapper.getUnderlying(), underlying(layer), prefix, false, constraints));
        } else {
            fresh.setConstraints(constraints.apply(prefix, old));
        }
        if (!outermost && layer != null && layer.conf().getLayer() == old) {
            layer.conf().setLayer(fresh);
        }
        return fresh;
    }

    /**
     * A copy that may take the place of the layer at any time: between the passes of an iteration, dropout keeps what
     * it dropped.
     */
    static Layer copy(Layer layer) {
        Layer copy = layer.clone();
        copy.setIDropout(layer.getIDropout());
        return copy;
    }

    private static org.deeplearning4j.nn.api.Layer underlying(org.deeplearning4j.nn.api.Layer layer) {
        return layer instanceof org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer wrapper
                ? wrapper.getUnderlying()
                : layer;
    }

    /** DL4J does not show the two layers of a bidirectional one. */
    private static org.deeplearning4j.nn.api.Layer direction(org.deeplearning4j.nn.api.Layer layer, String name) {
        if (!(layer instanceof BidirectionalLayer)) {
            return null; // frozen, and not at work
        }
        try {
            Field field = BidirectionalLayer.class.getDeclaredField(name);
            field.setAccessible(true);
            return (org.deeplearning4j.nn.api.Layer) field.get(layer);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("DL4J's BidirectionalLayer has no field " + name + ": " + e, e);
        }
    }
}
