package io.github.dl4jpruning.samples.plot;

import io.github.dl4jpruning.samples.forecast.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** Error on the validation part after every epoch. */
public final class ValidationPlot {
    private ValidationPlot() {}

    /**
     * Writes the plot.
     *
     * @param outcomes trained for at least one epoch each
     * @param lastValueMae error of the naive forecast
     * @param unit of the target, for the axis; may be empty
     */
    public static void write(Path file, List<Outcome> outcomes, double lastValueMae, String unit) {
        XYChart chart = Plots.chart(
                "Validation error over training", "epoch", "MAE" + (unit.isEmpty() ? "" : " [" + unit + "]"));
        int epochs =
                outcomes.stream().mapToInt(o -> o.validationMae().size()).max().orElseThrow();
        Plots.style(
                chart.addSeries("last value", List.of(1, epochs), List.of(lastValueMae, lastValueMae)),
                Plots.REFERENCE,
                Plots.DASHED);
        for (Outcome outcome : outcomes) {
            List<Integer> axis = IntStream.rangeClosed(
                            1, outcome.validationMae().size())
                    .boxed()
                    .toList();
            Plots.style(
                    chart.addSeries(outcome.method().title(), axis, outcome.validationMae()),
                    MethodColors.of(outcome.method()),
                    Plots.SOLID);
        }
        chart.getStyler().setYAxisMin(0.0);
        Plots.write(chart, file);
    }
}
