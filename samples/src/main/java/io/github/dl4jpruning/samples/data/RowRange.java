package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rows between two ends, both included. An end is a row number counted from 1, or, in a series with times, a year
 * ({@code 2014}), month ({@code 2014-03}), day ({@code 2014-03-31}) or time; a whole year, month or day is meant from
 * its first row to its last.
 *
 * @param from the first row, if not that of the series
 * @param to the last row, if not that of the series
 */
public record RowRange(Optional<String> from, Optional<String> to) {

    /**
     * The part of a series in this range.
     *
     * @throws InputException if an end is neither a row nor a date, or nothing is left
     */
    public Series of(Series series) {
        int start = from.map(text -> start(series, text)).orElse(0);
        int end = to.map(text -> end(series, text)).orElse(series.rows());
        if (start >= end) {
            throw new InputException(series.source() + ": no rows"
                    + from.map(f -> " {{from}} " + f).orElse("")
                    + to.map(t -> " {{to}} " + t).orElse("") + ". The " + series.rows() + " rows go "
                    + described(series) + ".");
        }
        return series.rows(start, end);
    }

    private static String described(Series series) {
        int last = series.rows() - 1;
        return series.hasTimes()
                ? "from " + series.time(0).orElseThrow() + " to "
                        + series.time(last).orElseThrow()
                : "from 1 to " + series.rows();
    }

    private static int start(Series series, String text) {
        return series.hasTimes()
                ? firstNotBefore(series, period(text, "{{from}}")[0])
                : Math.min(rowNumber(text, "{{from}}") - 1, series.rows());
    }

    private static int end(Series series, String text) {
        return series.hasTimes()
                ? firstNotBefore(series, period(text, "{{to}}")[1])
                : Math.min(rowNumber(text, "{{to}}"), series.rows());
    }

    private static int firstNotBefore(Series series, LocalDateTime time) {
        int row = 0;
        while (row < series.rows() && series.time(row).orElseThrow().isBefore(time)) {
            row++;
        }
        return row;
    }

    private static int rowNumber(String text, String option) {
        if (!text.matches("0*[1-9]\\d{0,8}")) {
            throw new InputException(
                    option + " '" + text
                            + "' is not a row number from 1 up. To choose rows by date, name the date column with {{dateColumns}}.");
        }
        return Integer.parseInt(text);
    }

    /** The first instant of a period and the first one after it. */
    private static LocalDateTime[] period(String text, String option) {
        return attempt(
                        () -> Year.parse(text),
                        y -> y.atDay(1),
                        y -> y.plusYears(1).atDay(1))
                .or(() -> attempt(
                        () -> YearMonth.parse(text),
                        m -> m.atDay(1),
                        m -> m.plusMonths(1).atDay(1)))
                .or(() -> attempt(() -> LocalDate.parse(text), d -> d, d -> d.plusDays(1)))
                .or(() -> Dates.iso().parse(text).map(t -> new LocalDateTime[] {t, t.plusNanos(1)}))
                .orElseThrow(
                        () -> new InputException(
                                option + " '" + text
                                        + "' is not a date. Give a year, month, day or time: 2014, 2014-03, 2014-03-31 or 2014-03-31T12:00"));
    }

    private static <T> Optional<LocalDateTime[]> attempt(
            Parse<T> parse, Function<T, LocalDate> first, Function<T, LocalDate> after) {
        try {
            T period = parse.get();
            return Optional.of(new LocalDateTime[] {
                first.apply(period).atStartOfDay(), after.apply(period).atStartOfDay()
            });
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private interface Parse<T> {
        T get() throws DateTimeParseException;
    }
}
