package io.github.dl4jpruning.samples.data;

/**
 * Rows in a series.
 *
 * @param from the first row, counted from 0
 * @param to the row after the last one
 */
public record Span(int from, int to) {

    /** Checks the order. */
    public Span {
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("expected 0 <= from <= to, but got " + from + " and " + to);
        }
    }

    /** The number of rows. */
    public int rows() {
        return to - from;
    }
}
