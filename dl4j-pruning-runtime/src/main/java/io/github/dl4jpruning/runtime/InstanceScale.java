package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.InstanceNorm;

/** Instance normalisation: of a column of a window, and back. Immutable. */
final class InstanceScale {
    private static final double EPSILON = 1e-5;
    private static final float GAIN_EPSILON = 1e-10f;

    private final float[] gain;
    private final float[] shift;

    InstanceScale(InstanceNorm norm) {
        gain = norm.gain().toArray();
        shift = norm.shift().toArray();
    }

    /** Normalises a series in place, and keeps its mean and deviation at an index. */
    void apply(float[] series, int column, double[] level, double[] deviation, int index) {
        int steps = series.length;
        double mean = 0;
        for (float value : series) {
            mean += value;
        }
        mean /= steps;
        double square = 0;
        for (float value : series) {
            square += (value - mean) * (value - mean);
        }
        double root = Math.sqrt(square / steps + EPSILON);
        for (int step = 0; step < steps; step++) {
            series[step] = (float) ((series[step] - mean) / root) * gain[column] + shift[column];
        }
        level[index] = mean;
        deviation[index] = root;
    }

    /** A forecast of a series with this mean and deviation, as it was measured. */
    float revert(float value, int column, double level, double deviation) {
        float plain = (value - shift[column]) / (gain[column] + GAIN_EPSILON);
        return (float) (plain * deviation + level);
    }
}
