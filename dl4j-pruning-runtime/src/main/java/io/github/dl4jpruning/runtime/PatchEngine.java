package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.PatchHead;
import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.format.Patching;
import io.github.dl4jpruning.runtime.kernel.PatchNorm;

/**
 * Forecasts of a patch network. A sequence is a window, or a column that is cut by itself.
 *
 * <p>Patches of many sequences go through the layers at once, in loops over the patches. Of few patches such loops are
 * no vector code; these go through one after the other, in loops over the features.
 */
final class PatchEngine implements Engine {

    /** Below so many patches one after the other is faster than all at once, measured. */
    private static final int FEWEST_LANES = 32;

    private final Patching patching;
    private final PatchEnds ends;
    private final int inputs;
    private final int size; // of a forecast
    private final int sequences; // at once
    private final int count; // of patches in a sequence
    private final DenseCell embedding;
    private final float[] positions;
    private final EncoderCells[] encoder;
    private final boolean pooled;
    private final DenseCell[] head;
    private final ThreadLocal<PatchRoom> rooms;
    private final ThreadLocal<SequenceRoom> small;

    PatchEngine(PatchNetwork network) {
        patching = network.patching();
        ends = new PatchEnds(network);
        inputs = network.inputs();
        size = network.horizon() * network.outputs();
        sequences = network.sequences();
        count = patching.count();
        boolean alone = count < FEWEST_LANES;
        embedding = DenseCell.of(network.embedding(), alone);
        positions = network.positions().toArray();
        encoder = network.encoder().stream()
                .map(layer -> new EncoderCells(layer, alone))
                .toArray(EncoderCells[]::new);
        pooled = network.head().pooling() == PatchHead.Pooling.MEAN;
        head = network.head().layers().stream().map(DenseCell::new).toArray(DenseCell[]::new);
        rooms = ThreadLocal.withInitial(() -> new PatchRoom(network));
        small = ThreadLocal.withInitial(() -> new SequenceRoom(network));
    }

    @Override
    public int outputs(int steps) {
        return size;
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
    public void predict(float[] windows, int count, int steps, float[] forecasts, Scaling in, Scaling out) {
        long all = (long) count * ends.perWindow();
        for (long from = 0; from < all; from += sequences) {
            int some = (int) Math.min(sequences, all - from);
            if (some * this.count >= FEWEST_LANES) {
                together(windows, from, some, forecasts, in, out);
                continue;
            }
            for (int i = 0; i < some; i++) {
                alone(windows, from + i, forecasts, in, out);
            }
        }
    }

    /** One sequence, patch by patch. */
    private void alone(float[] windows, long number, float[] forecasts, Scaling in, Scaling out) {
        SequenceRoom room = small.get();
        int width = patching.width(inputs);
        for (int i = 0; i < width; i++) {
            ends.read(windows, number, i, room.series, room.level, room.deviation, 0, in);
            for (int patch = 0; patch < count; patch++) {
                for (int step = 0; step < patching.length(); step++) {
                    room.patches[patch][step * width + i] = room.series[ends.time(patch, step)];
                }
            }
        }
        int features = embedding.outputs();
        for (int patch = 0; patch < count; patch++) {
            float[] current = room.current[patch];
            embedding.step(room.patches[patch], current);
            int at = patch * features;
            for (int feature = 0; feature < features; feature++) {
                current[feature] += positions[at + feature];
            }
        }
        for (int i = 0; i < encoder.length; i++) {
            encoder[i].run(room, i == 0);
        }
        if (pooled) {
            PatchNorm.mean(room.current, room.headInput);
        } else {
            for (int patch = 0; patch < count; patch++) {
                System.arraycopy(room.current[patch], 0, room.headInput, patch * features, features);
            }
        }
        head(number).step(room.headInput, room.forecast);
        ends.write(room.forecast, number, room.level[0], room.deviation[0], forecasts, out);
    }

    private DenseCell head(long number) {
        return head[head.length == 1 ? 0 : ends.column(number)];
    }

    /** Several sequences, all patches at once. */
    private void together(float[] windows, long from, int some, float[] forecasts, Scaling in, Scaling out) {
        PatchRoom room = rooms.get();
        for (int i = 0; i < some; i++) {
            cut(windows, from + i, room, i, in);
        }
        encode(room, some);
        pool(room, some);
        boolean one = head.length == 1 && some >= ChainEngine.FEWEST_LANES;
        if (one) {
            head[0].step(room.headInput, room.headOutput, some);
        }
        for (int sequence = 0; sequence < some; sequence++) {
            long number = from + sequence;
            if (one) {
                column(room.headOutput, sequence, room.forecast);
            } else {
                column(room.headInput, sequence, room.pooled);
                head(number).step(room.pooled, room.forecast);
            }
            ends.write(room.forecast, number, room.level[sequence], room.deviation[sequence], forecasts, out);
        }
    }

    /** The patches of a sequence, standardised. */
    private void cut(float[] windows, long number, PatchRoom room, int sequence, Scaling in) {
        int width = patching.width(inputs);
        for (int i = 0; i < width; i++) {
            ends.read(windows, number, i, room.series, room.level, room.deviation, sequence, in);
            for (int patch = 0; patch < count; patch++) {
                int lane = sequence * count + patch;
                for (int step = 0; step < patching.length(); step++) {
                    room.patches[step * width + i][lane] = room.series[ends.time(patch, step)];
                }
            }
        }
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
}
