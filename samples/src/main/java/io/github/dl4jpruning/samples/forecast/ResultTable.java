package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import io.github.dl4jpruning.samples.data.Errors;
import io.github.dl4jpruning.samples.data.ForecastTask;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The errors of some arms and of the naive forecast side by side.
 *
 * @param rows one per forecaster, the naive one first
 * @param deviation of the target over the training part, in its units
 */
public record ResultTable(List<Row> rows, double deviation) {
    private static final int SD_DECIMALS = 4;
    private static final double PERCENT = 100;

    /**
     * One forecaster.
     *
     * @param name for the reader
     * @param validation errors on the validation part
     * @param test errors on the test part
     * @param sparsity share of zero weights, {@code NaN} if it has no weights
     * @param seconds of training, {@code NaN} if it needs none
     */
    public record Row(String name, Errors validation, Errors test, double sparsity, double seconds) {}

    /** The table of a task. */
    public static ResultTable of(ForecastTask task, List<Outcome> outcomes) {
        List<Row> rows = new ArrayList<>();
        rows.add(new Row(
                "last value",
                Forecast.lastValue(task, task.split().validation()).errors(),
                Forecast.lastValue(task, task.split().test()).errors(),
                Double.NaN,
                Double.NaN));
        for (Outcome outcome : outcomes) {
            rows.add(new Row(
                    outcome.method().title(),
                    outcome.validation().errors(),
                    outcome.test().errors(),
                    outcome.sparsity(),
                    outcome.seconds()));
        }
        return new ResultTable(List.copyOf(rows), task.levelDeviation());
    }

    /** For reading, columns aligned. */
    public String toText() {
        int decimals = Digits.decimals(rows.get(0).test().mae());
        TextTable table = new TextTable(
                "",
                "validation MAE",
                "test MAE",
                "test RMSE",
                "test MAE [sd]",
                "test RMSE [sd]",
                "sparsity [%]",
                "seconds");
        for (Row row : rows) {
            table.add(
                    row.name(),
                    Digits.fixed(row.validation().mae(), decimals),
                    Digits.fixed(row.test().mae(), decimals),
                    Digits.fixed(row.test().rmse(), decimals),
                    Digits.fixed(row.test().mae() / deviation, SD_DECIMALS),
                    Digits.fixed(row.test().rmse() / deviation, SD_DECIMALS),
                    Digits.fixed(PERCENT * row.sparsity(), 1),
                    Digits.fixed(row.seconds(), 1));
        }
        return table.toString();
    }

    /** For programs: commas, a header line, full precision. */
    public String toCsv() {
        StringBuilder csv = new StringBuilder(
                "forecaster,validation_mae,validation_rmse,test_mae,test_rmse,test_mae_sd,test_rmse_sd,sparsity,seconds\n");
        for (Row row : rows) {
            csv.append(String.format(
                    Locale.ROOT,
                    "%s,%s,%s,%s,%s,%s,%s,%s,%s%n",
                    row.name(),
                    row.validation().mae(),
                    row.validation().rmse(),
                    row.test().mae(),
                    row.test().rmse(),
                    row.test().mae() / deviation,
                    row.test().rmse() / deviation,
                    optional(row.sparsity()),
                    optional(row.seconds())));
        }
        return csv.toString();
    }

    private static String optional(double value) {
        return Double.isNaN(value) ? "" : Double.toString(value);
    }
}
