package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.kernel.Attention;

/**
 * What one thread needs to forecast from a sequence by itself, one patch after the other. It is a small part of a
 * {@link PatchRoom}, since a sequence that is forecast by itself has few patches.
 */
final class SequenceRoom {
    final Attention attention;
    final float[][] patches; // per patch its numbers
    final float[][] current; // per patch its features
    final float[][] between; // the same, between attention and feed-forward block
    final float[] projection; // of one patch
    final float[] mixture;
    final float[] hidden;
    final float[][] projected; // per feature one number per patch, for the attention
    final float[][] mixed;
    final float[] series;
    final float[] headInput;
    final float[] forecast;
    final double[] level = new double[1];
    final double[] deviation = {1};

    SequenceRoom(PatchNetwork network) {
        int count = network.patching().count();
        int features = network.features();
        attention = new Attention(count, features, network.heads(), network.residualScores(), 1);
        patches = new float[count][network.embedding().inputs()];
        current = new float[count][features];
        between = new float[count][features];
        projection = new float[3 * features];
        mixture = new float[features];
        hidden = new float[widestHidden(network)];
        projected = new float[3 * features][count];
        mixed = new float[features][count];
        series = new float[network.patching().lookBack()];
        headInput = new float[network.head().inputs()];
        forecast = new float[network.head().outputs()];
    }

    /** Room for the feed-forward block of any layer: pruned ones differ in their units. */
    static int widestHidden(PatchNetwork network) {
        return network.encoder().stream()
                .mapToInt(layer -> layer.inner().outputs())
                .max()
                .orElseThrow();
    }
}
