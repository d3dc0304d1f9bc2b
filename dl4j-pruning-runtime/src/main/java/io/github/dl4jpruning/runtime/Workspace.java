package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Layer;
import java.util.List;

/** What one thread needs to forecast. */
final class Workspace {

    /** Windows that go through the layers at once. */
    static final int LANES = 64;

    private final int inputs;
    private final Pass<float[]> one;
    private float[][] steps = new float[0][];

    private final List<Stage> stages;
    private Pass<float[][]> many; // made when first needed
    private float[][][] laneSteps = new float[0][][];
    private int lanes;

    Workspace(List<Stage> stages, int inputs) {
        this.stages = stages;
        this.inputs = inputs;
        one = new Pass<>(stages, float[]::new, Cell::run, Workspace::join);
    }

    /** The outputs for one window, per step kept one number per output. */
    float[][] run(float[] window, int offset, int count, Scaling in) {
        steps = one.grow(steps, count, inputs);
        int at = offset;
        for (int t = 0; t < count; t++) {
            float[] step = steps[t];
            for (int column = 0; column < inputs; column++) {
                step[column] = in.standardise(window[at], t, column);
                at++;
            }
        }
        return one.run(steps, count);
    }

    /**
     * The outputs for several windows that stand one after the other, per step kept and output one number per window.
     */
    float[][][] run(float[] windows, int offset, int count, int lanes, Scaling in) {
        if (many == null) {
            many = new Pass<>(stages, units -> new float[units][LANES], this::lanes, Workspace::join);
        }
        this.lanes = lanes;
        laneSteps = many.grow(laneSteps, count, inputs);
        int at = offset;
        for (int lane = 0; lane < lanes; lane++) {
            for (int t = 0; t < count; t++) {
                for (int column = 0; column < inputs; column++) {
                    laneSteps[t][column][lane] = in.standardise(windows[at], t, column);
                    at++;
                }
            }
        }
        return many.run(laneSteps, count);
    }

    private Cell.Steps<float[][]> lanes(Cell cell) {
        Cell.Lanes own = cell.lanes(LANES);
        return new Cell.Steps<>() {
            @Override
            public void clear() {
                own.clear();
            }

            @Override
            public void step(float[][] x, float[][] y) {
                own.step(x, y, lanes);
            }
        };
    }

    private static void join(Layer.Mode mode, float[] forward, float[] backward, float[] to) {
        if (mode == Layer.Mode.CONCAT) {
            System.arraycopy(forward, 0, to, 0, forward.length);
            System.arraycopy(backward, 0, to, forward.length, backward.length);
            return;
        }
        for (int i = 0; i < to.length; i++) {
            to[i] = switch (mode) {
                case ADD -> forward[i] + backward[i];
                case MUL -> forward[i] * backward[i];
                default -> 0.5f * (forward[i] + backward[i]);
            };
        }
    }

    private static void join(Layer.Mode mode, float[][] forward, float[][] backward, float[][] to) {
        for (int unit = 0; unit < to.length; unit++) {
            if (mode != Layer.Mode.CONCAT) {
                join(mode, forward[unit], backward[unit], to[unit]);
            } else {
                float[] from = unit < forward.length ? forward[unit] : backward[unit - forward.length];
                System.arraycopy(from, 0, to[unit], 0, from.length);
            }
        }
    }
}
