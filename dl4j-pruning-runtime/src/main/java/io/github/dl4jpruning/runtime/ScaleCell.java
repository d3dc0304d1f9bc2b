package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Layer;

/** Multiplies and adds. */
final class ScaleCell implements StatelessCell {
    private final float[] scale;
    private final float[] shift;

    ScaleCell(Layer.ScaleShift layer) {
        scale = layer.scale().toArray();
        shift = layer.shift().toArray();
    }

    @Override
    public int outputs() {
        return scale.length;
    }

    @Override
    public void step(float[] x, float[] y) {
        for (int i = 0; i < scale.length; i++) {
            y[i] = scale[i] * x[i] + shift[i];
        }
    }

    @Override
    public void step(float[][] x, float[][] y, int lanes) {
        for (int unit = 0; unit < scale.length; unit++) {
            for (int i = 0; i < lanes; i++) {
                y[unit][i] = scale[unit] * x[unit][i] + shift[unit];
            }
        }
    }
}
