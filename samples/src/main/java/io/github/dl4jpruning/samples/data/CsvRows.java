package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Collectors;

/** Turns the cells of the chosen columns into numbers and times, row by row. */
final class CsvRows {
    private static final int INITIAL_ROWS = 1024;

    private final CsvHeader header;
    private final CsvFormat format;
    private final List<String> columns;
    private final int[] cells;
    private final int[] dateCells;
    private final Dates dates;
    private final Set<String> missingTexts;
    private final Set<Double> missingNumbers = new HashSet<>();
    private final List<LocalDateTime> times = new ArrayList<>();
    private double[][] values;
    private int rows;

    CsvRows(CsvHeader header, CsvFormat format, List<String> columns) {
        this.header = header;
        this.format = format;
        this.columns = columns;
        this.cells = columns.stream().mapToInt(header::index).toArray();
        this.dateCells = format.dateColumns().stream().mapToInt(header::index).toArray();
        this.dates = format.datePattern().map(Dates::ofPattern).orElseGet(Dates::iso);
        this.missingTexts = Set.copyOf(format.missing());
        for (String mark : format.missing()) {
            Numbers.parse(mark, format.decimalComma()).ifPresent(missingNumbers::add);
            Numbers.parse(mark, false).ifPresent(missingNumbers::add);
        }
        this.values = new double[columns.size()][INITIAL_ROWS];
    }

    /** Adds the row that ends on the given line, unless all its cells are empty. */
    void add(long line, List<String> row) {
        if (row.stream().allMatch(String::isEmpty)) {
            return;
        }
        checkWidth(line, row);
        if (rows == values[0].length) {
            values = Arrays.stream(values).map(v -> Arrays.copyOf(v, 2 * rows)).toArray(double[][]::new);
        }
        for (int c = 0; c < cells.length; c++) {
            values[c][rows] = number(line, columns.get(c), row.get(cells[c]));
        }
        if (dateCells.length > 0) {
            times.add(time(line, row));
        }
        rows++;
    }

    private void checkWidth(long line, List<String> row) {
        int expected = header.names().size();
        boolean surplus = row.stream().skip(expected).anyMatch(cell -> !cell.isEmpty());
        if (row.size() < expected || surplus) {
            throw new InputException(header.file() + ", line " + line + ": " + row.size()
                    + " cells where the header has "
                    + expected + ". Complete the line, or quote a cell that holds the separator '" + header.separator()
                    + "'.");
        }
    }

    private double number(long line, String column, String cell) {
        if (cell.isEmpty() || missingTexts.contains(cell)) {
            return Double.NaN;
        }
        OptionalDouble number = Numbers.parse(cell, format.decimalComma());
        if (number.isEmpty()) {
            throw new InputException(place(line, column) + ": '" + cell + "' is not a number. " + wayOut(cell));
        }
        return missingNumbers.contains(number.getAsDouble()) ? Double.NaN : number.getAsDouble();
    }

    private String wayOut(String cell) {
        if (!format.decimalComma() && Numbers.parse(cell, true).isPresent()) {
            return "If the comma is a decimal comma, give --decimal-comma.";
        }
        if (format.decimalComma() && Numbers.parse(cell, false).isPresent()) {
            return "The file uses a decimal point here: leave out --decimal-comma.";
        }
        return "Correct the cell, or give --missing '" + cell + "' if it stands for a missing value.";
    }

    private LocalDateTime time(long line, List<String> row) {
        String text = Arrays.stream(dateCells).mapToObj(row::get).collect(Collectors.joining(" "));
        String column = String.join(" ", format.dateColumns());
        LocalDateTime time = dates.parse(text)
                .orElseThrow(() -> new InputException(place(line, column) + ": '" + text + "' is not a date "
                        + format.datePattern()
                                .map(p -> "of the form '" + p + "'. Correct the cell or --date-format.")
                                .orElse(
                                        "like 2024-01-31 or 2024-01-31 12:00. Give the form with --date-format, for example"
                                                + " --date-format 'dd/MM/yyyy HH.mm.ss'.")));
        if (!times.isEmpty() && time.isBefore(times.get(times.size() - 1))) {
            throw new InputException(place(line, column) + ": " + text + " comes after a row with the later time "
                    + times.get(times.size() - 1) + ". Sort the rows, oldest first.");
        }
        return time;
    }

    private String place(long line, String column) {
        return header.file() + ", line " + line + ", column '" + column + "'";
    }

    /** What was added so far. */
    Series toSeries() {
        if (rows == 0) {
            throw new InputException(header.file() + " has a header line but no rows. Give a file with data.");
        }
        double[][] trimmed =
                Arrays.stream(values).map(v -> Arrays.copyOf(v, rows)).toArray(double[][]::new);
        return Series.of(
                header.file().toString(),
                columns,
                trimmed,
                dateCells.length == 0 ? null : times.toArray(LocalDateTime[]::new));
    }
}
