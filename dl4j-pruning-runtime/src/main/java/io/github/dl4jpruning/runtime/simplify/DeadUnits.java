package io.github.dl4jpruning.runtime.simplify;

import io.github.dl4jpruning.runtime.format.Activation;
import io.github.dl4jpruning.runtime.format.Activation.Kind;
import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Matrix;
import io.github.dl4jpruning.runtime.kernel.Curves;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Removes units nobody reads, and units that are constant.
 *
 * <p>A recurrent unit is read by its own layer, too: it goes only if all units it feeds there go with it. A constant
 * one is so from the first step on, but the zero before the first step is another number, so it goes only if it feeds
 * no unit that stays. A unit of an LSTM with a cell input of 0 is 0 at every step and before. Layers with softmax or
 * layer normalisation keep all their units, since each depends on the number of the others.
 */
final class DeadUnits {
    private static final int GATES = 4;

    /** Units that go. */
    private static final class Verdict {
        private final boolean[] dead;
        private final double[] constant; // what a dead one would have been, for those who read it

        Verdict(int units) {
            dead = new boolean[units];
            constant = new double[units];
        }

        int[] kept() {
            int[] kept = IntStream.range(0, dead.length).filter(u -> !dead[u]).toArray();
            return kept.length > 0 ? kept : new int[] {0}; // a layer has one unit at least
        }
    }

    private DeadUnits() {}

    /** Removes what can be of one layer; tells whether anything was. */
    static boolean remove(List<Layer> layers, int index) {
        Layer layer = layers.get(index);
        int reader = index + 1;
        while (reader < layers.size() && passes(layers.get(reader))) {
            reader++;
        }
        if (reader == layers.size() || !Inputs.weighted(layers.get(reader))) {
            return false;
        }
        boolean[] read = Inputs.read(layers.get(reader));
        boolean foldable = Inputs.takesConstants(layers.get(reader));
        int[] kept;
        double[] constants;
        Layer smaller;
        if (layer instanceof Layer.Dense dense) {
            Verdict verdict = judge(dense, read, foldable);
            kept = verdict.kept();
            constants = verdict.constant;
            smaller = select(dense, kept);
        } else if (layer instanceof Layer.Bidirectional both && both.mode() == Layer.Mode.CONCAT) {
            int first = both.forward().outputs();
            Verdict there = judge(both.forward(), Arrays.copyOf(read, first), foldable);
            Verdict back = judge(both.backward(), Arrays.copyOfRange(read, first, read.length), foldable);
            kept = IntStream.concat(
                            Arrays.stream(there.kept()),
                            Arrays.stream(back.kept()).map(u -> u + first))
                    .toArray();
            constants = Arrays.copyOf(there.constant, read.length);
            System.arraycopy(back.constant, 0, constants, first, back.constant.length);
            smaller = new Layer.Bidirectional(
                    select(both.forward(), there.kept()), select(both.backward(), back.kept()), both.mode());
        } else if (layer instanceof Layer.Recurrent recurrent && !(layer instanceof Layer.Bidirectional)) {
            Verdict verdict = judge(recurrent, read, foldable);
            kept = verdict.kept();
            constants = verdict.constant;
            smaller = select(recurrent, kept);
        } else {
            return false;
        }
        if (kept.length == layer.outputs()) {
            return false;
        }
        for (int unit : kept) {
            constants[unit] = 0;
        }
        layers.set(index, smaller);
        for (int i = index + 1; i < reader; i++) {
            layers.set(i, pass(layers.get(i), kept, constants));
        }
        layers.set(reader, Inputs.change(layers.get(reader), kept, null, constants));
        return true;
    }

    /** Whether each output of the layer depends on the input of the same number alone. */
    private static boolean passes(Layer layer) {
        return layer instanceof Layer.LastStep
                || layer instanceof Layer.ScaleShift
                || layer instanceof Layer.Activate activate
                        && activate.activation().kind() != Kind.SOFTMAX;
    }

    /**
     * Such a layer for fewer units; brings the constants of those that are gone behind it, and those of others stay 0.
     */
    private static Layer pass(Layer layer, int[] kept, double[] constants) {
        boolean[] stays = new boolean[constants.length];
        for (int unit : kept) {
            stays[unit] = true;
        }
        for (int u = 0; u < constants.length; u++) {
            if (stays[u]) {
                continue;
            } else if (layer instanceof Layer.ScaleShift scale) {
                constants[u] =
                        scale.scale().get(u) * constants[u] + scale.shift().get(u);
            } else if (layer instanceof Layer.Activate activate) {
                constants[u] = value(activate.activation(), constants[u]);
            }
        }
        if (layer instanceof Layer.ScaleShift scale) {
            return new Layer.ScaleShift(
                    scale.scale().select(kept), scale.shift().select(kept));
        } else if (layer instanceof Layer.Activate activate) {
            return new Layer.Activate(kept.length, activate.activation());
        }
        return new Layer.LastStep(kept.length);
    }

    private static double value(Activation activation, double x) {
        return Curves.value(activation.kind(), activation.parameter(), (float) x);
    }

    private static Verdict judge(Layer.Dense layer, boolean[] read, boolean foldable) {
        Verdict verdict = new Verdict(read.length);
        if (layer.gain().isPresent() || layer.activation().kind() == Kind.SOFTMAX) {
            return verdict;
        }
        for (int u = 0; u < read.length; u++) {
            boolean constant = foldable && empty(layer.weights(), u);
            verdict.dead[u] = !read[u] || constant;
            verdict.constant[u] =
                    constant ? value(layer.activation(), layer.bias().get(u)) : 0;
        }
        return verdict;
    }

    private static Verdict judge(Layer.Recurrent layer, boolean[] read, boolean foldable) {
        Verdict verdict = new Verdict(read.length);
        boolean[] zero = new boolean[read.length];
        Matrix recurrent;
        if (layer instanceof Layer.SimpleRnn rnn) {
            recurrent = rnn.recurrent();
            if (rnn.activation().kind() == Kind.SOFTMAX) {
                return verdict;
            }
            for (int u = 0; u < read.length; u++) {
                boolean constant = foldable && empty(rnn.weights(), u) && empty(recurrent, u);
                verdict.dead[u] = !read[u] || constant;
                verdict.constant[u] =
                        constant ? value(rnn.activation(), rnn.bias().get(u)) : 0;
            }
        } else {
            Layer.Lstm lstm = (Layer.Lstm) layer;
            recurrent = lstm.recurrent();
            if (lstm.activation().kind() == Kind.SOFTMAX || lstm.gate().kind() == Kind.SOFTMAX) {
                return verdict;
            }
            for (int u = 0; u < read.length; u++) {
                zero[u] = empty(lstm.weights(), u)
                        && empty(recurrent, u)
                        && value(lstm.activation(), lstm.bias().get(u)) == 0
                        && value(lstm.activation(), 0) == 0;
                verdict.dead[u] = !read[u] || zero[u];
            }
        }
        spareWhatFeedsOthers(verdict, recurrent, zero);
        return verdict;
    }

    /** Takes back all verdicts on units that feed a unit which stays, until there are none. */
    private static void spareWhatFeedsOthers(Verdict verdict, Matrix recurrent, boolean[] zero) {
        int units = recurrent.columns();
        boolean changed;
        do {
            changed = false;
            for (int row = 0; row < recurrent.rows(); row++) {
                int to = row % units;
                for (int i = recurrent.start(row); i < recurrent.start(row + 1); i++) {
                    int from = recurrent.column(i);
                    if (recurrent.value(i) != 0 && verdict.dead[from] && !verdict.dead[to] && !zero[from]) {
                        verdict.dead[from] = false;
                        changed = true;
                    }
                }
            }
        } while (changed);
    }

    private static boolean empty(Matrix matrix, int row) {
        for (int i = matrix.start(row); i < matrix.start(row + 1); i++) {
            if (matrix.value(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private static Layer.Dense select(Layer.Dense layer, int[] kept) {
        return new Layer.Dense(
                layer.weights().select(kept, all(layer.inputs())),
                layer.bias().select(kept),
                layer.gain().map(gain -> gain.select(kept)),
                layer.activation());
    }

    private static Layer.Recurrent select(Layer.Recurrent layer, int[] kept) {
        if (layer instanceof Layer.SimpleRnn rnn) {
            return new Layer.SimpleRnn(
                    rnn.weights().select(kept, all(layer.inputs())),
                    rnn.recurrent().select(kept, kept),
                    rnn.bias().select(kept),
                    rnn.activation());
        }
        Layer.Lstm lstm = (Layer.Lstm) layer;
        int[] rows = blocks(kept, lstm.outputs(), GATES);
        return new Layer.Lstm(
                lstm.weights().select(rows, all(layer.inputs())),
                lstm.recurrent().select(rows, kept),
                lstm.bias().select(rows),
                lstm.peepholes().map(peepholes -> peepholes.select(blocks(kept, lstm.outputs(), GATES - 1))),
                lstm.activation(),
                lstm.gate());
    }

    /** The rows of some units in blocks of one row per unit. */
    private static int[] blocks(int[] kept, int units, int blocks) {
        return IntStream.range(0, blocks)
                .flatMap(block -> Arrays.stream(kept).map(unit -> block * units + unit))
                .toArray();
    }

    private static int[] all(int count) {
        return IntStream.range(0, count).toArray();
    }
}
