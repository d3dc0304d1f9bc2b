package io.github.dl4jpruning.runtime.format;

/**
 * Reversible normalisation of each column of a window: z = (x - mean) / sqrt(variance + 1e-5) * gain + shift, mean and
 * variance over the window; the forecast is brought back by ((y - shift) / (gain + 1e-10)) * sqrt(variance + 1e-5) +
 * mean.
 *
 * @param gain one per column; 1 if none was learned
 * @param shift one per column; 0 if none was learned
 */
public record InstanceNorm(Vector gain, Vector shift) {

    /**
     * Checks the sizes.
     *
     * @param gain as above
     * @param shift as above
     * @throws IllegalArgumentException if they differ
     */
    public InstanceNorm {
        if (gain.length() != shift.length()) {
            throw new IllegalArgumentException("the instance normalisation has " + gain.length() + " gains and "
                    + shift.length() + " shifts: give one of each per column");
        }
    }
}
