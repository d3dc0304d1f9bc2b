package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.InstanceNorm;
import io.github.dl4jpruning.runtime.format.PatchHead;
import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.format.Patching;

/** Forecasts of a patch network. A sequence is a window, or a column that is cut by itself. */
final class PatchEngine implements Engine {
    private static final double EPSILON = 1e-5;
    private static final float GAIN_EPSILON = 1e-10f;

    private final Patching patching;
    private final int inputs;
    private final int outputs;
    private final int horizon;
    private final int sequences; // at once
    private final int perWindow;
    private final int count; // of patches in a sequence
    private final DenseCell embedding;
    private final float[] positions;
    private final EncoderCells[] encoder;
    private final boolean pooled;
    private final DenseCell[] head;
    private final float[] gain; // null: no instance normalisation
    private final float[] shift;
    private final float[] inputMean; // null: no scaler
    private final float[] inputDeviation;
    private final float[] outputMean;
    private final float[] outputDeviation;
    private final ThreadLocal<PatchRoom> rooms;

    PatchEngine(PatchNetwork network) {
        patching = network.patching();
        inputs = network.inputs();
        outputs = network.outputs();
        horizon = network.horizon();
        sequences = network.sequences();
        perWindow = patching.joint() ? 1 : inputs;
        count = patching.count();
        embedding = DenseCell.ofLanes(network.embedding());
        positions = network.positions().toArray();
        encoder = network.encoder().stream().map(EncoderCells::new).toArray(EncoderCells[]::new);
        pooled = network.head().pooling() == PatchHead.Pooling.MEAN;
        head = network.head().layers().stream().map(DenseCell::new).toArray(DenseCell[]::new);
        InstanceNorm norm = network.instanceNorm().orElse(null);
        gain = norm == null ? null : norm.gain().toArray();
        shift = norm == null ? null : norm.shift().toArray();
        inputMean = ChainEngine.means(network.inputScaler());
        inputDeviation = ChainEngine.deviations(network.inputScaler());
        outputMean = ChainEngine.means(network.outputScaler());
        outputDeviation = ChainEngine.deviations(network.outputScaler());
        rooms = ThreadLocal.withInitial(() -> new PatchRoom(network));
    }

    @Override
    public int outputs(int steps) {
        return horizon * outputs;
    }

    @Override
    public int steps(float[] windows, int count) {
        if (count < 1 || windows.length != (double) count * patching.lookBack() * inputs) {
            throw new IllegalArgumentException("an array of " + windows.length + " values does not hold " + count
                    + " windows of " + patching.lookBack() + " steps and " + inputs
                    + " columns, which the network sees: give all columns of a step, then those of the next");
        }
        return patching.lookBack();
    }

    @Override
    public void predict(float[] windows, int count, int steps, float[] forecasts) {
        PatchRoom room = rooms.get();
        long all = (long) count * perWindow;
        for (long from = 0; from < all; from += sequences) {
            int some = (int) Math.min(sequences, all - from);
            for (int i = 0; i < some; i++) {
                cut(windows, from + i, room, i);
            }
            encode(room, some);
            forecast(room, from, some, forecasts);
        }
    }

    /** The patches of a sequence, standardised. */
    private void cut(float[] windows, long number, PatchRoom room, int sequence) {
        int window = (int) (number / perWindow) * patching.lookBack() * inputs;
        int column = (int) (number % perWindow);
        int width = patching.width(inputs);
        for (int i = 0; i < width; i++) {
            read(windows, window, column + i, room.series);
            if (gain != null) {
                normalize(room, sequence, column);
            }
            for (int patch = 0; patch < count; patch++) {
                int lane = sequence * this.count + patch;
                for (int step = 0; step < patching.length(); step++) {
                    int time = Math.min(patch * patching.stride() + step, patching.lookBack() - 1);
                    room.patches[step * width + i][lane] = room.series[time];
                }
            }
        }
    }

    private void read(float[] windows, int window, int column, float[] series) {
        int at = window + column;
        for (int step = 0; step < patching.lookBack(); step++) {
            series[step] = Workspace.scaled(windows[at], step, column, inputMean, inputDeviation);
            at += inputs;
        }
    }

    private void normalize(PatchRoom room, int sequence, int column) {
        float[] series = room.series;
        int steps = patching.lookBack();
        double mean = 0;
        for (int step = 0; step < steps; step++) {
            mean += series[step];
        }
        mean /= steps;
        double square = 0;
        for (int step = 0; step < steps; step++) {
            square += (series[step] - mean) * (series[step] - mean);
        }
        double deviation = Math.sqrt(square / steps + EPSILON);
        for (int step = 0; step < steps; step++) {
            series[step] = (float) ((series[step] - mean) / deviation) * gain[column] + shift[column];
        }
        room.level[sequence] = mean;
        room.deviation[sequence] = deviation;
    }

    private void encode(PatchRoom room, int sequences) {
        int lanes = sequences * count;
        embedding.step(room.patches, room.current, lanes);
        int features = room.current.length;
        for (int feature = 0; feature < features; feature++) {
            float[] row = room.current[feature];
            for (int lane = 0; lane < lanes; lane++) {
                row[lane] += positions[lane % count * features + feature];
            }
        }
        for (int i = 0; i < encoder.length; i++) {
            encoder[i].run(room, sequences, lanes, i == 0);
        }
    }

    private void forecast(PatchRoom room, long from, int some, float[] forecasts) {
        pool(room, some);
        boolean together = head.length == 1 && some >= ChainEngine.FEWEST_LANES;
        if (together) {
            head[0].step(room.headInput, room.headOutput, some);
        }
        for (int sequence = 0; sequence < some; sequence++) {
            int window = (int) ((from + sequence) / perWindow);
            int column = (int) ((from + sequence) % perWindow);
            if (together) {
                column(room.headOutput, sequence, room.forecast);
            } else {
                column(room.headInput, sequence, room.pooled);
                head[head.length == 1 ? 0 : column].step(room.pooled, room.forecast);
            }
            write(room, sequence, column, forecasts, window * horizon * outputs);
        }
    }

    private static void column(float[][] rows, int index, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = rows[i][index];
        }
    }

    /** What goes into the head: the mean over the patches, or all of them. */
    private void pool(PatchRoom room, int some) {
        int features = room.current.length;
        for (int feature = 0; feature < features; feature++) {
            float[] row = room.current[feature];
            int lane = 0;
            for (int sequence = 0; sequence < some; sequence++) {
                double sum = 0;
                for (int patch = 0; patch < count; patch++, lane++) {
                    if (pooled) {
                        sum += row[lane];
                    } else {
                        room.headInput[patch * features + feature][sequence] = row[lane];
                    }
                }
                if (pooled) {
                    room.headInput[feature][sequence] = (float) (sum / count);
                }
            }
        }
    }

    private void write(PatchRoom room, int sequence, int column, float[] to, int offset) {
        if (patching.joint()) {
            for (int i = 0; i < room.forecast.length; i++) {
                to[offset + i] = unscaled(room.forecast[i], i % outputs);
            }
            return;
        }
        for (int step = 0; step < horizon; step++) {
            float value = room.forecast[step];
            if (gain != null) {
                value = (value - shift[column]) / (gain[column] + GAIN_EPSILON);
                value = (float) (value * room.deviation[sequence] + room.level[sequence]);
            }
            to[offset + step * outputs + column] = unscaled(value, column);
        }
    }

    private float unscaled(float value, int column) {
        return outputMean == null ? value : value * outputDeviation[column] + outputMean[column];
    }
}
