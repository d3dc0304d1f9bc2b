package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ExtraFeatures;
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
 * @param extras the columns of the input that are made, not read: the last ones of the scalers. Format 1 knew none
 * @param errors on the validation part; null if not known, as in files of format 1
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
        long seed,
        ExtraFeatures extras,
        ErrorRange errors) {
    /** The format that is written. Format 1, which had no extra features, is read, too. */
    public static final int FORMAT = 2;

    /** Checks that the card is whole and of a format known here; a card of format 1 becomes one of format 2. */
    public ForecasterCard {
        if (format < 1 || format > FORMAT) {
            throw new IllegalArgumentException("format " + format + " where only 1 to " + FORMAT + " are known");
        }
        if (cell == null || change == null || method == null || scales == null || scales.isEmpty()) {
            throw new IllegalArgumentException("cell, change, method or scales are missing");
        }
        scales = List.copyOf(scales);
        extras = extras == null ? ExtraFeatures.NONE : extras;
        format = FORMAT;
        List<String> columns = scales.stream().map(Scale::column).toList();
        List<String> made = extras.names(columns.get(0));
        int read = columns.size() - made.size();
        if (read < 1 || !columns.subList(read, columns.size()).equals(made)) {
            throw new IllegalArgumentException("the columns " + columns + " should end with " + made);
        }
    }

    /** This card with the errors of its network. */
    public ForecasterCard with(ErrorRange known) {
        return new ForecasterCard(format, cell, units, length, change, scales, method, batch, seed, extras, known);
    }

    /**
     * How far off a forecast may well be: what the validation part told, or, where that is not known, the deviation of what the
     * network sees.
     *
     * @param last the last value of the target
     * @return in units of the target
     */
    public double errorOf(double last) {
        if (errors != null && errors.halfWidth() > 0) {
            return errors.halfWidth();
        }
        double deviation = scales.get(0).deviation();
        return change == Change.RETURN ? deviation * Math.abs(last) : deviation;
    }

    /** The column it forecasts. */
    public String target() {
        return scales.get(0).column();
    }

    /** The columns of its input that are read beside the target. */
    public List<String> features() {
        int read = scales.size() - extras.names(target()).size();
        return scales.subList(1, read).stream().map(Scale::column).toList();
    }
}
