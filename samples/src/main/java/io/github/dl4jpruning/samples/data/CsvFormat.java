package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a CSV file is written, and which of its lines are wanted.
 *
 * @param separator between cells
 * @param decimalComma whether 3,5 is three and a half
 * @param missing what stands for "not measured", beside the empty cell
 * @param dateColumns the columns that, joined by a blank, hold the time of a row; may be empty
 * @param datePattern how the time is written, if not as ISO 8601: a pattern, or one of the words {@link
 *     Dates#ofPattern} knows
 * @param thousands what groups the thousands of numbers
 * @param zone the time zone of times without an offset, where clocks change
 * @param lines which lines are read
 */
public record CsvFormat(
        char separator,
        boolean decimalComma,
        List<String> missing,
        List<String> dateColumns,
        Optional<String> datePattern,
        Grouping thousands,
        Optional<ZoneId> zone,
        Lines lines) {

    /**
     * Which lines of a file are read.
     *
     * @param header whether the first of them names the columns; if not, they are called 1, 2, 3 and so on
     * @param newestFirst whether the rows go back in time
     * @param skipped numbers of lines that are not read, from 1
     * @param comment what lines begin with that are not read
     * @param series by column, the value of the rows that are wanted, where a file holds several series; {@code *} for
     *     every value
     */
    public record Lines(
            boolean header,
            boolean newestFirst,
            Set<Long> skipped,
            Optional<Character> comment,
            Map<String, String> series) {
        /** A header and then all lines, oldest row first. */
        public static final Lines ALL = new Lines(true, false, Set.of(), Optional.empty(), Map.of());

        /** Copies the collections. */
        public Lines {
            skipped = Set.copyOf(skipped);
            series = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(series));
        }

        /** These lines without some more. */
        public Lines withoutLines(Set<Long> more) {
            return new Lines(header, newestFirst, more, comment, series);
        }

        /** The rows of one series among several. */
        public Lines withSeries(Map<String, String> chosen) {
            return new Lines(header, newestFirst, skipped, comment, chosen);
        }

        /** These lines, the newest row first. */
        public Lines withNewestFirst() {
            return new Lines(header, true, skipped, comment, series);
        }

        /** These lines without those that begin with a character. */
        public Lines withComment(char character) {
            return new Lines(header, newestFirst, skipped, Optional.of(character), series);
        }

        /** These lines, of which the first is a row. */
        public Lines withoutHeader() {
            return new Lines(false, newestFirst, skipped, comment, series);
        }
    }

    /**
     * Copies the lists. Points that group thousands leave the comma for decimals.
     *
     * @throws InputException if the comma shall do both
     */
    public CsvFormat {
        if (decimalComma && thousands.mark().equals(Optional.of(','))) {
            throw new InputException(
                    "{{thousands}} ',' and {{decimalComma}} exclude each other: leave out one of them.");
        }
        decimalComma = decimalComma || thousands.mark().equals(Optional.of('.'));
        missing = List.copyOf(missing);
        dateColumns = List.copyOf(dateColumns);
    }

    /** A format of which nothing else is known. */
    public CsvFormat(
            char separator,
            boolean decimalComma,
            List<String> missing,
            List<String> dateColumns,
            Optional<String> datePattern) {
        this(separator, decimalComma, missing, dateColumns, datePattern, Grouping.UNTOLD, Optional.empty(), Lines.ALL);
    }

    /** Commas between cells, decimal points, no dates. */
    public static CsvFormat plain() {
        return new CsvFormat(',', false, List.of(), List.of(), Optional.empty());
    }

    /** This format with another separator. */
    public CsvFormat withSeparator(char other) {
        return new CsvFormat(other, decimalComma, missing, dateColumns, datePattern, thousands, zone, lines);
    }

    /** This format with a decimal comma. */
    public CsvFormat withDecimalComma() {
        return withDecimalComma(true);
    }

    /** This format with a decimal comma or point. */
    public CsvFormat withDecimalComma(boolean comma) {
        return new CsvFormat(separator, comma, missing, dateColumns, datePattern, thousands, zone, lines);
    }

    /** This format with other marks for a missing value. */
    public CsvFormat withMissing(String... marks) {
        return new CsvFormat(separator, decimalComma, List.of(marks), dateColumns, datePattern, thousands, zone, lines);
    }

    /** This format with the time of a row in the given columns. */
    public CsvFormat withDates(Optional<String> pattern, String... columns) {
        return new CsvFormat(separator, decimalComma, missing, List.of(columns), pattern, thousands, zone, lines);
    }

    /** This format with grouped thousands. */
    public CsvFormat withThousands(Grouping grouping) {
        return new CsvFormat(separator, decimalComma, missing, dateColumns, datePattern, grouping, zone, lines);
    }

    /** This format with times of a zone. */
    public CsvFormat withZone(ZoneId other) {
        return new CsvFormat(
                separator, decimalComma, missing, dateColumns, datePattern, thousands, Optional.of(other), lines);
    }

    /** This format with other lines. */
    public CsvFormat withLines(Lines other) {
        return new CsvFormat(separator, decimalComma, missing, dateColumns, datePattern, thousands, zone, other);
    }
}
