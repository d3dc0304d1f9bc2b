package io.github.dl4jpruning.runtime.kernel;

import java.util.Arrays;

/** What joins the block of an encoder layer with what came into it, over one patch or several. */
public final class PatchNorm {
    private static final double EPSILON = 1e-5;

    private PatchNorm() {}

    /**
     * The mean over patches.
     *
     * @param x per patch one number per feature
     * @param mean where it goes
     */
    public static void mean(float[][] x, float[] mean) {
        Arrays.fill(mean, 0);
        for (float[] patch : x) {
            Loops.add(mean, patch, 1f / x.length, mean.length);
        }
    }

    /**
     * y += skip x.
     *
     * @param y per feature one number per patch
     * @param x as y
     * @param skip one factor per feature
     * @param lanes patches
     */
    public static void addScaled(float[][] y, float[][] x, float[] skip, int lanes) {
        for (int feature = 0; feature < skip.length; feature++) {
            Loops.add(y[feature], x[feature], skip[feature], lanes);
        }
    }

    /**
     * y += skip x, for one patch.
     *
     * @param y one number per feature
     * @param x as y
     * @param skip one factor per feature
     */
    public static void addScaled(float[] y, float[] x, float[] skip) {
        Loops.addProducts(y, skip, x, skip.length);
    }

    /**
     * Layer normalisation of y + x as below, for one patch.
     *
     * @param y one number per feature
     * @param x as y
     * @param gain one factor per feature
     * @param shift one per feature
     */
    public static void addNormalized(float[] y, float[] x, float[] gain, float[] shift) {
        int features = gain.length;
        Loops.add(y, x, 1, features);
        Loops.shift(y, -Loops.sum(y, features) / features, features);
        float scale = (float) (1 / Math.sqrt(Loops.sumOfSquares(y, features) / features + EPSILON));
        Loops.scaleShift(y, scale, gain, shift, features);
    }

    /**
     * Layer normalisation of y + x as in PyTorch, into y: (z - mean) / sqrt(variance + 1e-5) * gain + shift over the
     * features.
     *
     * @param y per feature one number per patch
     * @param x as y
     * @param gain one factor per feature
     * @param shift one per feature
     * @param lanes patches
     * @param mean room for one number per patch
     * @param scale the same
     */
    public static void addNormalized(
            float[][] y, float[][] x, float[] gain, float[] shift, int lanes, float[] mean, float[] scale) {
        int features = gain.length;
        Arrays.fill(mean, 0, lanes, 0);
        Arrays.fill(scale, 0, lanes, 0);
        for (int feature = 0; feature < features; feature++) {
            Loops.add(y[feature], x[feature], 1, lanes);
            Loops.add(mean, y[feature], 1f / features, lanes);
        }
        for (int feature = 0; feature < features; feature++) {
            Loops.subtract(y[feature], mean, lanes);
            Loops.addSquares(scale, y[feature], lanes);
        }
        for (int lane = 0; lane < lanes; lane++) {
            scale[lane] = (float) (1 / Math.sqrt(scale[lane] / features + EPSILON));
        }
        for (int feature = 0; feature < features; feature++) {
            Loops.multiply(y[feature], scale, lanes);
            Loops.scaleShift(y[feature], gain[feature], shift[feature], lanes);
        }
    }
}
