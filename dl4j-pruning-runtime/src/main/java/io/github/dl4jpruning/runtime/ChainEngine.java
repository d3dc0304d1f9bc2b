package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Network;
import java.util.List;

/** Forecasts of a chain of layers. */
final class ChainEngine implements Engine {

    /** Below so many windows one after the other is faster than all at once. */
    static final int FEWEST_LANES = 8;

    private final List<Stage> stages;
    private final int inputs;
    private final boolean sequence; // asked for at every forecast, and made with streams
    private final boolean sequenceOut;
    private final int width;
    private final ThreadLocal<Workspace> workspaces;

    ChainEngine(Network network) {
        stages = Stage.of(network.layers());
        inputs = network.inputs();
        sequence = network.sequence();
        sequenceOut = network.sequenceOut();
        width = network.outputs();
        workspaces = ThreadLocal.withInitial(() -> new Workspace(stages, inputs));
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
    public void predict(float[] windows, int count, int steps, float[] forecasts, Scaling in, Scaling out) {
        int size = outputs(steps);
        Workspace workspace = workspaces.get();
        int window = windows.length / count;
        int done = 0;
        while (count - done >= FEWEST_LANES) {
            int lanes = Math.min(Workspace.LANES, count - done);
            write(workspace.run(windows, done * window, steps, lanes, in), forecasts, done * size, size, lanes, out);
            done += lanes;
        }
        for (; done < count; done++) {
            write(workspace.run(windows, done * window, steps, in), forecasts, done * size, size, out);
        }
    }

    private void write(float[][] rows, float[] to, int offset, int size, Scaling out) {
        for (int i = 0; i < size; i++) {
            to[offset + i] = (float) out.restore(rows[i / width][i % width], i % width);
        }
    }

    private void write(float[][][] rows, float[] to, int offset, int size, int lanes, Scaling out) {
        for (int i = 0; i < size; i++) {
            float[] row = rows[i / width][i % width];
            for (int lane = 0; lane < lanes; lane++) {
                to[offset + lane * size + i] = (float) out.restore(row[lane], i % width);
            }
        }
    }
}
