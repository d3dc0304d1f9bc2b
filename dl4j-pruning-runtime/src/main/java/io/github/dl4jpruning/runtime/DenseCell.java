package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Vector;
import io.github.dl4jpruning.runtime.kernel.Curves;
import io.github.dl4jpruning.runtime.kernel.LayerNorm;
import io.github.dl4jpruning.runtime.kernel.Product;
import java.util.Arrays;

/** A dense layer. */
final class DenseCell implements StatelessCell {
    private final int units;
    private final Product product;
    private final float[] bias;
    private final float[] gain; // null: no normalisation
    private final Activation activation;

    DenseCell(Layer.Dense layer) {
        this(layer, Product.of(layer.weights()));
    }

    private DenseCell(Layer.Dense layer, Product product) {
        this.product = product;
        units = layer.outputs();
        bias = layer.bias().toArray();
        gain = layer.gain().map(Vector::toArray).orElse(null);
        activation = layer.activation();
    }

    /** Without the form for a single lane, which a layer that always takes several does not need. */
    static DenseCell of(Layer.Dense layer, boolean alone) {
        return new DenseCell(layer, alone ? Product.of(layer.weights()) : Product.ofLanes(layer.weights()));
    }

    @Override
    public int outputs() {
        return units;
    }

    @Override
    public void step(float[] x, float[] y) {
        if (gain == null) {
            System.arraycopy(bias, 0, y, 0, units);
            product.add(x, y);
        } else {
            Arrays.fill(y, 0, units, 0);
            product.add(x, y);
            LayerNorm.apply(y, gain, units);
            for (int i = 0; i < units; i++) {
                y[i] += bias[i];
            }
        }
        Curves.applyUnits(activation, y, units);
    }

    @Override
    public void step(float[][] x, float[][] y, int lanes) {
        for (int unit = 0; unit < units; unit++) {
            Arrays.fill(y[unit], 0, lanes, gain == null ? bias[unit] : 0);
        }
        product.add(x, y, lanes);
        if (gain != null) {
            LayerNorm.apply(y, gain, units, lanes);
            for (int unit = 0; unit < units; unit++) {
                for (int i = 0; i < lanes; i++) {
                    y[unit][i] += bias[unit];
                }
            }
        }
        Curves.applyUnits(activation, y, units, lanes);
    }
}
