package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Set<String> known;
    private final ZoneId zone; // null: of no zone, or of UTC

    private Series(
            String source,
            List<String> names,
            double[][] columns,
            BitSet[] missing,
            LocalDateTime[] times,
            int firstRow,
            Set<String> known,
            ZoneId zone) {
        this.source = source;
        this.names = names;
        this.columns = columns;
        this.missing = missing;
        this.times = times;
        this.firstRow = firstRow;
        this.known = known;
        this.zone = zone;
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
        return new Series(source, List.copyOf(names), columns, missing, times, 0, Set.of(), null);
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

    /**
     * This series with times that the clocks of a zone showed, of which some come twice a year and others not at all.
     */
    Series inZone(ZoneId clocks) {
        return new Series(source, names, columns, missing, times, firstRow, known, clocks);
    }

    /**
     * Whether a row with a time may follow: whether it is not earlier than the last one, of which clocks may show an
     * hour twice.
     */
    public boolean canBeFollowedBy(LocalDateTime time) {
        long[] instants = Instants.of(new LocalDateTime[] {times[rows() - 1], time}, zone());
        return instants[1] >= instants[0];
    }

    /** The zone of the times, if they were told to be of one. */
    Optional<ZoneId> zone() {
        return Optional.ofNullable(zone);
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

    /**
     * This series and further rows of the same columns after it.
     *
     * @throws IllegalArgumentException if the columns differ, or only one of the two has times
     */
    public Series followedBy(Series more) {
        if (!names.equals(more.names) || hasTimes() != more.hasTimes()) {
            throw new IllegalArgumentException("rows of " + more.names + " cannot follow rows of " + names);
        }
        double[][] joined = new double[columns.length][];
        for (int c = 0; c < joined.length; c++) {
            joined[c] = Arrays.copyOf(columns[c], rows() + more.rows());
            System.arraycopy(more.columns[c], 0, joined[c], rows(), more.rows());
        }
        LocalDateTime[] joinedTimes = null;
        if (times != null) {
            joinedTimes = Arrays.copyOf(times, rows() + more.rows());
            System.arraycopy(more.times, 0, joinedTimes, rows(), more.rows());
        }
        BitSet[] joinedMissing = new BitSet[missing.length];
        for (int c = 0; c < joinedMissing.length; c++) {
            joinedMissing[c] = (BitSet) missing[c].clone();
            for (int r = more.missing[c].nextSetBit(0); r >= 0; r = more.missing[c].nextSetBit(r + 1)) {
                joinedMissing[c].set(rows() + r);
            }
        }
        return new Series(source, names, joined, joinedMissing, joinedTimes, firstRow, known, zone).filledForward();
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
        return new Series(source, names, part, partMissing, partTimes, firstRow + from, known, zone);
    }

    /**
     * This series without gaps: a missing value becomes the last one before it, never a later one. The rows before
     * every column has had its first value are dropped.
     *
     * @throws InputException if a column has no value at all
     */
    public Series filledForward() {
        int first = 0;
        for (int c = 0; c < columns.length; c++) {
            int start = notANumber(columns[c]).nextClearBit(0); // a value that was filled in before is no gap
            if (start >= rows()) {
                throw new InputException(source + ", column '" + names.get(c) + "': none of the " + rows()
                        + " rows has a value. Choose another column or other rows.");
            }
            first = Math.max(first, start);
        }
        Series rest = rows(first, rows());
        double[][] filled = new double[columns.length][];
        for (int c = 0; c < filled.length; c++) {
            filled[c] = fill(columns[c], rest.columns[c], notANumber(rest.columns[c]), first);
        }
        return new Series(source, names, filled, rest.missing, rest.times, rest.firstRow, known, zone);
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

    /**
     * This series with further columns that were made from measured ones. Their values count as observed.
     *
     * @throws InputException if there is a column of such a name already
     */
    Series with(List<String> moreNames, double[][] moreColumns) {
        List<String> allNames = new ArrayList<>(names);
        double[][] allColumns = Arrays.copyOf(columns, columns.length + moreColumns.length);
        BitSet[] allMissing = Arrays.copyOf(missing, allColumns.length);
        for (int c = 0; c < moreColumns.length; c++) {
            if (names.contains(moreNames.get(c))) {
                throw new InputException(source + " has a column '" + moreNames.get(c)
                        + "' already, which {{lags}} or {{calendar}} would add. Rename it, or leave out the option.");
            }
            allNames.add(moreNames.get(c));
            allColumns[columns.length + c] = moreColumns[c];
            allMissing[columns.length + c] = new BitSet();
        }
        return new Series(source, List.copyOf(allNames), allColumns, allMissing, times, firstRow, known, zone);
    }

    /** This series with further columns that are known beforehand: see {@link #isKnown}. */
    Series withKnown(List<String> moreNames, double[][] moreColumns) {
        Series more = with(moreNames, moreColumns);
        Set<String> allKnown = new HashSet<>(known);
        allKnown.addAll(moreNames);
        return new Series(
                more.source, more.names, more.columns, more.missing, times, firstRow, Set.copyOf(allKnown), zone);
    }

    /**
     * This series with some of its columns marked as ones whose values, not whose changes, are inputs: see {@link
     * #isKnown}.
     */
    public Series knowing(Collection<String> columnsOfValues) {
        Set<String> allKnown = new HashSet<>(known);
        allKnown.addAll(columnsOfValues);
        return new Series(source, names, columns, missing, times, firstRow, Set.copyOf(allKnown), zone);
    }

    /**
     * Whether a column is known beforehand, such as the hour, or the indicator of a category; a network sees its values
     * as they are, never their change.
     */
    public boolean isKnown(String name) {
        return known.contains(name);
    }

    /**
     * This series in other units.
     *
     * @param divisors what to divide a column by; a column that has no divisor stays as it is, a divisor without a
     *     column does nothing
     */
    public Series dividedBy(Map<String, Double> divisors) {
        double[][] divided = new double[columns.length][];
        for (int c = 0; c < divided.length; c++) {
            double divisor = divisors.getOrDefault(names.get(c), 1.0);
            divided[c] = divisor == 1
                    ? columns[c]
                    : Arrays.stream(columns[c]).map(v -> v / divisor).toArray();
        }
        return new Series(source, names, divided, missing, times, firstRow, known, zone);
    }

    private int index(String name) {
        int index = names.indexOf(name);
        if (index < 0) {
            throw new IllegalArgumentException("no column '" + name + "' among " + names);
        }
        return index;
    }
}
