package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.EncoderLayer;
import io.github.dl4jpruning.runtime.format.Residual;
import io.github.dl4jpruning.runtime.kernel.PatchNorm;

/** An encoder layer, ready to run. Immutable. */
final class EncoderCells {
    private final DenseCell projection;
    private final DenseCell mixing;
    private final Joint afterAttention;
    private final DenseCell inner;
    private final DenseCell outer;
    private final Joint afterFeedForward;

    /** A layer, which takes patches one by one, too, if it is asked to. */
    EncoderCells(EncoderLayer layer, boolean alone) {
        projection = DenseCell.of(layer.projection(), alone);
        mixing = DenseCell.of(layer.mixing(), alone);
        afterAttention = Joint.of(layer.afterAttention());
        inner = DenseCell.of(layer.inner(), alone);
        outer = DenseCell.of(layer.outer(), alone);
        afterFeedForward = Joint.of(layer.afterFeedForward());
    }

    /** Joins what a block gives, y, with what came in, x; the result is in y. */
    private record Joint(float[] skip, float[] gain, float[] shift) {

        static Joint of(Residual residual) {
            if (residual instanceof Residual.Scaled scaled) {
                return new Joint(scaled.skip().toArray(), null, null);
            }
            Residual.Normalized norm = (Residual.Normalized) residual;
            return new Joint(null, norm.gain().toArray(), norm.shift().toArray());
        }

        void apply(float[] y, float[] x) {
            if (skip != null) {
                PatchNorm.addScaled(y, x, skip);
            } else {
                PatchNorm.addNormalized(y, x, gain, shift);
            }
        }

        void apply(float[][] y, float[][] x, PatchRoom room, int lanes) {
            if (skip != null) {
                PatchNorm.addScaled(y, x, skip, lanes);
            } else {
                PatchNorm.addNormalized(y, x, gain, shift, lanes, room.mean, room.scale);
            }
        }
    }

    /** From the current features of a sequence to the current ones, patch by patch. */
    void run(SequenceRoom room, boolean first) {
        for (int patch = 0; patch < room.current.length; patch++) {
            projection.step(room.current[patch], room.projection);
            for (int i = 0; i < room.projection.length; i++) {
                room.projected[i][patch] = room.projection[i];
            }
        }
        room.attention.apply(room.projected, room.mixed, 1, first);
        for (int patch = 0; patch < room.current.length; patch++) {
            for (int i = 0; i < room.mixture.length; i++) {
                room.mixture[i] = room.mixed[i][patch];
            }
            mixing.step(room.mixture, room.between[patch]);
            afterAttention.apply(room.between[patch], room.current[patch]);
            inner.step(room.between[patch], room.hidden);
            outer.step(room.hidden, room.current[patch]);
            afterFeedForward.apply(room.current[patch], room.between[patch]);
        }
    }

    /** From the current features of the room to the current ones. */
    void run(PatchRoom room, int sequences, int lanes, boolean first) {
        projection.step(room.current, room.projected, lanes);
        room.attention.apply(room.projected, room.mixed, sequences, first);
        mixing.step(room.mixed, room.next, lanes);
        afterAttention.apply(room.next, room.current, room, lanes);
        room.swap();
        inner.step(room.current, room.hidden, lanes);
        outer.step(room.hidden, room.next, lanes);
        afterFeedForward.apply(room.next, room.current, room, lanes);
        room.swap();
    }
}
