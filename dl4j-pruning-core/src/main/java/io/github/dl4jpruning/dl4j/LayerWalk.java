package io.github.dl4jpruning.dl4j;

import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** Visits the configuration of a layer and of all layers it wraps. */
final class LayerWalk {

    private LayerWalk() {}

    /**
     * A configuration on the way.
     *
     * @param layer the configuration
     * @param prefix of its parameters' keys in the outermost layer
     * @param frozen whether it or a layer around it is frozen
     * @param leaf whether it wraps nothing, so that the parameters are its own
     */
    record Visit(Layer layer, String prefix, boolean frozen, boolean leaf) {}

    static void walk(Layer layer, boolean frozen, Consumer<Visit> visitor) {
        walk(layer, "", frozen, visitor);
    }

    private static void walk(Layer layer, String prefix, boolean frozen, Consumer<Visit> visitor) {
        if (layer instanceof Bidirectional both) {
            visitor.accept(new Visit(layer, prefix, frozen, false));
            walk(both.getFwd(), prefix + "f", frozen, visitor);
            walk(both.getBwd(), prefix + "b", frozen, visitor);
        } else if (layer instanceof FrozenLayer ice) {
            visitor.accept(new Visit(layer, prefix, true, false));
            walk(ice.getLayer(), prefix, true, visitor);
        } else if (layer instanceof BaseWrapperLayer wrapper) {
            boolean ice = frozen || layer instanceof FrozenLayerWithBackprop;
            visitor.accept(new Visit(layer, prefix, ice, false));
            walk(wrapper.getUnderlying(), prefix, ice, visitor);
        } else {
            visitor.accept(new Visit(layer, prefix, frozen, true));
        }
    }
}
