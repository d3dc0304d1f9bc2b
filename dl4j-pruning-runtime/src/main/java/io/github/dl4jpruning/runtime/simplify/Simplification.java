package io.github.dl4jpruning.runtime.simplify;

import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Network;
import java.util.ArrayList;
import java.util.List;

/**
 * Smaller networks that compute the same, but for rounding: batch normalisations are folded into the weights beside
 * them, and units that lost all their inputs or all their outputs are removed, what is constant going into the next
 * bias.
 */
public final class Simplification {
    private Simplification() {}

    /**
     * Simplifies a network as far as it goes.
     *
     * @param network to simplify
     * @return a network with the same inputs and outputs
     */
    public static Network of(Network network) {
        List<Layer> layers = new ArrayList<>(network.layers());
        Folding.fold(layers);
        boolean changed;
        do {
            changed = false;
            // From the end: a unit removed takes away outputs of those before it.
            for (int i = layers.size() - 1; i >= 0; i--) {
                changed |= DeadUnits.remove(layers, i);
            }
        } while (changed);
        return new Network(network.inputs(), layers, network.inputScaler(), network.outputScaler());
    }

    /**
     * How many units a network has.
     *
     * @param network to count
     * @return units of all dense and recurrent layers
     */
    public static int units(Network network) {
        int units = 0;
        for (Layer layer : network.layers()) {
            if (layer instanceof Layer.Bidirectional both) {
                units += both.forward().outputs() + both.backward().outputs();
            } else if (layer instanceof Layer.Recurrent || layer instanceof Layer.Dense) {
                units += layer.outputs();
            }
        }
        return units;
    }
}
