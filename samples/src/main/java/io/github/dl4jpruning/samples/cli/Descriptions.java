package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.Texts;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.data.Split;
import io.github.dl4jpruning.samples.data.TimeGrid;
import io.github.dl4jpruning.samples.forecast.ForecasterCard;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Optional;
import java.util.stream.IntStream;

/** What a task is about, in a line each. */
final class Descriptions {
    private Descriptions() {}

    static String data(ForecastTask task) {
        Series series = task.series();
        String period = series.hasTimes() ? ", " + time(series, 0) + " to " + time(series, series.rows() - 1) : "";
        String filled = series.missingValues() == 0
                ? ""
                : CommandLines.text(
                        ", %d missing values filled forward (%d of them targets of the test part)",
                        series.missingValues(), filledTestTargets(task));
        return CommandLines.text(
                "data: %s, %d rows%s%s", Texts.escaped(series.source()), series.rows(), period, filled);
    }

    /** What is irregular about the times of a series, in words: rows that are missing, or there twice. */
    static Optional<String> irregularTimes(Series series) {
        if (!series.hasTimes() || series.rows() < 2) {
            return Optional.empty();
        }
        TimeGrid grid = TimeGrid.of(series);
        if (grid.isRegular()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder("one row per " + grid.step());
        if (grid.missing() > 0) {
            text.append(CommandLines.text(
                    "; %d %s missing in %s (%d after %s)",
                    grid.missing(),
                    grid.missing() == 1 ? "row is" : "rows are",
                    grid.gaps() == 1 ? "one gap" : grid.gaps() + " gaps, the longest",
                    grid.longest(),
                    time(series, grid.before())));
        }
        if (grid.doubled() > 0) {
            text.append(CommandLines.text(
                    "; %d %s the time of the row before (the first %s; of a clock change --time-zone tells the two apart)",
                    grid.doubled(), grid.doubled() == 1 ? "row has" : "rows have", time(series, grid.firstDoubled())));
        }
        return Optional.of(text.append(". Rows are taken one after the other, as they are.")
                .toString());
    }

    static String split(ForecastTask task) {
        Split split = task.split();
        return CommandLines.text(
                "split: %d rows for training (%d windows), %d for validation, %d for test, in time order",
                split.training().rows(),
                task.trainingTargets().rows(),
                split.validation().rows(),
                split.test().rows());
    }

    static String units(ForecastTask task, String unit) {
        return CommandLines.text(
                "MAE and RMSE in %s; [sd]: in standard deviations of the training part, 1 sd = %s",
                unit, Digits.of(task.levelDeviation()));
    }

    /** The last row of a series: its time, or its number if it has none. */
    static String lastRow(Series series) {
        int last = series.rows() - 1;
        return series.hasTimes() ? time(series, last) : series.describe(last);
    }

    /** A value of the target with digits as fine as the error of its forecasts, the same whoever made the forecast. */
    static String value(double value, ForecasterCard card, Series series) {
        double[] target = series.column(card.target());
        return Digits.asFineAs(value, card.errorOf(target[target.length - 1]));
    }

    static String time(Series series, int row) {
        LocalDateTime time = series.time(row).orElseThrow();
        return time.toLocalTime().equals(LocalTime.MIDNIGHT)
                ? time.toLocalDate().toString()
                : time.toString().replace('T', ' ');
    }

    private static long filledTestTargets(ForecastTask task) {
        return IntStream.range(task.split().test().from(), task.split().test().to())
                .filter(row -> !task.series().observed(task.target(), task.seriesRow(row)))
                .count();
    }
}
