package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.format.Patching;

/**
 * Both ends of a patch network: a sequence of a window, standardised, and its forecast, as it was measured. Immutable.
 *
 * <p>A sequence is a window, or a column that is cut by itself; they are counted over all windows.
 */
final class PatchEnds {
    private final Patching patching;
    private final int inputs;
    private final int outputs;
    private final int horizon;
    private final int perWindow;
    private final InstanceScale scale; // null: no instance normalisation

    PatchEnds(PatchNetwork network) {
        patching = network.patching();
        inputs = network.inputs();
        outputs = network.outputs();
        horizon = network.horizon();
        perWindow = patching.joint() ? 1 : inputs;
        scale = network.instanceNorm().map(InstanceScale::new).orElse(null);
    }

    int perWindow() {
        return perWindow;
    }

    /** The column that a sequence is of; 0 if it is of all. */
    int column(long number) {
        return (int) (number % perWindow);
    }

    /**
     * One column of a sequence. Mean and deviation, if they are taken out, go to an index.
     *
     * @param number of the sequence
     * @param i of its columns
     */
    void read(
            float[] windows,
            long number,
            int i,
            float[] series,
            double[] level,
            double[] deviation,
            int index,
            Scaling in) {
        int column = column(number) + i;
        int at = (int) (number / perWindow) * patching.lookBack() * inputs + column;
        for (int step = 0; step < series.length; step++) {
            series[step] = in.standardise(windows[at], step, column);
            at += inputs;
        }
        if (scale != null) {
            scale.apply(series, column, level, deviation, index);
        }
    }

    /** The step of a window that is at a place in a patch; the last is repeated behind the end. */
    int time(int patch, int step) {
        return Math.min(patch * patching.stride() + step, patching.lookBack() - 1);
    }

    /** What the head gives for a sequence, to its place among the forecasts. */
    void write(float[] forecast, long number, double level, double deviation, float[] to, Scaling out) {
        int offset = (int) (number / perWindow) * horizon * outputs;
        if (patching.joint()) {
            for (int i = 0; i < forecast.length; i++) {
                to[offset + i] = (float) out.restore(forecast[i], i % outputs);
            }
            return;
        }
        int column = column(number);
        for (int step = 0; step < horizon; step++) {
            float value = scale == null ? forecast[step] : scale.revert(forecast[step], column, level, deviation);
            to[offset + step * outputs + column] = (float) out.restore(value, column);
        }
    }
}
