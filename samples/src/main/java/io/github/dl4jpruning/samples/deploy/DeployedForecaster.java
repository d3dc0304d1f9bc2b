package io.github.dl4jpruning.samples.deploy;

import io.github.dl4jpruning.dl4j.ModelExport;
import io.github.dl4jpruning.dl4j.ModelFiles;
import io.github.dl4jpruning.export.Export;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.report.SizeReport;
import io.github.dl4jpruning.runtime.SparseForecaster;
import io.github.dl4jpruning.runtime.format.ModelFormatException;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Reasons;
import io.github.dl4jpruning.samples.data.NextWindow;
import io.github.dl4jpruning.samples.data.Scale;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.forecast.ForecasterCard;
import io.github.dl4jpruning.samples.forecast.ForecasterFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A forecaster in the runtime, and what one must know beside it: the card of the model it was exported from, which
 * stands in the file as description of the data.
 *
 * @param forecaster takes windows as they were measured, or their changes
 * @param card of its columns
 */
public record DeployedForecaster(SparseForecaster forecaster, ForecasterCard card) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * Exports a saved model and measures it.
     *
     * @param values how weights are written
     * @return size and latency of what was written
     * @throws InputException if the file cannot be written, or the model not be exported
     */
    public static Deployment export(ForecasterFile model, ValueFormat values, Path to) {
        try {
            Export export = export(model).values(values);
            return new Deployment(export.write(to), export.latency(model.card().length()));
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException("cannot export to " + to + ": " + reason(e), e);
        }
    }

    /**
     * What an export of a model would take, with weights in 32 bits.
     *
     * @return size and latency
     * @throws InputException if the model cannot be exported, or there is no room for temporary files
     */
    public static Deployment measure(ForecasterFile model) {
        try {
            return export(model).measure(model.card().length());
        } catch (IOException | IllegalArgumentException e) {
            throw new InputException("cannot measure an export: " + reason(e), e);
        }
    }

    private static String reason(Exception e) {
        return e instanceof IOException failed ? Reasons.of(failed) : e.getMessage();
    }

    private static Export export(ForecasterFile model) throws JsonProcessingException {
        List<Scale> scales = model.card().scales();
        double[] means = scales.stream().mapToDouble(Scale::mean).toArray();
        double[] deviations = scales.stream().mapToDouble(Scale::deviation).toArray();
        return ModelExport.of(model.network())
                .inputScaler(means, deviations)
                .outputScaler(means[0], deviations[0])
                .data(JSON.writeValueAsString(model.card()));
    }

    /**
     * Exports a model that DL4J or this library saved, of layers or a graph that is a chain, without scalers.
     *
     * @param model the file
     * @param values how weights are written
     * @throws InputException if the model cannot be read or exported, or the file not be written
     */
    public static SizeReport exportPlain(Path model, ValueFormat values, Path to) {
        try {
            return ModelExport.of(ModelFiles.load(model)).values(values).write(to);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new InputException("cannot export " + model + " to " + to + ": " + reason(e), e);
        }
    }

    /**
     * Reads a file that {@link #export} wrote.
     *
     * @throws InputException if it is none; the message names it
     */
    public static DeployedForecaster load(Path file) {
        SparseForecaster forecaster;
        try {
            forecaster = SparseForecaster.load(file);
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file. Check the path.", e);
        } catch (IOException e) {
            String what =
                    e instanceof ModelFormatException ? e.getMessage() : file + " cannot be read: " + Reasons.of(e);
            throw new InputException(what + ". Give a file that 'samples/run export' wrote.", e);
        }
        try {
            String card = forecaster.model().provenance().data();
            DeployedForecaster deployed =
                    new DeployedForecaster(forecaster, ForecasterCard.read(card.getBytes(StandardCharsets.UTF_8)));
            deployed.card().mismatch(forecaster.model()).ifPresent(what -> {
                throw new InputException(file + ": the description of its data does not fit its network: " + what
                        + ". Export the model again.");
            });
            return deployed;
        } catch (IOException e) {
            throw new InputException(
                    file
                            + " holds a forecaster, but not what its columns are: it was not written by 'samples/run export'."
                            + " Give a file that was.",
                    e);
        }
    }

    /** How many rows at the end of a series a forecast looks at. */
    public int rowsNeeded() {
        int longest =
                card.extras().lags().stream().mapToInt(Integer::intValue).max().orElse(0);
        return Math.addExact(longest, NextWindow.rowsNeeded(card.length(), card.change()));
    }

    /**
     * The forecast of the row after the last one, in units of the target.
     *
     * @param series without gaps, with target and features as they are read
     * @throws InputException if there are too few rows
     */
    public double next(Series series) {
        if (series.rows() < rowsNeeded()) {
            throw new InputException(series.source() + " has " + series.rows()
                    + " usable rows: too few for this forecaster, which looks at " + rowsNeeded()
                    + ". Give more rows.");
        }
        Series tail = series.rows(series.rows() - rowsNeeded(), series.rows());
        Series whole = card.extras().addTo(tail, card.target());
        List<String> columns = card.scales().stream().map(Scale::column).toList();
        NextWindow window = NextWindow.of(whole, columns, card.length(), card.change());
        try {
            double forecast = window.level(forecaster.predict(window.values())[0]);
            if (Double.isFinite(forecast)) {
                return forecast;
            }
            throw new InputException(
                    series.source() + ": the forecast is beyond what a double holds. Correct the last rows.");
        } catch (IllegalArgumentException e) { // the runtime checks the values
            throw new InputException(
                    series.source() + ": the last rows cannot be forecast from: " + e.getMessage() + ".", e);
        }
    }
}
