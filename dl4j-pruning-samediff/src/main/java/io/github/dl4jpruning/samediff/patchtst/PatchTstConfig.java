package io.github.dl4jpruning.samediff.patchtst;

/**
 * The shape of a {@link PatchTst}: PatchTST of Nie et al., "A Time Series is Worth 64 Words" (ICLR 2023).
 *
 * <pre>{@code
 * PatchTstConfig published = PatchTstConfig.ettHourly(336, 96);        // ETTh1, "PatchTST/42"
 * PatchTstConfig mine = PatchTstConfig.of(96, 24, 3)                   // 3 series, 96 steps back, 24 ahead
 *         .with(new EncoderSize(32, 4, 64, 2))
 *         .with(Dropouts.residual(0.1));
 * }</pre>
 *
 * @param lookBack time steps that the model sees
 * @param horizon time steps that it forecasts
 * @param channels series that are forecast together; each passes through the same weights by itself
 * @param patches how a series is cut
 * @param encoder size of the encoder
 * @param dropout rates of dropout
 * @param norm of the encoder layers
 * @param residualAttention whether the attention scores of a layer are added to those of the next (RealFormer)
 * @param revIn normalization of each series
 * @param head from the encoded patches to the forecast
 */
public record PatchTstConfig(
        int lookBack,
        int horizon,
        int channels,
        Patches patches,
        EncoderSize encoder,
        Dropouts dropout,
        Norm norm,
        boolean residualAttention,
        RevIn revIn,
        Head head) {

    /**
     * Checks every value and how they go together.
     *
     * @param lookBack as above
     * @param horizon as above
     * @param channels as above
     * @param patches as above
     * @param encoder as above
     * @param dropout as above
     * @param norm as above
     * @param residualAttention as above
     * @param revIn as above
     * @param head as above
     * @throws IllegalArgumentException naming the value that is out of range, or the values that do not go together
     */
    public PatchTstConfig {
        Checks.atLeast("lookBack", lookBack, 1, "the number of time steps that the model sees");
        Checks.atLeast("horizon", horizon, 1, "the number of time steps to forecast");
        Checks.atLeast("channels", channels, 1, "the number of series forecast together");
        Checks.given("patches", patches, "new Patches(16, 8, true)");
        Checks.given("encoder", encoder, "new EncoderSize(128, 16, 256, 3)");
        Checks.given("dropout", dropout, "Dropouts.none()");
        Checks.chosen("norm", norm, (Object[]) Norm.values());
        Checks.chosen("revIn", revIn, (Object[]) RevIn.values());
        Checks.chosen("head", head, (Object[]) Head.values());
        if (revIn != RevIn.NONE && lookBack < 2) {
            throw new IllegalArgumentException(
                    "revIn " + revIn + " with a lookBack of 1 would turn every input into 0: use RevIn.NONE");
        }
        Checks.headFits(
                (long) encoder.features() * patches.count(lookBack), horizon, head == Head.SHARED ? 1 : channels);
    }

    /**
     * The published model for longer data sets: patches of 16 every 8 steps with end padding (shorter for a look-back
     * below 16), 128 features, 16 heads, feed-forward 256, 3 layers, residual dropout 0.2.
     *
     * @param lookBack time steps that the model sees
     * @param horizon time steps that it forecasts
     * @param channels series forecast together
     * @return the configuration
     * @throws IllegalArgumentException if a number is below 1
     */
    public static PatchTstConfig of(int lookBack, int horizon, int channels) {
        int patch = Math.max(1, Math.min(16, lookBack));
        return new PatchTstConfig(
                lookBack,
                horizon,
                channels,
                new Patches(patch, Math.max(1, patch / 2), true),
                new EncoderSize(128, 16, 256, 3),
                Dropouts.residual(0.2),
                Norm.BATCH,
                true,
                lookBack == 1 ? RevIn.NONE : RevIn.PLAIN,
                Head.SHARED);
    }

    /**
     * The published settings for the hourly electricity transformer data (ETTh1, ETTh2; 7 channels): 16 features, 4
     * heads, feed-forward 128, 3 layers, residual dropout 0.3. A look-back of 336 is "PatchTST/42", one of 512
     * "PatchTST/64".
     *
     * @param lookBack time steps that the model sees
     * @param horizon time steps that it forecasts; published are 96, 192, 336 and 720
     * @return the configuration
     * @throws IllegalArgumentException if a number is below 1
     */
    public static PatchTstConfig ettHourly(int lookBack, int horizon) {
        return of(lookBack, horizon, 7).with(new EncoderSize(16, 4, 128, 3)).with(Dropouts.residual(0.3));
    }

    /**
     * How many patches each series gives.
     *
     * @return at least 1
     */
    public int patchCount() {
        return patches.count(lookBack);
    }

    /**
     * The same with other patches.
     *
     * @param other how a series is cut
     * @return a changed copy
     */
    public PatchTstConfig with(Patches other) {
        return new PatchTstConfig(
                lookBack, horizon, channels, other, encoder, dropout, norm, residualAttention, revIn, head);
    }

    /**
     * The same with another size of the encoder.
     *
     * @param other size
     * @return a changed copy
     */
    public PatchTstConfig with(EncoderSize other) {
        return new PatchTstConfig(
                lookBack, horizon, channels, patches, other, dropout, norm, residualAttention, revIn, head);
    }

    /**
     * The same with other dropout.
     *
     * @param other rates
     * @return a changed copy
     */
    public PatchTstConfig with(Dropouts other) {
        return new PatchTstConfig(
                lookBack, horizon, channels, patches, encoder, other, norm, residualAttention, revIn, head);
    }

    /**
     * The same with another norm.
     *
     * @param other norm
     * @return a changed copy
     */
    public PatchTstConfig with(Norm other) {
        return new PatchTstConfig(
                lookBack, horizon, channels, patches, encoder, dropout, other, residualAttention, revIn, head);
    }

    /**
     * The same with another normalization of the series.
     *
     * @param other normalization
     * @return a changed copy
     */
    public PatchTstConfig with(RevIn other) {
        return new PatchTstConfig(
                lookBack, horizon, channels, patches, encoder, dropout, norm, residualAttention, other, head);
    }

    /**
     * The same with another head.
     *
     * @param other head
     * @return a changed copy
     */
    public PatchTstConfig with(Head other) {
        return new PatchTstConfig(
                lookBack, horizon, channels, patches, encoder, dropout, norm, residualAttention, revIn, other);
    }

    /**
     * The same with residual attention on or off.
     *
     * @param on whether the scores of a layer are added to those of the next
     * @return a changed copy
     */
    public PatchTstConfig withResidualAttention(boolean on) {
        return new PatchTstConfig(lookBack, horizon, channels, patches, encoder, dropout, norm, on, revIn, head);
    }
}
