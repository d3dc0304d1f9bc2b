package io.github.dl4jpruning.samediff.patchtst;

/**
 * The size of a Transformer encoder.
 *
 * @param features of an encoded patch ("d_model"), shared by the heads in equal parts
 * @param heads of the attention
 * @param feedForward hidden size of the feed-forward blocks ("d_ff")
 * @param layers one on the other
 */
public record EncoderSize(int features, int heads, int feedForward, int layers) {

    /**
     * Checks the sizes.
     *
     * @param features as above
     * @param heads as above
     * @param feedForward as above
     * @param layers as above
     * @throws IllegalArgumentException if one is below 1, or the features are no multiple of the heads
     */
    public EncoderSize {
        Checks.atLeast("features", features, 1, "the size of an encoded patch");
        Checks.atLeast("heads", heads, 1, "the number of attention heads");
        Checks.atLeast("feedForward", feedForward, 1, "the hidden size of the feed-forward blocks");
        Checks.atLeast("layers", layers, 1, "the number of encoder layers");
        if (features % heads != 0) {
            throw new IllegalArgumentException("features " + features + " is not a multiple of the " + heads
                    + " heads, which share it in equal parts: make it " + (features / heads + 1) * heads
                    + " or choose another number of heads");
        }
    }

    /** At least how many weights the encoder has. */
    double numbers() {
        return (double) layers * features * (4.0 * features + 2.0 * feedForward);
    }
}
