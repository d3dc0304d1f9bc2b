package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.util.List;

/**
 * Earlier values of a column as columns of their own: {@code load-24} at a row is {@code load} 24 rows before it. So a
 * network sees further back than its window.
 */
public final class Lags {
    private Lags() {}

    /**
     * A series with the lags after its own columns, without the rows at its beginning that have none.
     *
     * @param series without gaps
     * @param column to look back in
     * @param rows how far, each at least 1; in this order the columns come
     * @throws InputException if a lag is below 1 or given twice, the series is too short, or has a column of such a
     *     name
     */
    public static Series addTo(Series series, String column, List<Integer> rows) {
        if (rows.isEmpty()) {
            return series;
        }
        rows.forEach(lag -> requirePositive(lag));
        if (rows.stream().distinct().count() < rows.size()) {
            throw new InputException("{{lags}} " + text(rows) + " names a lag twice. Name each once.");
        }
        int longest = rows.stream().mapToInt(Integer::intValue).max().orElseThrow();
        if (longest >= series.rows()) {
            throw new InputException(series.source() + " has " + series.rows() + " usable rows: too few for {{lags}} "
                    + longest + ". Give more rows or shorter lags.");
        }
        double[] values = series.column(column);
        double[][] lagged = new double[rows.size()][values.length - longest];
        for (int c = 0; c < lagged.length; c++) {
            System.arraycopy(values, longest - rows.get(c), lagged[c], 0, lagged[c].length);
        }
        return series.rows(longest, series.rows()).with(names(column, rows), lagged);
    }

    /** The names of the columns. */
    static List<String> names(String column, List<Integer> rows) {
        return rows.stream().map(lag -> column + "-" + lag).toList();
    }

    private static void requirePositive(int lag) {
        if (lag < 1) {
            throw new InputException("{{lags}} " + lag + " must be at least 1: rows to look back.");
        }
    }

    private static String text(List<Integer> rows) {
        return String.join(",", rows.stream().map(String::valueOf).toList());
    }
}
