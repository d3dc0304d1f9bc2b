package io.github.dl4jpruning.samples.plot;

import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.forecast.ErrorRange;
import io.github.dl4jpruning.samples.forecast.Outcome;
import java.awt.Color;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;

/** One step ahead forecasts against what came and the naive forecast, over the last rows of the test part. */
public final class ForecastPlot {
    private ForecastPlot() {}

    /**
     * Writes the plot.
     *
     * @param task the task, for the time axis
     * @param outcomes whose forecasts
     * @param rows how many rows at most
     * @param unit of the target, for the axis; may be empty
     */
    public static void write(Path file, ForecastTask task, List<Outcome> outcomes, int rows, String unit) {
        int testRows = task.split().test().rows();
        int shown = Math.min(rows, testRows);
        List<?> times = times(task, shown);
        XYChart chart = Plots.chart(
                "One step ahead forecasts, last " + shown + " rows of the test part",
                task.series().hasTimes() ? "time" : "row",
                task.target() + (unit.isEmpty() ? "" : " [" + unit + "]"));
        List<Double> actual = tail(outcomes.get(0).test().actual(), shown);
        Plots.style(chart.addSeries("truth", times, actual), Plots.TRUTH, Plots.SOLID);
        Plots.style(
                chart.addSeries(
                        "last value", times, tail(task.lastValues(task.split().test()), shown)),
                Plots.REFERENCE,
                Plots.SOLID);
        for (Outcome outcome : outcomes) {
            Plots.style(
                    chart.addSeries(
                            outcome.method().title(), times, tail(outcome.test().predicted(), shown)),
                    MethodColors.of(outcome.method()),
                    Plots.SOLID);
        }
        if (outcomes.size() == 1) { // of several, the ranges would hide the lines
            addRange(chart, outcomes.get(0), times, shown);
        }
        Plots.write(chart, file);
    }

    /** Between which values 95% of what comes should lie, by the errors on the validation part. */
    private static void addRange(XYChart chart, Outcome outcome, List<?> times, int shown) {
        ErrorRange errors = ErrorRange.of(outcome.validation());
        if (!Double.isFinite(errors.low()) || !Double.isFinite(errors.high())) {
            return; // the training diverged
        }
        double[] predicted = outcome.test().predicted();
        Color color = MethodColors.of(outcome.method());
        Plots.style(
                chart.addSeries("95% range", times, tail(shifted(predicted, errors.low()), shown)),
                color,
                Plots.DOTTED);
        XYSeries upper = chart.addSeries("upper end", times, tail(shifted(predicted, errors.high()), shown));
        Plots.style(upper, color, Plots.DOTTED);
        upper.setShowInLegend(false);
    }

    private static double[] shifted(double[] values, double by) {
        return Arrays.stream(values).map(value -> value + by).toArray();
    }

    private static List<Double> tail(double[] values, int count) {
        return Arrays.stream(values, values.length - count, values.length)
                .boxed()
                .toList();
    }

    private static List<?> times(ForecastTask task, int count) {
        return IntStream.range(task.rows() - count, task.rows())
                .map(task::seriesRow)
                .mapToObj(row -> time(task, row))
                .toList();
    }

    private static Object time(ForecastTask task, int row) {
        Optional<Date> date = task.series().time(row).map(t -> Date.from(t.toInstant(ZoneOffset.UTC)));
        return date.isPresent() ? date.get() : (Object) (row + 1);
    }
}
