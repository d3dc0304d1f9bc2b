package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Vector;
import io.github.dl4jpruning.runtime.kernel.Curves;
import io.github.dl4jpruning.runtime.kernel.LayerNorm;
import io.github.dl4jpruning.runtime.kernel.Product;
import java.util.Arrays;

/** A plain recurrent layer. */
final class RnnCell implements Cell {
    private final int units;
    private final Product input;
    private final Product recurrent;
    private final float[] bias;
    private final float[] gain; // null: no normalisation
    private final Activation activation;

    RnnCell(Layer.SimpleRnn layer) {
        units = layer.outputs();
        input = Product.of(layer.weights());
        recurrent = Product.of(layer.recurrent());
        bias = layer.bias().toArray();
        gain = layer.gain().map(Vector::toArray).orElse(null);
        activation = layer.activation();
    }

    @Override
    public int outputs() {
        return units;
    }

    @Override
    public Run run() {
        return new OneWindow();
    }

    @Override
    public Lanes lanes(int capacity) {
        return new Windows(capacity);
    }

    private final class OneWindow implements Run {
        private final float[] h = new float[units];
        private final float[] back = new float[units];
        private boolean first = true;

        @Override
        public void clear() {
            Arrays.fill(h, 0);
            first = true;
        }

        @Override
        public void step(float[] x, float[] y) {
            if (gain == null) {
                System.arraycopy(bias, 0, y, 0, units);
                input.add(x, y);
                if (!first) {
                    recurrent.add(h, y);
                }
            } else {
                Arrays.fill(y, 0, units, 0);
                input.add(x, y);
                LayerNorm.apply(y, gain, 0, units);
                Arrays.fill(back, 0);
                if (!first) {
                    recurrent.add(h, back);
                    LayerNorm.apply(back, gain, units, units);
                }
                for (int i = 0; i < units; i++) {
                    y[i] += bias[i] + back[i];
                }
            }
            Curves.applyUnits(activation, y, units);
            System.arraycopy(y, 0, h, 0, units);
            first = false;
        }
    }

    private final class Windows implements Lanes {
        private final float[][] h;
        private final float[][] back;
        private boolean first = true;

        Windows(int capacity) {
            h = new float[units][capacity];
            back = gain == null ? null : new float[units][capacity];
        }

        @Override
        public void clear() {
            first = true;
        }

        @Override
        public void step(float[][] x, float[][] y, int lanes) {
            for (int unit = 0; unit < units; unit++) {
                Arrays.fill(y[unit], 0, lanes, gain == null ? bias[unit] : 0);
            }
            input.add(x, y, lanes);
            if (gain != null) {
                LayerNorm.apply(y, gain, 0, units, lanes);
                for (int unit = 0; unit < units; unit++) {
                    Arrays.fill(back[unit], 0, lanes, 0);
                }
                if (!first) {
                    recurrent.add(h, back, lanes);
                    LayerNorm.apply(back, gain, units, units, lanes);
                }
                for (int unit = 0; unit < units; unit++) {
                    for (int i = 0; i < lanes; i++) {
                        y[unit][i] += bias[unit] + back[unit][i];
                    }
                }
            } else if (!first) {
                recurrent.add(h, y, lanes);
            }
            Curves.applyUnits(activation, y, units, lanes);
            for (int unit = 0; unit < units; unit++) {
                System.arraycopy(y[unit], 0, h[unit], 0, lanes);
            }
            first = false;
        }
    }
}
