package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.text.ParsePosition;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.time.temporal.IsoFields;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalField;
import java.time.temporal.TemporalQueries;
import java.time.temporal.WeekFields;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How dates are written: ISO 8601 with its years, months, quarters and weeks (a blank may stand for the {@code T}), or
 * a pattern the user gives. A period means its first instant.
 */
public final class Dates {
    /** Seconds since 1970. */
    public static final String EPOCH_SECONDS = "epoch-seconds";
    /** Milliseconds since 1970. */
    public static final String EPOCH_MILLIS = "epoch-millis";
    /** Days since 1899-12-30, as spreadsheets count them. */
    public static final String EXCEL = "excel";

    /** English names, weeks that begin on Monday as ISO 8601 has them. */
    private static final Locale ENGLISH = Locale.forLanguageTag("en-US-u-rg-gbzzzz");

    private static final LocalDateTime EXCEL_EPOCH = LocalDateTime.of(1899, 12, 30, 0, 0);
    private static final double SECONDS_PER_DAY = 24 * 60 * 60;
    private static final double LARGEST_EPOCH_SECONDS = 1e11; // in the year 5138

    private static final DateTimeFormatter ISO_DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .optionalStart()
            .appendLiteral('T')
            .append(DateTimeFormatter.ISO_LOCAL_TIME)
            .optionalStart()
            .appendOffset("+HH:MM:ss", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HHMM", "Z")
            .optionalEnd()
            .optionalStart()
            .appendOffset("+HH", "Z")
            .toFormatter(Locale.ROOT);
    private static final Pattern ISO_YEAR = Pattern.compile("[12]\\d{3}");
    private static final Pattern ISO_MONTH = Pattern.compile("(\\d{4})(?:-|M|-M)(\\d{2})");
    private static final Pattern ISO_QUARTER = Pattern.compile("(\\d{4})[- ]?Q([1-4])");
    private static final Pattern ISO_WEEK = Pattern.compile("(\\d{4})-?W(\\d{2})(?:-?([1-7]))?");
    private static final Pattern BEFORE_ZONE =
            Pattern.compile("(.*\\d)\\s*(UTC|GMT|Z|z|[+-]\\d{2}:?(?:\\d{2})?)(\\[.*])?");

    private final String pattern; // null: ISO 8601
    private final DateTimeFormatter formatter;

    private Dates(String pattern, DateTimeFormatter formatter) {
        this.pattern = pattern;
        this.formatter = formatter;
    }

    /** ISO 8601 dates and times. */
    public static Dates iso() {
        return new Dates(null, ISO_DATE_TIME);
    }

    /**
     * Dates in a pattern of {@link DateTimeFormatter}, such as {@code dd/MM/yyyy HH.mm.ss}, or {@link #EPOCH_SECONDS},
     * {@link #EPOCH_MILLIS} or {@link #EXCEL}.
     *
     * @throws InputException if the pattern is not one, or says less than it seems to
     */
    public static Dates ofPattern(String pattern) {
        if (pattern.equals(EPOCH_SECONDS) || pattern.equals(EPOCH_MILLIS) || pattern.equals(EXCEL)) {
            return new Dates(pattern, null);
        }
        try {
            String letters = pattern.replaceAll("'[^']*'", "");
            requireMeant(pattern, letters);
            DateTimeFormatter formatter = new DateTimeFormatterBuilder()
                    .parseCaseInsensitive()
                    .appendPattern(
                            letters.contains("G") ? pattern : pattern.replaceAll("y(?=(?:[^']*'[^']*')*[^']*$)", "u"))
                    .toFormatter(ENGLISH);
            return new Dates(pattern, formatter);
        } catch (IllegalArgumentException e) {
            throw new InputException(
                    "{{datePattern}} '" + pattern + "' is not a date pattern (" + e.getMessage()
                            + "). Example: {{datePattern}} 'dd/MM/yyyy HH.mm.ss'",
                    e);
        }
    }

    /** Letters that are often taken for others read dates wrongly without a word. */
    private static void requireMeant(String pattern, String letters) {
        String advice = null;
        if (letters.matches(".*[hK].*") && !letters.matches(".*[aB].*")) {
            advice = "hh is an hour from 1 to 12, which needs AM or PM (a) beside it: use HH for hours from 0 to 23";
        } else if (letters.contains("Y") && !letters.contains("w")) {
            advice = "YYYY is the year of a week: use yyyy";
        } else if (letters.contains("D") && letters.contains("M")) {
            advice = "DD is a day of the year: use dd for a day of the month";
        } else if (letters.contains("m") && !letters.contains("M") && !letters.matches(".*[HhKk].*")) {
            advice = "mm are minutes: use MM for months";
        }
        if (advice != null) {
            throw new InputException("{{datePattern}} '" + pattern + "': " + advice + ".");
        }
    }

    /** The time a text holds (the beginning of a day or a longer period, UTC where it has an offset), or nothing. */
    public Optional<LocalDateTime> parse(String text) {
        return stamp(text).map(Stamp::time);
    }

    /**
     * A time as it was written.
     *
     * @param time in UTC if there was an offset, else as the clock on the wall showed it
     * @param hasOffset whether the text had an offset or a zone
     */
    record Stamp(LocalDateTime time, boolean hasOffset) {}

    /** The time a text holds and whether it is known what clock it is of, or nothing if it holds no date. */
    Optional<Stamp> stamp(String text) {
        try {
            return pattern == null ? iso(text) : formatter == null ? counted(text) : formatted(text);
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }

    private Optional<Stamp> counted(String text) {
        if (!text.matches("[+-]?\\d{1,18}([.,]\\d*)?")) {
            return Optional.empty();
        }
        double number = Double.parseDouble(text.replace(',', '.'));
        if (pattern.equals(EXCEL)) {
            return Math.abs(number) > 3e6
                    ? Optional.empty()
                    : Optional.of(new Stamp(
                            EXCEL_EPOCH.plusSeconds(Math.round(number * SECONDS_PER_DAY)),
                            false)); // which no time is finer than
        }
        double seconds = pattern.equals(EPOCH_MILLIS) ? number / 1000 : number;
        return Math.abs(seconds) > LARGEST_EPOCH_SECONDS
                ? Optional.empty()
                : Optional.of(new Stamp(
                        LocalDateTime.ofInstant(Instant.ofEpochMilli(Math.round(seconds * 1000)), ZoneOffset.UTC),
                        true));
    }

    private Optional<Stamp> iso(String text) {
        Matcher period = ISO_MONTH.matcher(text);
        if (ISO_YEAR.matcher(text).matches()) {
            return day(LocalDate.of(Integer.parseInt(text), 1, 1));
        } else if (period.matches()) {
            return day(LocalDate.of(number(period, 1), number(period, 2), 1));
        } else if (period.usePattern(ISO_QUARTER).matches()) {
            return day(LocalDate.of(number(period, 1), 3 * number(period, 2) - 2, 1));
        } else if (period.usePattern(ISO_WEEK).matches()) {
            int weekday = period.group(3) == null ? 1 : number(period, 3);
            return day(week(number(period, 1), number(period, 2), weekday));
        }
        String plain = text;
        if (text.length() > 10) {
            Matcher zoned = BEFORE_ZONE.matcher(text.substring(10));
            if (zoned.matches() && text.substring(10).contains(":")) {
                String offset = zoned.group(2).matches("[A-Za-z]+") ? "Z" : zoned.group(2);
                plain = text.substring(0, 10) + zoned.group(1) + offset;
            }
            plain = plain.substring(0, 10) + plain.substring(10).replaceFirst("^ +", "T");
        }
        return formatted(plain);
    }

    private static int number(Matcher matcher, int group) {
        return Integer.parseInt(matcher.group(group));
    }

    private static Optional<Stamp> day(LocalDate day) {
        return Optional.of(new Stamp(day.atStartOfDay(), false));
    }

    /** A day of a week of ISO 8601. */
    private static LocalDate week(int year, int week, int weekday) {
        LocalDate inFirst = LocalDate.of(year, 1, 4); // always in the first week
        TemporalField ofYear = WeekFields.ISO.weekOfWeekBasedYear();
        if (week < 1 || week > inFirst.range(ofYear).getMaximum()) {
            throw new DateTimeException("there is no week " + week + " in " + year);
        }
        return inFirst.with(ofYear, week).with(WeekFields.ISO.dayOfWeek(), weekday);
    }

    private Optional<Stamp> formatted(String text) {
        TemporalAccessor parsed = formatter.parse(text);
        LocalTime time = parsed.query(TemporalQueries.localTime());
        LocalDate date = parsed.query(TemporalQueries.localDate());
        if (date == null) {
            date = beginning(parsed);
        } else if (!existsAsWritten(text, date, time)) {
            return Optional.empty();
        }
        if (date == null) {
            return Optional.empty();
        }
        LocalDateTime stamp = date.atTime(time == null ? LocalTime.MIDNIGHT : time);
        ZoneId zone = parsed.query(TemporalQueries.zone());
        if (zone == null) {
            return Optional.of(new Stamp(stamp, false));
        }
        Instant instant = parsed.isSupported(ChronoField.INSTANT_SECONDS)
                ? Instant.from(parsed)
                : stamp.atZone(zone).toInstant();
        return Optional.of(new Stamp(LocalDateTime.ofInstant(instant, ZoneOffset.UTC), true));
    }

    /** Java takes the 30th of February for its last day. */
    private boolean existsAsWritten(String text, LocalDate date, LocalTime time) {
        TemporalAccessor raw = formatter.parseUnresolved(text, new ParsePosition(0));
        if (raw == null || !raw.isSupported(ChronoField.DAY_OF_MONTH)) {
            return true;
        }
        boolean endOfDay = LocalTime.MIDNIGHT.equals(time)
                && raw.isSupported(ChronoField.HOUR_OF_DAY)
                && raw.getLong(ChronoField.HOUR_OF_DAY) == 24;
        return raw.getLong(ChronoField.DAY_OF_MONTH) == (endOfDay ? date.minusDays(1) : date).getDayOfMonth();
    }

    /** The first day of a year, quarter, month or week, or null. */
    private static LocalDate beginning(TemporalAccessor parsed) {
        WeekFields weeks = WeekFields.of(ENGLISH);
        if (parsed.isSupported(ChronoField.YEAR)) {
            int year = parsed.get(ChronoField.YEAR);
            if (parsed.isSupported(ChronoField.MONTH_OF_YEAR)) {
                return LocalDate.of(year, parsed.get(ChronoField.MONTH_OF_YEAR), 1);
            }
            return parsed.isSupported(IsoFields.QUARTER_OF_YEAR)
                    ? LocalDate.of(year, 3 * (int) parsed.getLong(IsoFields.QUARTER_OF_YEAR) - 2, 1)
                    : LocalDate.of(year, 1, 1);
        }
        return parsed.isSupported(weeks.weekBasedYear()) && parsed.isSupported(weeks.weekOfWeekBasedYear())
                ? week(parsed.get(weeks.weekBasedYear()), parsed.get(weeks.weekOfWeekBasedYear()), 1)
                : null;
    }
}
