package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
import java.util.List;

/**
 * What a forecaster sees before the row after the last one, not scaled.
 *
 * @param values all columns of the oldest row, then of the next
 * @param last the last value of the target
 * @param change what the forecaster sees of the values
 */
public record NextWindow(double[] values, double last, Change change) {

    /**
     * The window at the end of a series without gaps.
     *
     * @param series with the {@link #rowsNeeded} at least, which the caller sees to: it knows what else takes rows
     * @param columns in the order of the forecaster, the target first
     * @param length rows that it looks back
     * @throws InputException if a return is taken on 0
     */
    public static NextWindow of(Series series, List<String> columns, int length, Change change) {
        int rows = series.rows();
        double[] values = new double[length * columns.size()];
        for (int c = 0; c < columns.size(); c++) {
            double[] column = series.column(columns.get(c));
            boolean changes = change != Change.LEVEL && !series.isKnown(columns.get(c));
            for (int t = 0; t < length; t++) {
                int row = rows - length + t;
                double value = changes ? change.from(column[row - 1], column[row]) : column[row];
                if (!Double.isFinite(value)) {
                    throw new InputException(series.source() + ", column '" + Texts.shown(columns.get(c)) + "', "
                            + series.describe(row) + ": no return on the value " + column[row - 1]
                            + ". Correct it, or train a forecaster of differences.");
                }
                values[t * columns.size() + c] = value;
            }
        }
        return new NextWindow(values, series.column(columns.get(0))[rows - 1], change);
    }

    /** Rows that a window needs, with the one before it that changes are taken of. */
    public static int rowsNeeded(int length, Change change) {
        return change == Change.LEVEL ? length : length + 1;
    }

    /** The forecast in the units of the target. */
    public double level(double output) {
        return change.toLevel(last, output);
    }
}
