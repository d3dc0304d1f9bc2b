package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Layer;
import java.util.ArrayList;
import java.util.List;

/**
 * A layer over a whole sequence.
 *
 * @param cell takes the steps in order; null for what only picks the last step
 * @param backward takes them in reverse; null unless bidirectional
 * @param mode what becomes of the two
 * @param outputs per step
 * @param lastOnly whether nothing but the last step is wanted
 */
record Stage(Cell cell, Cell backward, Layer.Mode mode, int outputs, boolean lastOnly) {

    /** The layers in order; one before a {@link Layer.LastStep} makes that step only. */
    static List<Stage> of(List<Layer> layers) {
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            if (layer instanceof Layer.LastStep && i > 0) {
                continue;
            }
            boolean lastOnly = i + 1 < layers.size() && layers.get(i + 1) instanceof Layer.LastStep;
            if (layer instanceof Layer.LastStep) {
                stages.add(new Stage(null, null, null, layer.outputs(), true));
            } else if (layer instanceof Layer.Bidirectional both) {
                stages.add(new Stage(
                        Cell.of(both.forward()), Cell.of(both.backward()), both.mode(), layer.outputs(), lastOnly));
            } else {
                stages.add(new Stage(Cell.of(layer), null, null, layer.outputs(), lastOnly));
            }
        }
        return List.copyOf(stages);
    }
}
