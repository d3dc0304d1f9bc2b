package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.kernel.Curves;
import io.github.dl4jpruning.runtime.kernel.Product;
import java.util.Arrays;

/** A plain recurrent layer. */
final class RnnCell implements Cell {
    private final int units;
    private final Product input;
    private final Product recurrent;
    private final float[] bias;
    private final Activation activation;

    RnnCell(Layer.SimpleRnn layer) {
        units = layer.outputs();
        input = Product.of(layer.weights());
        recurrent = Product.of(layer.recurrent());
        bias = layer.bias().toArray();
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

        @Override
        public void clear() {
            Arrays.fill(h, 0);
        }

        @Override
        public void step(float[] x, float[] y) {
            System.arraycopy(bias, 0, y, 0, units);
            input.add(x, y);
            recurrent.add(h, y);
            Curves.applyUnits(activation, y, units);
            System.arraycopy(y, 0, h, 0, units);
        }
    }

    private final class Windows implements Lanes {
        private final float[][] h;

        Windows(int capacity) {
            h = new float[units][capacity];
        }

        @Override
        public void clear() {
            for (float[] unit : h) {
                Arrays.fill(unit, 0);
            }
        }

        @Override
        public void step(float[][] x, float[][] y, int lanes) {
            for (int unit = 0; unit < units; unit++) {
                Arrays.fill(y[unit], 0, lanes, bias[unit]);
            }
            input.add(x, y, lanes);
            recurrent.add(h, y, lanes);
            Curves.applyUnits(activation, y, units, lanes);
            for (int unit = 0; unit < units; unit++) {
                System.arraycopy(y[unit], 0, h[unit], 0, lanes);
            }
        }
    }
}
