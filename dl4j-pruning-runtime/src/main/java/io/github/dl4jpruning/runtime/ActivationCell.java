package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.kernel.Curves;

/** An activation function alone. */
final class ActivationCell implements StatelessCell {
    private final int units;
    private final Activation activation;

    ActivationCell(Layer.Activate layer) {
        units = layer.outputs();
        activation = layer.activation();
    }

    @Override
    public int outputs() {
        return units;
    }

    @Override
    public void step(float[] x, float[] y) {
        System.arraycopy(x, 0, y, 0, units);
        Curves.applyUnits(activation, y, units);
    }

    @Override
    public void step(float[][] x, float[][] y, int lanes) {
        for (int unit = 0; unit < units; unit++) {
            System.arraycopy(x[unit], 0, y[unit], 0, lanes);
        }
        Curves.applyUnits(activation, y, units, lanes);
    }
}
