package io.github.dl4jpruning.runtime.format;

/** How what a block of an encoder layer gives is joined with what came in. */
public sealed interface Residual {

    /**
     * Numbers of a patch.
     *
     * @return features
     */
    int features();

    /**
     * y + skip x: batch normalisation with running statistics, whose factors and summands are folded into the dense
     * layer that gives y.
     *
     * @param skip factors of what came in, one per feature
     */
    record Scaled(Vector skip) implements Residual {
        @Override
        public int features() {
            return skip.length();
        }
    }

    /**
     * z = y + x, then (z - mean) / sqrt(variance + 1e-5) * gain + shift, mean and variance over the features of a
     * patch.
     *
     * @param gain one per feature
     * @param shift one per feature
     */
    record Normalized(Vector gain, Vector shift) implements Residual {

        /**
         * Checks the sizes.
         *
         * @param gain as above
         * @param shift as above
         * @throws IllegalArgumentException if they differ
         */
        public Normalized {
            if (gain.length() != shift.length()) {
                throw new IllegalArgumentException("a layer normalisation has " + gain.length() + " gains and "
                        + shift.length() + " shifts: give one of each per feature");
            }
        }

        @Override
        public int features() {
            return gain.length();
        }
    }
}
