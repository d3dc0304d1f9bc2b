package io.github.dl4jpruning.runtime.kernel;

/** Layer normalisation as in ND4J: (x - mean) / deviation * gain over the units; units that are all alike give 0. */
public final class LayerNorm {
    private LayerNorm() {}

    /**
     * Normalises one window, in place.
     *
     * @param x one number per unit
     * @param gain one factor per unit
     * @param units how many
     */
    public static void apply(float[] x, float[] gain, int units) {
        double mean = 0;
        for (int i = 0; i < units; i++) {
            mean += x[i];
        }
        mean /= units;
        double square = 0;
        for (int i = 0; i < units; i++) {
            square += (x[i] - mean) * (x[i] - mean);
        }
        double deviation = Math.sqrt(square / units);
        for (int i = 0; i < units; i++) {
            x[i] = deviation == 0 ? 0 : (float) ((x[i] - mean) / deviation * gain[i]);
        }
    }

    /**
     * Normalises several windows, in place.
     *
     * @param x per unit one number per window
     * @param gain one factor per unit
     * @param units how many
     * @param lanes windows
     */
    public static void apply(float[][] x, float[] gain, int units, int lanes) {
        for (int lane = 0; lane < lanes; lane++) {
            double mean = 0;
            for (int i = 0; i < units; i++) {
                mean += x[i][lane];
            }
            mean /= units;
            double square = 0;
            for (int i = 0; i < units; i++) {
                square += (x[i][lane] - mean) * (x[i][lane] - mean);
            }
            double deviation = Math.sqrt(square / units);
            for (int i = 0; i < units; i++) {
                x[i][lane] = deviation == 0 ? 0 : (float) ((x[i][lane] - mean) / deviation * gain[i]);
            }
        }
    }
}
