package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Columns of numbers, one row per time step, oldest first. A value that was not measured is {@code NaN} until {@link
 * #filledForward()}, and {@link #observed} still tells it apart afterwards. Immutable.
 */
public final class Series {
    private final String source;
    private final List<String> names;
    private final double[][] columns;
    private final BitSet[] missing;
    private final LocalDateTime[] times;
    private final int firstRow;

    private Series(
            String source,
            List<String> names,
            double[][] columns,
            BitSet[] missing,
            LocalDateTime[] times,
            int firstRow) {
        this.source = source;
        this.names = names;
        this.columns = columns;
        this.missing = missing;
        this.times = times;
        this.firstRow = firstRow;
    }

    /**
     * A series over the given arrays, which are kept, not copied.
     *
     * @param source what messages call this series, such as a file name
     * @param names one name per column, all different
     * @param columns one array per name, all of one length; {@code NaN} where nothing was measured
     * @param times one time per row in ascending order, or null
     * @throws IllegalArgumentException if names, columns and times do not fit each other
     */
    public static Series of(String source, List<String> names, double[][] columns, LocalDateTime[] times) {
        if (names.isEmpty() || names.size() != columns.length || new HashSet<>(names).size() != names.size()) {
            throw new IllegalArgumentException(
                    "expected one distinct name per column: " + names + " for " + columns.length + " columns");
        }
        for (int c = 0; c < columns.length; c++) {
            if (columns[c].length != columns[0].length) {
                throw new IllegalArgumentException("column '" + names.get(c) + "' has " + columns[c].length
                        + " rows, column '" + names.get(0) + "' " + columns[0].length);
            }
        }
        if (times != null && times.length != columns[0].length) {
            throw new IllegalArgumentException(times.length + " times for " + columns[0].length + " rows");
        }
        BitSet[] missing = Arrays.stream(columns).map(Series::notANumber).toArray(BitSet[]::new);
        return new Series(source, List.copyOf(names), columns, missing, times, 0);
    }

    private static BitSet notANumber(double[] column) {
        BitSet bits = new BitSet(column.length);
        IntStream.range(0, column.length).filter(r -> Double.isNaN(column[r])).forEach(bits::set);
        return bits;
    }

    /** What messages call this series. */
    public String source() {
        return source;
    }

    /** The columns in order. */
    public List<String> names() {
        return names;
    }

    /** The number of rows. */
    public int rows() {
        return columns[0].length;
    }

    /**
     * One column, oldest row first: the array itself, not to be written to.
     *
     * @throws IllegalArgumentException if there is no such column
     */
    public double[] column(String name) {
        return columns[index(name)];
    }

    /** Whether the value was measured, as opposed to missing or filled in. */
    public boolean observed(String name, int row) {
        return !missing[index(name)].get(row);
    }

    /** How many values in all columns were not measured. */
    public int missingValues() {
        return Arrays.stream(missing).mapToInt(BitSet::cardinality).sum();
    }

    /** The time of a row, if this series has times. */
    public Optional<LocalDateTime> time(int row) {
        return times == null ? Optional.empty() : Optional.of(times[row]);
    }

    /** What messages call a row: its number in the whole series, from 1, and its time if it has one. */
    public String describe(int row) {
        return "row " + (firstRow + row + 1)
                + time(row).map(t -> " (" + t + ")").orElse("");
    }

    /** Whether the rows have times. */
    public boolean hasTimes() {
        return times != null;
    }

    /** The rows from {@code from} (inclusive) to {@code to} (exclusive), counted from 0. */
    public Series rows(int from, int to) {
        if (from == 0 && to == rows()) {
            return this;
        }
        double[][] part =
                Arrays.stream(columns).map(c -> Arrays.copyOfRange(c, from, to)).toArray(double[][]::new);
        BitSet[] partMissing = Arrays.stream(missing).map(m -> m.get(from, to)).toArray(BitSet[]::new);
        LocalDateTime[] partTimes = times == null ? null : Arrays.copyOfRange(times, from, to);
        return new Series(source, names, part, partMissing, partTimes, firstRow + from);
    }

    /**
     * This series without gaps: a missing value becomes the last one before it, never a later one. The rows before every column
     * has had its first value are dropped.
     *
     * @throws InputException if a column has no value at all
     */
    public Series filledForward() {
        int first = 0;
        for (int c = 0; c < columns.length; c++) {
            int start = missing[c].nextClearBit(0);
            if (start >= rows()) {
                throw new InputException(source + ", column '" + names.get(c) + "': none of the " + rows()
                        + " rows has a value. Choose another column or other rows.");
            }
            first = Math.max(first, start);
        }
        Series rest = rows(first, rows());
        double[][] filled = new double[columns.length][];
        for (int c = 0; c < filled.length; c++) {
            filled[c] = fill(columns[c], rest.columns[c], rest.missing[c], first);
        }
        return new Series(source, names, filled, rest.missing, rest.times, rest.firstRow);
    }

    /** {@code rest} with its gaps filled; {@code whole} gives the value before its first row. */
    private static double[] fill(double[] whole, double[] rest, BitSet gaps, int first) {
        if (gaps.isEmpty()) {
            return rest;
        }
        double[] filled = rest.clone();
        double last = lastBefore(whole, first);
        for (int r = 0; r < filled.length; r++) {
            if (gaps.get(r)) {
                filled[r] = last;
            }
            last = filled[r];
        }
        return filled;
    }

    private static double lastBefore(double[] column, int row) {
        for (int r = row - 1; r >= 0; r--) {
            if (!Double.isNaN(column[r])) {
                return column[r];
            }
        }
        return Double.NaN;
    }

    private int index(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no column '" + name + "' among " + names);
        }
        return index;
    }
}
