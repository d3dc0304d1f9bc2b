package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.CsvInputs;
import io.github.dl4jpruning.samples.data.CsvSource;
import io.github.dl4jpruning.samples.data.ExtraFeatures;
import io.github.dl4jpruning.samples.data.Season;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.experiment.ExperimentData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** What is forecast from what, for commands that train many networks on a series. */
final class TaskOptions {
    @Option(
            names = "--target",
            paramLabel = "COLUMN",
            description = "The column to forecast, one row ahead; it is always an input, too.")
    private Optional<String> target = Optional.empty();

    @Option(
            names = "--features",
            split = ",",
            paramLabel = "A,B",
            description = "Further columns of the input (default: all that hold numbers or categories).")
    private List<String> features = List.of(CsvSource.EVERY_COLUMN);

    @Option(
            names = "--no-calendar",
            description = "Leave out hour and weekday, which are inputs otherwise where the rows have times.")
    private boolean noCalendar;

    @Option(
            names = "--levels",
            description = "Forecast the value itself, which is the default but for prices of the catalogue.")
    private boolean levels;

    @Option(
            names = "--difference",
            description = "Forecast the difference to the last value; for a series that leaves its range.")
    private boolean difference;

    @Option(names = "--returns", description = "Forecast the relative change; for prices.")
    private boolean returns;

    @Option(
            names = "--season",
            paramLabel = "ROWS",
            description =
                    "Rows after which the series repeats itself, for a naive forecast (default: a day of hours, a week of"
                            + " days, a year of weeks, months or quarters).")
    private Optional<Integer> season = Optional.empty();

    /**
     * The series as an experiment needs it.
     *
     * @param data for trials
     * @param told what the user should know about the inputs, a line each
     */
    record Prepared(ExperimentData data, List<String> told) {}

    /** Whether anything here was given that is about a single series. */
    boolean given() {
        return target.isPresent()
                || noCalendar
                || levels
                || difference
                || returns
                || season.isPresent()
                || !features.equals(List.of(CsvSource.EVERY_COLUMN));
    }

    /**
     * Reads the series.
     *
     * @throws InputException if it cannot be read, or the options do not fit it
     */
    Prepared read(SeriesSource source) {
        Optional<CatalogueEntry> entry = source.entry();
        String column = target.or(() -> entry.map(CatalogueEntry::target))
                .orElseThrow(
                        () -> new InputException("{{target}} is missing: which column of the file shall be forecast?"));
        Change change = change().or(() -> entry.map(CatalogueEntry::change)).orElse(Change.LEVEL);
        CsvInputs inputs = source.inputs(column, features);
        List<String> leftOut = new ArrayList<>(inputs.leftOut());
        List<String> read = new ArrayList<>(inputs.features());
        Series series = source.read(column, read);
        if (change == Change.RETURN && features.contains(CsvSource.EVERY_COLUMN)) {
            Series all = series;
            List<String> zeros = read.stream()
                    .filter(name -> !all.isKnown(name)
                            && Arrays.stream(all.column(name)).anyMatch(v -> v == 0))
                    .toList();
            if (!zeros.isEmpty()) {
                zeros.forEach(name -> leftOut.add("'" + name + "' is 0 in some rows, from which there are no returns"));
                read.removeAll(zeros);
                series = source.read(column, read);
            }
        }
        boolean calendar = series.hasTimes() && !noCalendar;
        if (calendar) {
            series = ExtraFeatures.DAY_AND_WEEK.addTo(series, column);
        }
        List<String> told = new ArrayList<>();
        told.add("inputs: " + column + (read.isEmpty() ? "" : ", " + String.join(", ", read))
                + (calendar ? ", hour and weekday" : ""));
        if (!inputs.categories().isEmpty()) {
            told.add("categories as indicators: " + String.join(", ", inputs.categories()));
        }
        if (!leftOut.isEmpty()) {
            told.add("left out: " + String.join("; ", leftOut));
        }
        ExperimentData data = new ExperimentData(
                series,
                column,
                series.names().subList(1, series.names().size()),
                entry.filter(e -> e.target().equals(column))
                        .map(CatalogueEntry::unit)
                        .orElse("units of " + column),
                change,
                season(series, entry),
                1);
        return new Prepared(data, told);
    }

    private int season(Series series, Optional<CatalogueEntry> entry) {
        int rows = season.or(() -> entry.map(CatalogueEntry::period)).orElseGet(() -> Season.of(series));
        if (rows < 1) {
            throw new InputException("{{season}} must be at least 1, but is " + rows);
        }
        int most = series.rows() / 2;
        if (season.isPresent() && rows > most) {
            throw new InputException("{{season}} is " + rows + ", but of the " + series.rows()
                    + " rows half must hold a whole one. Give " + most + " or less.");
        }
        return rows > most ? 1 : rows;
    }

    private Optional<Change> change() {
        if (Stream.of(levels, difference, returns).filter(given -> given).count() > 1) {
            throw new InputException("--levels, --difference and --returns exclude each other: leave one of them.");
        }
        if (levels) {
            return Optional.of(Change.LEVEL);
        }
        return difference ? Optional.of(Change.DIFFERENCE) : returns ? Optional.of(Change.RETURN) : Optional.empty();
    }
}
