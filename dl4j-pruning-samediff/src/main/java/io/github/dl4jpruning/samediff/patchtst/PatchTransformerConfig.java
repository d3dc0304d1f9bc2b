package io.github.dl4jpruning.samediff.patchtst;

/**
 * The shape of a {@link PatchTransformer}.
 *
 * @param lookBack time steps that the model sees, a multiple of the patch length
 * @param horizon time steps that it forecasts
 * @param inputs series that it reads, together
 * @param outputs series that it forecasts
 * @param patchLength time steps in a patch; patches lie side by side
 * @param encoder size of the encoder
 * @param dropout rate on the attention weights, on both residual branches and inside the feed-forward blocks
 * @param activation in the feed-forward blocks
 */
public record PatchTransformerConfig(
        int lookBack,
        int horizon,
        int inputs,
        int outputs,
        int patchLength,
        EncoderSize encoder,
        double dropout,
        Activation activation) {

    /**
     * Checks every value and how they go together.
     *
     * @param lookBack as above
     * @param horizon as above
     * @param inputs as above
     * @param outputs as above
     * @param patchLength as above
     * @param encoder as above
     * @param dropout as above
     * @param activation as above
     * @throws IllegalArgumentException naming the value that is out of range, or the values that do not go together
     */
    public PatchTransformerConfig {
        Checks.atLeast("lookBack", lookBack, 1, "the number of time steps that the model sees");
        Checks.atLeast("horizon", horizon, 1, "the number of time steps to forecast");
        Checks.atLeast("inputs", inputs, 1, "the number of series that are read");
        Checks.atLeast("outputs", outputs, 1, "the number of series that are forecast");
        Checks.atLeast("patchLength", patchLength, 1, "the number of time steps in a patch");
        Checks.given("encoder", encoder, "new EncoderSize(64, 4, 256, 2)");
        Checks.rate("dropout", dropout);
        Checks.chosen("activation", activation, (Object[]) Activation.values());
        if (lookBack % patchLength != 0) {
            throw new IllegalArgumentException("lookBack " + lookBack + " is not a multiple of the patchLength "
                    + patchLength + ": the last " + lookBack % patchLength
                    + " time steps would be in no patch; choose a lookBack of "
                    + (patchLength > lookBack ? patchLength : lookBack - lookBack % patchLength));
        }
        Checks.headFits(encoder.features(), (long) horizon * outputs, 1);
    }

    /**
     * The model of the pruning paper's experiment: 64 features, 4 heads, feed-forward 256, 2 layers, ReLU, dropout 0.3,
     * one step ahead of one series; patches of 1 for a look-back of at most 7, of 2 up to 14, of 3 up to 30 and of 4
     * beyond.
     *
     * @param lookBack time steps that the model sees; in the paper 1, 3, 7, 14, 30 or 60
     * @param inputs series that it reads
     * @return the configuration
     * @throws IllegalArgumentException if a number is below 1, or the look-back no multiple of the patch
     */
    public static PatchTransformerConfig paper(int lookBack, int inputs) {
        int patch = lookBack <= 7 ? 1 : lookBack <= 14 ? 2 : lookBack <= 30 ? 3 : 4;
        return new PatchTransformerConfig(
                lookBack, 1, inputs, 1, patch, new EncoderSize(64, 4, 256, 2), 0.3, Activation.RELU);
    }

    /**
     * How many patches the input gives.
     *
     * @return at least 1
     */
    public int patchCount() {
        return lookBack / patchLength;
    }

    /**
     * The same with another rate of dropout.
     *
     * @param rate fraction that is dropped, 0 for none
     * @return a changed copy
     */
    public PatchTransformerConfig withDropout(double rate) {
        return new PatchTransformerConfig(lookBack, horizon, inputs, outputs, patchLength, encoder, rate, activation);
    }

    /**
     * The same with another encoder.
     *
     * @param other its size
     * @return a changed copy
     * @throws IllegalArgumentException if it is null
     */
    public PatchTransformerConfig withEncoder(EncoderSize other) {
        return new PatchTransformerConfig(lookBack, horizon, inputs, outputs, patchLength, other, dropout, activation);
    }
}
