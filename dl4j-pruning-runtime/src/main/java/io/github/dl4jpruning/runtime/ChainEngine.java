package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Network;
import io.github.dl4jpruning.runtime.format.Scaler;
import io.github.dl4jpruning.runtime.format.Vector;
import java.util.List;
import java.util.Optional;

/** Forecasts of a chain of layers. */
final class ChainEngine implements Engine {

    /** Below so many windows one after the other is faster than all at once. */
    static final int FEWEST_LANES = 8;

    private final List<Stage> stages;
    private final int inputs;
    private final boolean sequence; // asked for at every forecast, and made with streams
    private final boolean sequenceOut;
    private final int width;
    private final float[] inputMean; // null: no scaler
    private final float[] inputDeviation;
    private final float[] outputMean;
    private final float[] outputDeviation;
    private final ThreadLocal<Workspace> workspaces;

    ChainEngine(Network network) {
        stages = Stage.of(network.layers());
        inputs = network.inputs();
        sequence = network.sequence();
        sequenceOut = network.sequenceOut();
        width = network.outputs();
        inputMean = means(network.inputScaler());
        inputDeviation = deviations(network.inputScaler());
        outputMean = means(network.outputScaler());
        outputDeviation = deviations(network.outputScaler());
        workspaces = ThreadLocal.withInitial(() -> new Workspace(stages, inputs, inputMean, inputDeviation));
    }

    /** Null if there is no scaler. */
    static float[] means(Optional<Scaler> scaler) {
        return scaler.map(Scaler::mean).map(Vector::toArray).orElse(null);
    }

    /** Null if there is no scaler. */
    static float[] deviations(Optional<Scaler> scaler) {
        return scaler.map(Scaler::deviation).map(Vector::toArray).orElse(null);
    }

    List<Stage> stages() {
        return stages;
    }

    @Override
    public int outputs(int steps) {
        return sequenceOut ? Math.multiplyExact(steps, width) : width;
    }

    @Override
    public int steps(float[] windows, int count) {
        if (count < 1 || windows.length == 0 || windows.length % ((long) count * inputs) != 0) {
            throw new IllegalArgumentException("an array of " + windows.length + " values does not hold " + count
                    + " windows of " + inputs + " columns: give all columns of a step, then those of the next");
        }
        int steps = windows.length / count / inputs;
        if (steps != 1 && !sequence) {
            throw new IllegalArgumentException("a window of " + windows.length / count + " values is no single step of "
                    + inputs + " columns, and the network takes no sequence");
        }
        return steps;
    }

    @Override
    public void predict(float[] windows, int count, int steps, float[] forecasts) {
        int size = outputs(steps);
        Workspace workspace = workspaces.get();
        int window = windows.length / count;
        int done = 0;
        while (count - done >= FEWEST_LANES) {
            int lanes = Math.min(Workspace.LANES, count - done);
            write(workspace.run(windows, done * window, steps, lanes), forecasts, done * size, size, lanes);
            done += lanes;
        }
        for (; done < count; done++) {
            write(workspace.run(windows, done * window, steps), forecasts, done * size, size);
        }
    }

    private void write(float[][] rows, float[] to, int offset, int size) {
        for (int i = 0; i < size; i++) {
            to[offset + i] = unscaled(rows[i / width][i % width], i % width);
        }
    }

    private void write(float[][][] rows, float[] to, int offset, int size, int lanes) {
        for (int i = 0; i < size; i++) {
            float[] row = rows[i / width][i % width];
            for (int lane = 0; lane < lanes; lane++) {
                to[offset + lane * size + i] = unscaled(row[lane], i % width);
            }
        }
    }

    /** A value of a step of a stream, checked and standardised. */
    float scaled(float value, int column) {
        return Workspace.scaled(value, 0, column, inputMean, inputDeviation);
    }

    float unscaled(float value, int column) {
        return outputMean == null ? value : value * outputDeviation[column] + outputMean[column];
    }
}
