package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.Scale;
import java.util.List;

/**
 * What one must know beside the network to forecast with it or to train it on. Stands in the model file as {@code
 * forecaster.json}.
 *
 * @param format of this card, {@link #FORMAT}
 * @param cell the recurrent layer
 * @param units of the recurrent layer
 * @param length rows per window
 * @param change what the network sees of the values
 * @param scales the scalers of the input columns in order, the target first
 * @param method how it is regularised
 * @param batch windows per mini-batch
 * @param seed of weights and batches
 */
public record ForecasterCard(
        int format,
        Cell cell,
        int units,
        int length,
        Change change,
        List<Scale> scales,
        Method method,
        int batch,
        long seed) {
    /** The only format so far. */
    public static final int FORMAT = 1;

    /** Checks that the card is whole and of a format known here. */
    public ForecasterCard {
        if (format != FORMAT) {
            throw new IllegalArgumentException("format " + format + " where only " + FORMAT + " is known");
        }
        if (cell == null || change == null || method == null || scales == null || scales.isEmpty()) {
            throw new IllegalArgumentException("cell, change, method or scales are missing");
        }
        scales = List.copyOf(scales);
    }

    /** The column it forecasts. */
    public String target() {
        return scales.get(0).column();
    }

    /** The columns of its input beside the target. */
    public List<String> features() {
        return scales.stream().skip(1).map(Scale::column).toList();
    }
}
