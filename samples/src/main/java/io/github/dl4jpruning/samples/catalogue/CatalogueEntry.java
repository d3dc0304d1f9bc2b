package io.github.dl4jpruning.samples.catalogue;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.CsvFormat;
import io.github.dl4jpruning.samples.data.CsvSource;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.RowRange;
import io.github.dl4jpruning.samples.data.Series;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A series that anyone can get.
 *
 * @param name what it is called on the command line
 * @param title what it is, in a few words
 * @param licence of the data
 * @param citation what to name as its source
 * @param file where it comes from; nothing for the series that is made here
 * @param format how the file is written
 * @param range the rows that are of use
 * @param columns with numbers
 * @param divisors what to divide columns by, for the units told here
 * @param target the column to forecast
 * @param features what is seen beside the target unless the user says otherwise
 * @param unit of the target
 * @param change what a network should see of the values
 * @param period rows after which the series resembles itself
 */
public record CatalogueEntry(
        String name,
        String title,
        String licence,
        String citation,
        Optional<RemoteFile> file,
        CsvFormat format,
        RowRange range,
        List<String> columns,
        Map<String, Double> divisors,
        String target,
        List<String> features,
        String unit,
        Change change,
        int period) {
    private static final int GENERATED_DAYS = 84;
    private static final long GENERATED_SEED = 42;

    /** Checks that the parts fit each other. */
    public CatalogueEntry {
        columns = List.copyOf(columns);
        features = List.copyOf(features);
        divisors = Map.copyOf(divisors);
        if (!name.matches("[a-z0-9-]+")) {
            throw new IllegalArgumentException("expected a name of a-z, 0-9 and -, but got '" + name + "'");
        }
        if (!columns.contains(target) || !columns.containsAll(features) || features.contains(target)) {
            throw new IllegalArgumentException(name + ": target " + target + " and features " + features
                    + " must be different ones of the columns " + columns);
        }
        if (!columns.containsAll(divisors.keySet())
                || divisors.values().stream().anyMatch(d -> !(d > 0))) {
            throw new IllegalArgumentException(name + ": divisors must be above 0 and of columns, but are " + divisors);
        }
        if (period < 1) {
            throw new IllegalArgumentException(name + ": period must be at least 1, but is " + period);
        }
    }

    /** This entry, read in another way. */
    public CatalogueEntry withFormat(CsvFormat other) {
        return new CatalogueEntry(
                name, title, licence, citation, file, other, range, columns, divisors, target, features, unit, change,
                period);
    }

    /** This entry with other rows. */
    public CatalogueEntry withRange(RowRange other) {
        return new CatalogueEntry(
                name, title, licence, citation, file, format, other, columns, divisors, target, features, unit, change,
                period);
    }

    /**
     * The series: the usable rows, gaps filled forward, in the units told.
     *
     * @param files where to find the file; it is downloaded if it is not there
     * @param target the first column of the result
     * @param features further columns, or {@link CsvSource#EVERY_COLUMN} for all with numbers
     * @throws InputException if the file cannot be had, or there is no such column
     */
    public Series series(DataFiles files, String target, List<String> features) {
        List<String> wanted = features.contains(CsvSource.EVERY_COLUMN) ? columns : features;
        requireColumn(target);
        wanted.forEach(this::requireColumn);
        Series whole = file.map(f -> new CsvSource(files.get(f), format).read(target, wanted))
                .orElseGet(() -> HourlyLoad.ofDays(GENERATED_DAYS, GENERATED_SEED));
        return range.of(whole).filledForward().dividedBy(divisors);
    }

    private void requireColumn(String column) {
        if (!columns.contains(column)) {
            throw new InputException("'" + name + "' of the catalogue has no column '" + column
                    + "' with numbers. Choose one of: " + String.join(", ", columns));
        }
    }
}
