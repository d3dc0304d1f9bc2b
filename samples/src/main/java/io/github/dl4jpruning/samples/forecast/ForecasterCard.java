package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.runtime.format.Layer;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.Network;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ExtraFeatures;
import io.github.dl4jpruning.samples.data.Scale;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonMappingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

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
 * @param extras the columns of the input that are made, not read: the last ones of the scalers. Format 1 knew none,
 *     format 2 no calendar without the year
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
    /**
     * The format that is written. Format 1, which had no extra features, and 2, whose calendar had the year, are read,
     * too.
     */
    public static final int FORMAT = 3;

    private static final int LONGEST = 1_000_000;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Checks that the card is whole and of a format known here; a card of an earlier format becomes one of today's. */
    public ForecasterCard {
        if (format < 1 || format > FORMAT) {
            throw new IllegalArgumentException("format " + format + " where only 1 to " + FORMAT + " are known");
        }
        if (cell == null || change == null || method == null || scales == null || scales.isEmpty()) {
            throw new IllegalArgumentException("cell, change, method or scales are missing");
        }
        if (length < 1 || length > LONGEST || units < 1 || units > LONGEST || batch < 1) {
            throw new IllegalArgumentException("length " + length + ", units " + units + " and batch " + batch
                    + " where 1 to " + LONGEST + " can be");
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

    /**
     * Reads a card.
     *
     * @param json as it stands in a file, in UTF-8
     * @throws JsonProcessingException if it is none
     */
    public static ForecasterCard read(byte[] json) throws IOException {
        ForecasterCard card = JSON.readValue(json, ForecasterCard.class);
        if (card == null) {
            throw new JsonMappingException(null, "it is null");
        }
        return card;
    }

    /**
     * In what a network differs from the one described here, such as "it has 3 inputs, not 2"; nothing if it does not.
     */
    public Optional<String> mismatch(MultiLayerNetwork network) {
        if (network.getnLayers() != 2
                || !(network.getLayerWiseConfigurations().getConf(0).getLayer() instanceof LastTimeStep last)
                || !(last.getUnderlying() instanceof BaseRecurrentLayer recurrent)) {
            return Optional.of("it is not a recurrent layer with a dense one on its last step");
        }
        return mismatch(
                Cell.of(recurrent)
                        .map(Cell::toString)
                        .orElse(recurrent.getClass().getSimpleName()),
                recurrent.getNIn(),
                recurrent.getNOut());
    }

    private Optional<String> mismatch(String otherCell, long inputs, long otherUnits) {
        if (!otherCell.equals(cell.toString())) {
            return Optional.of("its layer is " + otherCell + ", not " + cell);
        } else if (inputs != scales.size()) {
            return Optional.of("it has " + inputs + " inputs, not " + scales.size());
        }
        return otherUnits == units ? Optional.empty() : Optional.of("it has " + otherUnits + " units, not " + units);
    }

    /** The same for a forecaster in the runtime, which has lost the units that were pruned whole. */
    public Optional<String> mismatch(Model exported) {
        if (!(exported.architecture() instanceof Network network)
                || !(network.layers().get(0) instanceof Layer.Recurrent recurrent)
                || network.outputs() != 1
                || network.sequenceOut()) {
            return Optional.of("it is not a recurrent layer with one output on its last step");
        }
        String other = recurrent instanceof Layer.Lstm ? Cell.LSTM.toString() : Cell.RNN.toString();
        int left = recurrent.outputs();
        return mismatch(other, network.inputs(), left <= units ? units : left);
    }

    /** This card with the errors of its network. */
    public ForecasterCard with(ErrorRange known) {
        return new ForecasterCard(format, cell, units, length, change, scales, method, batch, seed, extras, known);
    }

    /**
     * How far off a forecast may well be: what the validation part told, or, where that is not known, the deviation of
     * what the network sees.
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
