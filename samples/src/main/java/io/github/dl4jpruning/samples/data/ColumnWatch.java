package io.github.dl4jpruning.samples.data;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/** Watches the cells of one column of a CSV file and finds out what kind of column it is. */
final class ColumnWatch {
    /** A column of texts with more different ones is no category. */
    static final int MOST_CATEGORIES = 24;

    /** On average so many rows must hold each text of a category: fewer teach a network nothing about it. */
    private static final int ROWS_PER_CATEGORY = 10;
    /** A column whose first value comes after this share of the rows is left out, or those rows would have to be. */
    private static final double LATEST_START = 0.1;
    /** From this share of numbers on a column is one of numbers, and a cell that is none is an error. */
    private static final double MOSTLY_NUMBERS = 0.5;

    private static final int TEXTS_COUNTED = 10_000;
    private static final int SHORTEST_COUNT = 3;

    private final String name;
    private final Dates dates = Dates.iso();
    private final Set<String> texts = new LinkedHashSet<>();
    private long rows;
    private long firstValue = -1;
    private long values;
    private long numbers;
    private long times;
    private double last = Double.NaN;
    private double step = Double.NaN;
    private boolean counts = true;

    ColumnWatch(String name) {
        this.name = name;
    }

    /** What a column is. */
    enum Kind {
        NUMBERS,
        CATEGORY,
        NEITHER
    }

    /**
     * Takes the cell of the next row.
     *
     * @param text the cell
     * @param missing whether it stands for a missing value
     * @param number its value, if it is a number
     */
    void see(String text, boolean missing, OptionalDouble number) {
        rows++;
        if (missing) {
            counts = false;
            return;
        }
        if (firstValue < 0) {
            firstValue = rows - 1;
        }
        values++;
        if (number.isPresent()) {
            numbers++;
            seeNumber(number.getAsDouble());
        } else if (dates.parse(text).isPresent()) {
            times++;
        }
        if (texts.size() < TEXTS_COUNTED) {
            texts.add(text);
        }
    }

    private void seeNumber(double value) {
        if (numbers == 2) {
            step = value - last;
        } else if (numbers > 2 && value - last != step) {
            counts = false;
        }
        last = value;
    }

    Kind kind() {
        if (reasonAgainst().isPresent()) {
            return Kind.NEITHER;
        }
        return isNumeric() ? Kind.NUMBERS : Kind.CATEGORY;
    }

    /** The texts of a category in the order in which they were first seen. */
    Set<String> categories() {
        return texts;
    }

    private boolean isNumeric() {
        return numbers > MOSTLY_NUMBERS * values;
    }

    /** Why the column is of no use, if it is of none. */
    Optional<String> reasonAgainst() {
        String quoted = "'" + name + "'";
        if (values == 0) {
            return Optional.of(quoted + " is empty");
        }
        if (firstValue > LATEST_START * rows) {
            return Optional.of(quoted + " has its first value in row " + (firstValue + 1) + " of " + rows);
        }
        if (isNumeric()) {
            boolean isCounter = counts && numbers == rows && rows >= SHORTEST_COUNT && step != 0;
            return isCounter ? Optional.of(quoted + " only counts the rows") : Optional.empty();
        }
        if (times > MOSTLY_NUMBERS * values) {
            return Optional.of(quoted + " holds times (the time of the rows is that of the date column)");
        }
        if (texts.size() == 1) {
            return Optional.of(quoted + " holds the same text in all rows");
        }
        if (texts.size() > MOST_CATEGORIES || texts.size() * (long) ROWS_PER_CATEGORY > values) {
            String many = texts.size() < TEXTS_COUNTED ? String.valueOf(texts.size()) : "more than " + TEXTS_COUNTED;
            return Optional.of(quoted + " holds " + many + " different texts, too many for a category");
        }
        return Optional.empty();
    }
}
