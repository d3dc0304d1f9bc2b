package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Turns the cells of the chosen columns into numbers and times, row by row. */
final class CsvRows {
    private static final int INITIAL_ROWS = 1024;
    private static final int MOST_VALUES_TOLD = 20;
    private static final double MANY_DOUBLED = 0.2; // of the rows: more than clock changes and slips explain

    private final CsvHeader header;
    private final String source;
    private final CsvFormat format;
    private final CsvAdvice advice;
    private final List<String> columns;
    private final int[] cells;
    private final CsvColumn[] indicators; // null where a column is one of numbers
    private final int[] dateCells;
    private final Dates dates;
    private final Set<String> missingTexts;
    private final Set<Double> missingNumbers = new HashSet<>();
    private final Map<Integer, String> wantedSeries = new LinkedHashMap<>();
    private final Map<Integer, Set<String>> seenSeries = new LinkedHashMap<>();
    private final List<LocalDateTime> times = new ArrayList<>();
    private final ThousandsWatch[] thousands;
    private final boolean[] percent;
    private double[][] values;
    private long[] lines = new long[INITIAL_ROWS];
    private int rows;

    /**
     * No rows yet.
     *
     * @param source what messages call the text that the rows come from
     * @param advice what may help if they cannot be read
     */
    CsvRows(CsvHeader header, String source, CsvFormat format, List<String> columns, CsvAdvice advice) {
        this.header = header;
        this.source = source;
        this.format = format;
        this.advice = advice;
        this.columns = columns;
        List<CsvColumn> found =
                columns.stream().map(name -> CsvColumn.of(header, name)).toList();
        this.cells = found.stream().mapToInt(CsvColumn::cell).toArray();
        this.indicators = found.stream().map(c -> c.isIndicator() ? c : null).toArray(CsvColumn[]::new);
        this.dateCells = format.dateColumns().stream().mapToInt(header::index).toArray();
        this.dates = format.datePattern().map(Dates::ofPattern).orElseGet(Dates::iso);
        this.missingTexts = format.missing().stream().map(Texts::trimmed).collect(Collectors.toSet());
        for (String mark : format.missing()) {
            Numbers.parse(mark, format.decimalComma(), format.thousands()).ifPresent(missingNumbers::add);
            Numbers.parse(mark, false, Grouping.NONE).ifPresent(missingNumbers::add);
        }
        format.lines().series().forEach((column, value) -> {
            int cell = header.index(column);
            seenSeries.put(cell, new LinkedHashSet<>());
            if (!value.equals("*")) {
                wantedSeries.put(cell, Texts.trimmed(value));
            }
        });
        this.values = new double[columns.size()][INITIAL_ROWS];
        this.thousands = columns.stream()
                .map(c -> new ThousandsWatch(format.decimalComma()))
                .toArray(ThousandsWatch[]::new);
        this.percent = new boolean[columns.size()];
    }

    /** Adds the row that ends on the given line, unless all its cells are empty, or it is of another series. */
    void add(long line, List<String> row) {
        if (row.stream().allMatch(String::isEmpty)) {
            return;
        }
        checkWidth(line, row);
        if (!isWanted(row)) {
            return;
        }
        if (rows == values[0].length) {
            values = Arrays.stream(values).map(v -> Arrays.copyOf(v, 2 * rows)).toArray(double[][]::new);
            lines = Arrays.copyOf(lines, 2 * rows);
        }
        for (int c = 0; c < cells.length; c++) {
            String cell = row.get(cells[c]);
            values[c][rows] = indicators[c] == null ? number(line, c, cell) : indicator(indicators[c], cell);
        }
        if (dateCells.length > 0) {
            times.add(time(line, row));
        }
        lines[rows] = line;
        rows++;
    }

    /** Whether nothing was added. */
    boolean isEmpty() {
        return rows == 0;
    }

    private boolean isWanted(List<String> row) {
        boolean wanted = true;
        for (Map.Entry<Integer, String> series : wantedSeries.entrySet()) {
            String value = row.get(series.getKey());
            Set<String> seen = seenSeries.get(series.getKey());
            if (seen.size() < MOST_VALUES_TOLD) {
                seen.add(value);
            }
            wanted &= value.equals(series.getValue());
        }
        return wanted;
    }

    private void checkWidth(long line, List<String> row) {
        int expected = header.names().size();
        boolean surplus = row.stream().skip(expected).anyMatch(cell -> !cell.isEmpty());
        if (row.size() < expected || surplus) {
            throw new InputException(source + ", line " + line + ": " + row.size() + " cells where the header has "
                    + expected + ". " + advice.onWidth(line, row.size(), expected));
        }
    }

    private double indicator(CsvColumn column, String cell) {
        if (isMissing(cell)) {
            return Double.NaN;
        }
        return cell.equals(column.category().orElseThrow()) ? 1 : 0;
    }

    private boolean isMissing(String cell) {
        return cell.isEmpty() || missingTexts.contains(cell);
    }

    private double number(long line, int column, String cell) {
        if (isMissing(cell)) {
            return Double.NaN;
        }
        OptionalDouble parsed = Numbers.parse(cell, format.decimalComma(), format.thousands());
        String place = place(line, columns.get(column));
        if (parsed.isEmpty()) {
            throw new InputException(
                    place + ": '" + Texts.shown(cell) + "' is not a number. " + advice.onNumber(cell, line));
        }
        double number = parsed.getAsDouble();
        if (missingNumbers.contains(number)) {
            return Double.NaN;
        }
        if (Math.abs(number) > Numbers.LARGEST) {
            throw new InputException(place + ": " + Texts.shown(cell) + " is beyond " + Numbers.LARGEST
                    + ", which cannot be calculated with. Write the column in larger units, or, if this number stands for a missing"
                    + " value, give {{missing}} '" + Texts.shown(cell) + "'.");
        }
        if (!format.thousands().told()) {
            thousands[column].see(cell);
        }
        checkPercent(place, column, cell);
        return number;
    }

    private void checkPercent(String place, int column, String cell) {
        boolean isPercent = Numbers.isPercent(cell);
        if (isPercent != percent[column] && IntStream.range(0, rows).anyMatch(r -> !Double.isNaN(values[column][r]))) {
            throw new InputException(place + ": '" + Texts.shown(cell) + "' has " + (isPercent ? "a" : "no")
                    + " percent sign, and rows before it have " + (isPercent ? "none" : "one")
                    + ". Write the whole column in one way.");
        }
        percent[column] = isPercent;
    }

    private LocalDateTime time(long line, List<String> row) {
        String text = Texts.trimmed(Arrays.stream(dateCells).mapToObj(row::get).collect(Collectors.joining(" ")));
        String place = place(line, dateColumn());
        LocalDateTime time = dates.stamp(text)
                .map(stamp -> format.zone().isPresent() && stamp.hasOffset()
                        ? stamp.time()
                                .atZone(java.time.ZoneOffset.UTC)
                                .withZoneSameInstant(format.zone().get())
                                .toLocalDateTime()
                        : stamp.time())
                .orElseThrow(() -> new InputException(place + ": '" + Texts.shown(text) + "' is not a date "
                        + format.datePattern()
                                .map(p -> "of the form '" + p + "'. ")
                                .orElse("like 2024-01-31 or 2024-01-31 12:00. ")
                        + advice.onDate(text)));
        if (format.zone().isPresent() && Instants.isSkipped(time, format.zone().get())) {
            throw new InputException(place + ": clocks in " + format.zone().get() + " went forward and never showed "
                    + Texts.shown(text) + ". The file is of another zone, or of a clock that is not changed: correct"
                    + " {{zone}}, or leave it out.");
        }
        return time;
    }

    private String dateColumn() {
        return String.join(" ", format.dateColumns());
    }

    private String place(long line, String column) {
        return source + ", line " + line + ", column '" + Texts.shown(column) + "'";
    }

    /** What was added so far. */
    Series toSeries() {
        if (rows == 0) {
            throw new InputException(noRows());
        }
        for (int c = 0; c < thousands.length; c++) {
            requireUnambiguous(columns.get(c), thousands[c]);
        }
        double[][] trimmed =
                Arrays.stream(values).map(v -> Arrays.copyOf(v, rows)).toArray(double[][]::new);
        LocalDateTime[] ordered = dateCells.length == 0 ? null : times.toArray(LocalDateTime[]::new);
        if (format.lines().newestFirst()) {
            reverse(trimmed, ordered);
        }
        if (ordered != null) {
            requireOrder(ordered);
        }
        advice.requireOneSeries();
        Series series = Series.of(header.file().toString(), columns, trimmed, ordered)
                .knowing(Arrays.stream(indicators)
                        .filter(Objects::nonNull)
                        .map(CsvColumn::name)
                        .toList());
        return format.zone().isPresent() && ordered != null
                ? series.inZone(format.zone().get())
                : series;
    }

    private String noRows() {
        if (wantedSeries.isEmpty()) {
            return header.file() + " has a header line but no rows. Give a file with data.";
        }
        String there = seenSeries.entrySet().stream()
                .map(e -> header.names().get(e.getKey()) + ": "
                        + e.getValue().stream().map(Texts::shown).collect(Collectors.joining(", "))
                        + (e.getValue().size() < MOST_VALUES_TOLD ? "" : ", ..."))
                .collect(Collectors.joining("; "));
        return header.file() + " has no row of the series chosen. There are " + there + ". Correct {{series}}.";
    }

    private void requireUnambiguous(String column, ThousandsWatch watch) {
        if (watch.ambiguous()) {
            throw new InputException(header.file() + ", column '" + Texts.shown(column) + "': " + watch.grouped()
                    + " beside " + watch.whole()
                    + " may be a thousand or one and some thousandths. Give {{thousands}} '"
                    + watch.decimal() + "'" + (watch.decimal() == '.' ? "" : " and leave out {{decimalComma}}")
                    + " if the " + (watch.decimal() == '.' ? "point" : "comma")
                    + " groups thousands, or {{thousands}} none if decimals follow it.");
        }
    }

    private void reverse(double[][] columnsOfRows, LocalDateTime[] ordered) {
        for (double[] column : columnsOfRows) {
            for (int i = 0, j = column.length - 1; i < j; i++, j--) {
                double value = column[i];
                column[i] = column[j];
                column[j] = value;
            }
        }
        if (ordered != null) {
            java.util.Collections.reverse(Arrays.asList(ordered));
        }
        for (int i = 0, j = rows - 1; i < j; i++, j--) {
            long line = lines[i];
            lines[i] = lines[j];
            lines[j] = line;
        }
    }

    private void requireOrder(LocalDateTime[] ordered) {
        long[] instants = Instants.of(ordered, format.zone());
        int doubled = 0;
        for (int i = 1; i < instants.length; i++) {
            if (instants[i] < instants[i - 1]) {
                throw new InputException(place(lines[i], dateColumn()) + ": " + shown(ordered[i])
                        + " comes after a row with the later time " + shown(ordered[i - 1]) + ". "
                        + advice.onOrder(ordered, i));
            }
            doubled += instants[i] == instants[i - 1] ? 1 : 0;
        }
        if (doubled > rows * MANY_DOUBLED) {
            advice.onDoubledTimes();
        }
    }

    /** A time as messages show it. */
    static String shown(LocalDateTime time) {
        return time.toLocalTime().equals(java.time.LocalTime.MIDNIGHT)
                ? time.toLocalDate().toString()
                : time.toString().replace('T', ' ');
    }
}
