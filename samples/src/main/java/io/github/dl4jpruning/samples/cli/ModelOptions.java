package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ExtraFeatures;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.forecast.Cell;
import io.github.dl4jpruning.samples.forecast.ForecasterCard;
import io.github.dl4jpruning.samples.forecast.Method;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What is forecast from what by which network. A saved model brings all of it along. */
final class ModelOptions {
    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column to forecast, one row ahead; it is always an input, too.")
    private String target;

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "A,B",
            description = "Further columns of the input; '*' for all (default: none).")
    private List<String> features;

    @Option(
            names = "--calendar",
            description = "Further inputs: where a row stands in the day, the week and the year, from its time.")
    private boolean calendar;

    @Option(
            names = "--lags",
            split = ",",
            paramLabel = "ROWS",
            description = "Further inputs: the target so many rows before each row of the window, such as 24,168.")
    private List<Integer> lags;

    @Option(names = "--length", paramLabel = "ROWS", description = "Rows the network looks back (default: 30).")
    private Integer length;

    @Option(
            names = "--levels",
            description = "Forecast the value itself, which is the default but for prices of the catalogue.")
    private boolean levels;

    @Option(
            names = "--difference",
            description =
                    "Forecast the difference to the last value; errors are reported on the value. For a series that leaves its range.")
    private boolean difference;

    @Option(
            names = "--returns",
            description = "Forecast the relative change; errors are reported on the value. For prices.")
    private boolean returns;

    @Option(names = "--model", paramLabel = "rnn|lstm", description = "The recurrent layer (default: lstm).")
    private Cell cell;

    @Option(names = "--units", paramLabel = "N", description = "Of the recurrent layer (default: 64).")
    private Integer units;

    @Option(
            names = "--method",
            paramLabel = "none|dropout|pruning",
            description = "Against overfitting (default: pruning).")
    private Method method;

    @Option(names = "--batch", paramLabel = "N", description = "Windows per mini-batch (default: 64).")
    private Integer batch;

    @Option(names = "--seed", paramLabel = "N", description = "Of weights and batches (default: 42).")
    private Long seed;

    String target(SeriesSource source) {
        return Optional.ofNullable(target)
                .or(() -> source.entry().map(CatalogueEntry::target))
                .orElseThrow(
                        () -> new InputException("--target is missing: which column of the file shall be forecast?"));
    }

    List<String> features(SeriesSource source) {
        return Optional.ofNullable(features)
                .or(() -> source.entry().map(CatalogueEntry::features))
                .orElse(List.of());
    }

    ExtraFeatures extras() {
        return new ExtraFeatures(calendar, lags, false);
    }

    int length() {
        return positive("--length", length, 30);
    }

    Change change(SeriesSource source) {
        return givenChange()
                .or(() -> source.entry().map(CatalogueEntry::change))
                .orElse(Change.LEVEL);
    }

    private Optional<Change> givenChange() {
        if (Stream.of(levels, difference, returns).filter(given -> given).count() > 1) {
            throw new InputException("--levels, --difference and --returns exclude each other: leave one of them.");
        }
        if (levels) {
            return Optional.of(Change.LEVEL);
        }
        return difference ? Optional.of(Change.DIFFERENCE) : returns ? Optional.of(Change.RETURN) : Optional.empty();
    }

    /** The card of a new model for a task. */
    ForecasterCard card(ForecastTask task) {
        return new ForecasterCard(
                ForecasterCard.FORMAT,
                cell == null ? Cell.LSTM : cell,
                positive("--units", units, 64),
                task.length(),
                task.change(),
                task.scales(),
                method == null ? Method.PRUNING : method,
                positive("--batch", batch, 64),
                seed == null ? 42 : seed,
                extras(),
                null);
    }

    /**
     * Checks that nothing given contradicts a saved model.
     *
     * @throws InputException that names the option and both values
     */
    void requireNoContradiction(ForecasterCard card) {
        require("--target", target, card.target());
        require("--features", features, card.features());
        require("--calendar", calendar ? "yes" : null, card.extras().calendar() ? "yes" : "no");
        require("--lags", lags, card.extras().lags());
        require("--length", length, card.length());
        require("--levels, --difference or --returns", givenChange().orElse(null), card.change());
        require("--model", cell, card.cell());
        require("--units", units, card.units());
        require("--method", method, card.method());
        require("--batch", batch, card.batch());
        require("--seed", seed, card.seed());
    }

    private static <T> void require(String option, T given, T saved) {
        if (given != null && !given.equals(saved)) {
            throw new InputException(option + " says " + given + ", but the model of --resume was saved with " + saved
                    + ". Leave out the option, or train a new model without --resume.");
        }
    }

    private static int positive(String option, Integer given, int otherwise) {
        if (given == null) {
            return otherwise;
        }
        if (given < 1) {
            throw new InputException(option + " must be at least 1, but is " + given);
        }
        return given;
    }
}
