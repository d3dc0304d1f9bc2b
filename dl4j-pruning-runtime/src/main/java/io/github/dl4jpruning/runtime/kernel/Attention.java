package io.github.dl4jpruning.runtime.kernel;

import java.util.Arrays;

/**
 * Attention with several heads among the patches of a sequence, with room for it: for one thread at a time.
 *
 * <p>All loops go over the patches that ask, one key after the other, so that scores, softmax and sums are vector code.
 */
public final class Attention {
    private final int patches;
    private final int features;
    private final int heads;
    private final int size; // of a head
    private final boolean residual;
    private final float[][][] scores; // per sequence and head, per key one number per query; one for all if not kept
    private final float[][] weights;
    private final float[][] query;
    private final float[] largest;
    private final float[] sum;
    private final float[] mixed;

    /**
     * Room for attention.
     *
     * @param patches of a sequence
     * @param features of a patch
     * @param heads a divisor of the features
     * @param residual whether scores are kept and added to those of the next layer
     * @param sequences how many there may be at once
     */
    public Attention(int patches, int features, int heads, boolean residual, int sequences) {
        this.patches = patches;
        this.features = features;
        this.heads = heads;
        this.residual = residual;
        size = features / heads;
        scores = new float[residual ? sequences * heads : 1][patches][patches];
        weights = new float[patches][patches];
        query = new float[size][patches];
        largest = new float[patches];
        sum = new float[patches];
        mixed = new float[patches];
    }

    /**
     * The attention of some sequences.
     *
     * @param projected queries, then keys, then values: per feature one number per patch, all patches of the first
     *     sequence, then of the next
     * @param output per feature one number per patch
     * @param sequences how many
     * @param first whether this is the first layer, which has no scores before it
     */
    public void apply(float[][] projected, float[][] output, int sequences, boolean first) {
        for (int sequence = 0; sequence < sequences; sequence++) {
            for (int head = 0; head < heads; head++) {
                float[][] own = scores[residual ? sequence * heads + head : 0];
                score(projected, sequence * patches, head * size, own, residual && !first);
                softmax(own);
                mix(projected, sequence * patches, head * size, output);
            }
        }
    }

    /** Adds the scores of all pairs of patches to those before, or to 0. */
    private void score(float[][] projected, int start, int row, float[][] own, boolean keep) {
        float factor = (float) (1 / Math.sqrt(size));
        for (int i = 0; i < size; i++) {
            System.arraycopy(projected[row + i], start, query[i], 0, patches);
            Loops.scaleShift(query[i], factor, 0, patches);
        }
        Arrays.fill(largest, Float.NEGATIVE_INFINITY);
        for (int key = 0; key < patches; key++) {
            float[] line = own[key];
            if (!keep) {
                Arrays.fill(line, 0);
            }
            int at = start + key;
            int first = features + row;
            int i = 0;
            for (; i + 3 < size; i += 4) {
                Loops.add(
                        line,
                        query[i],
                        query[i + 1],
                        query[i + 2],
                        query[i + 3],
                        projected[first + i][at],
                        projected[first + i + 1][at],
                        projected[first + i + 2][at],
                        projected[first + i + 3][at],
                        patches);
            }
            for (; i < size; i++) {
                Loops.add(line, query[i], projected[first + i][at], patches);
            }
            Loops.maximum(largest, line, patches);
        }
    }

    /** Weights of each key, not yet divided by their sum. */
    private void softmax(float[][] own) {
        Arrays.fill(sum, 0);
        for (int key = 0; key < patches; key++) {
            float[] line = weights[key];
            System.arraycopy(own[key], 0, line, 0, patches);
            Loops.subtract(line, largest, patches);
            Curves.exp(line, patches);
            Loops.add(sum, line, 1, patches);
        }
        for (int i = 0; i < patches; i++) {
            sum[i] = 1 / sum[i];
        }
    }

    /** The weighted means of the values. */
    private void mix(float[][] projected, int start, int row, float[][] output) {
        for (int i = 0; i < size; i++) {
            float[] value = projected[2 * features + row + i];
            Arrays.fill(mixed, 0);
            int key = 0;
            for (; key + 3 < patches; key += 4) {
                Loops.add(
                        mixed,
                        weights[key],
                        weights[key + 1],
                        weights[key + 2],
                        weights[key + 3],
                        value[start + key],
                        value[start + key + 1],
                        value[start + key + 2],
                        value[start + key + 3],
                        patches);
            }
            for (; key < patches; key++) {
                Loops.add(mixed, weights[key], value[start + key], patches);
            }
            Loops.multiply(mixed, sum, patches);
            System.arraycopy(mixed, 0, output[row + i], start, patches);
        }
    }
}
