package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Vector;
import io.github.dl4jpruning.runtime.kernel.Curves;
import io.github.dl4jpruning.runtime.kernel.Product;
import java.util.Arrays;

/** A long short-term memory, with or without peepholes. */
final class LstmCell implements Cell {
    private final int units;
    private final Product input;
    private final Product recurrent;
    private final float[] bias;
    private final float[] forgetPeephole; // null: no peepholes
    private final float[] outputPeephole;
    private final float[] inputPeephole;
    private final Activation activation;
    private final Activation gate;

    LstmCell(Layer.Lstm layer) {
        units = layer.outputs();
        input = Product.of(layer.weights());
        recurrent = Product.of(layer.recurrent());
        bias = layer.bias().toArray();
        float[] peepholes = layer.peepholes().map(Vector::toArray).orElse(null);
        forgetPeephole = peepholes == null ? null : Arrays.copyOfRange(peepholes, 0, units);
        outputPeephole = peepholes == null ? null : Arrays.copyOfRange(peepholes, units, 2 * units);
        inputPeephole = peepholes == null ? null : Arrays.copyOfRange(peepholes, 2 * units, 3 * units);
        activation = layer.activation();
        gate = layer.gate();
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

    /** c = f c + g i. */
    private static void remember(float[] c, float[] f, float[] g, float[] i, int n) {
        for (int k = 0; k < n; k++) {
            c[k] = f[k] * c[k] + g[k] * i[k];
        }
    }

    /** y = o a. */
    private static void multiply(float[] y, float[] o, float[] a, int n) {
        for (int k = 0; k < n; k++) {
            y[k] = o[k] * a[k];
        }
    }

    /** z += p c, for the units of one window. */
    private static void peep(float[] z, float[] p, float[] c, int n) {
        for (int k = 0; k < n; k++) {
            z[k] += p[k] * c[k];
        }
    }

    /** z += p c, for one unit of several windows. */
    private static void peep(float[] z, float p, float[] c, int n) {
        for (int k = 0; k < n; k++) {
            z[k] += p * c[k];
        }
    }

    private final class OneWindow implements Run {
        private final float[] h = new float[units];
        private final float[] c = new float[units];
        private final float[] z = new float[4 * units];
        // The blocks of z, each in an array of its own: loops over arrays with offsets are no vector code.
        private final float[] in = new float[units];
        private final float[] forget = new float[units];
        private final float[] out = new float[units];
        private final float[] let = new float[units];

        @Override
        public void clear() {
            Arrays.fill(h, 0);
            Arrays.fill(c, 0);
        }

        @Override
        public void step(float[] x, float[] y) {
            int n = units;
            System.arraycopy(bias, 0, z, 0, 4 * n);
            input.add(x, z);
            recurrent.add(h, z);
            System.arraycopy(z, 0, in, 0, n);
            System.arraycopy(z, n, forget, 0, n);
            System.arraycopy(z, 2 * n, out, 0, n);
            System.arraycopy(z, 3 * n, let, 0, n);
            if (forgetPeephole != null) {
                peep(forget, forgetPeephole, c, n);
                peep(let, inputPeephole, c, n);
            }
            Curves.applyUnits(activation, in, n);
            Curves.applyUnits(gate, forget, n);
            Curves.applyUnits(gate, let, n);
            remember(c, forget, let, in, n);
            if (outputPeephole != null) {
                peep(out, outputPeephole, c, n);
            }
            Curves.applyUnits(gate, out, n);
            System.arraycopy(c, 0, in, 0, n);
            Curves.applyUnits(activation, in, n);
            multiply(h, out, in, n);
            System.arraycopy(h, 0, y, 0, n);
        }
    }

    private final class Windows implements Lanes {
        private final float[][] h;
        private final float[][] c;
        private final float[][] z;
        private final float[][] in = new float[units][];
        private final float[][] forget = new float[units][];
        private final float[][] out = new float[units][];
        private final float[][] let = new float[units][];

        Windows(int capacity) {
            h = new float[units][capacity];
            c = new float[units][capacity];
            z = new float[4 * units][capacity];
            System.arraycopy(z, 0, in, 0, units);
            System.arraycopy(z, units, forget, 0, units);
            System.arraycopy(z, 2 * units, out, 0, units);
            System.arraycopy(z, 3 * units, let, 0, units);
        }

        @Override
        public void clear() {
            for (int unit = 0; unit < units; unit++) {
                Arrays.fill(h[unit], 0);
                Arrays.fill(c[unit], 0);
            }
        }

        @Override
        public void step(float[][] x, float[][] y, int lanes) {
            for (int row = 0; row < z.length; row++) {
                Arrays.fill(z[row], 0, lanes, bias[row]);
            }
            input.add(x, z, lanes);
            recurrent.add(h, z, lanes);
            if (forgetPeephole != null) {
                for (int unit = 0; unit < units; unit++) {
                    peep(forget[unit], forgetPeephole[unit], c[unit], lanes);
                    peep(let[unit], inputPeephole[unit], c[unit], lanes);
                }
            }
            Curves.applyUnits(activation, in, units, lanes);
            Curves.applyUnits(gate, forget, units, lanes);
            Curves.applyUnits(gate, let, units, lanes);
            for (int unit = 0; unit < units; unit++) {
                remember(c[unit], forget[unit], let[unit], in[unit], lanes);
                if (outputPeephole != null) {
                    peep(out[unit], outputPeephole[unit], c[unit], lanes);
                }
                System.arraycopy(c[unit], 0, in[unit], 0, lanes);
            }
            Curves.applyUnits(gate, out, units, lanes);
            Curves.applyUnits(activation, in, units, lanes);
            for (int unit = 0; unit < units; unit++) {
                multiply(h[unit], out[unit], in[unit], lanes);
                System.arraycopy(h[unit], 0, y[unit], 0, lanes);
            }
        }
    }
}
