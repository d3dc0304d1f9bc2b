package io.github.dl4jpruning.samples.data;

import java.util.List;
import java.util.Optional;

/**
 * How a CSV file is written.
 *
 * @param separator between cells
 * @param decimalComma whether 3,5 is three and a half
 * @param missing what stands for "not measured", beside the empty cell
 * @param dateColumns the columns that, joined by a blank, hold the time of a row; may be empty
 * @param datePattern how the time is written, if not as ISO 8601
 */
public record CsvFormat(
        char separator,
        boolean decimalComma,
        List<String> missing,
        List<String> dateColumns,
        Optional<String> datePattern) {

    /** Copies the lists. */
    public CsvFormat {
        missing = List.copyOf(missing);
        dateColumns = List.copyOf(dateColumns);
    }

    /** Commas between cells, decimal points, no dates. */
    public static CsvFormat plain() {
        return new CsvFormat(',', false, List.of(), List.of(), Optional.empty());
    }

    /** This format with another separator. */
    public CsvFormat withSeparator(char other) {
        return new CsvFormat(other, decimalComma, missing, dateColumns, datePattern);
    }

    /** This format with a decimal comma. */
    public CsvFormat withDecimalComma() {
        return new CsvFormat(separator, true, missing, dateColumns, datePattern);
    }

    /** This format with other marks for a missing value. */
    public CsvFormat withMissing(String... marks) {
        return new CsvFormat(separator, decimalComma, List.of(marks), dateColumns, datePattern);
    }

    /** This format with the time of a row in the given columns. */
    public CsvFormat withDates(Optional<String> pattern, String... columns) {
        return new CsvFormat(separator, decimalComma, missing, List.of(columns), pattern);
    }
}
