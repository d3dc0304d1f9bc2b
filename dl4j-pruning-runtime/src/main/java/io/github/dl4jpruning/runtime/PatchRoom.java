package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.kernel.Attention;
import java.util.Arrays;

/**
 * What one thread needs to forecast with a patch network. A sequence is a window, or a column that is cut by itself.
 */
final class PatchRoom {
    final Attention attention;
    final float[][] patches; // per number of a patch one per patch of all sequences
    final float[][] hidden;
    final float[][] projected;
    final float[][] mixed;
    final float[][] headInput; // per number one per sequence
    final float[][] headOutput;
    final float[] pooled; // the same of one sequence
    final float[] forecast;
    final float[] mean; // of each patch
    final float[] scale;
    final double[] level; // of each sequence
    final double[] deviation;
    final float[] series;
    float[][] current; // features, swapped with the next after each block
    float[][] next;

    PatchRoom(PatchNetwork network) {
        int sequences = network.sequences();
        int count = network.patching().count();
        int features = network.features();
        int lanes = sequences * count;
        attention = new Attention(count, features, network.heads(), network.residualScores(), sequences);
        patches = new float[network.embedding().inputs()][lanes];
        hidden = new float[SequenceRoom.widestHidden(network)][lanes];
        projected = new float[3 * features][lanes];
        mixed = new float[features][lanes];
        current = new float[features][lanes];
        next = new float[features][lanes];
        headInput = new float[network.head().inputs()][sequences];
        headOutput = new float[network.head().outputs()][sequences];
        pooled = new float[network.head().inputs()];
        forecast = new float[network.head().outputs()];
        mean = new float[lanes];
        scale = new float[lanes];
        level = new double[sequences];
        deviation = new double[sequences];
        series = new float[network.patching().lookBack()];
        Arrays.fill(deviation, 1);
    }

    void swap() {
        float[][] before = current;
        current = next;
        next = before;
    }
}
