package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import java.util.Optional;

/** How dates are written: ISO 8601 (a blank may stand for the {@code T}), or a pattern the user gives. */
public final class Dates {
    private static final DateTimeFormatter ISO = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffsetId()
            .toFormatter(Locale.ROOT);

    private final DateTimeFormatter formatter;
    private final boolean iso;

    private Dates(DateTimeFormatter formatter, boolean iso) {
        this.formatter = formatter;
        this.iso = iso;
    }

    /** ISO 8601 dates and times. */
    public static Dates iso() {
        return new Dates(ISO, true);
    }

    /**
     * Dates in a pattern of {@link DateTimeFormatter}, such as {@code dd/MM/yyyy HH.mm.ss}.
     *
     * @throws InputException if the pattern is not one
     */
    public static Dates ofPattern(String pattern) {
        try {
            return new Dates(DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH), false);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "--date-format '" + pattern + "' is not a date pattern (" + e.getMessage()
                            + "). Example: --date-format 'dd/MM/yyyy HH.mm.ss'",
                    e);
        }
    }

    /** The time a text holds (midnight for a day alone, UTC where it has an offset), or nothing if it holds no date. */
    public Optional<LocalDateTime> parse(String text) {
        try {
            TemporalAccessor parsed = formatter.parseBest(
                    iso ? text.replace(' ', 'T') : text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
            if (parsed instanceof OffsetDateTime time) {
                return Optional.of(time.withOffsetSameInstant(ZoneOffset.UTC).toLocalDateTime());
            }
            if (parsed instanceof LocalDateTime time) {
                return Optional.of(time);
            }
            return Optional.of(((LocalDate) parsed).atStartOfDay());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
