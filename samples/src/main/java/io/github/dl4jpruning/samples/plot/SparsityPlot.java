package io.github.dl4jpruning.samples.plot;

import io.github.dl4jpruning.engine.PruningUpdate;
import io.github.dl4jpruning.report.PruningHistory;
import io.github.dl4jpruning.samples.forecast.Method;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;

/** Sparsity over the iterations of a training: what the schedule asked for and what the network has. */
public final class SparsityPlot {
    private static final double PERCENT = 100;
    private static final double PIXEL = 0.25; // per cent

    private SparsityPlot() {}

    /**
     * Writes the plot.
     *
     * @param history with at least one update
     * @param firstIteration before the first iteration of this training
     * @param lastIteration of this training
     */
    public static void write(Path file, PruningHistory history, long firstIteration, long lastIteration) {
        List<Long> steps = new ArrayList<>(List.of(firstIteration));
        double before = before(history.updates().get(0));
        List<Double> target = new ArrayList<>(List.of(before));
        List<Double> achieved = new ArrayList<>(List.of(before));
        for (PruningUpdate update : history.updates()) {
            steps.add(update.step());
            target.add(PERCENT * update.targetSparsity());
            achieved.add(PERCENT * update.achievedSparsity());
        }
        steps.add(lastIteration);
        target.add(target.get(target.size() - 1));
        achieved.add(achieved.get(achieved.size() - 1));

        XYChart chart = Plots.chart("Sparsity over training", "iteration", "weights pruned [%]");
        chart.getStyler().setDefaultSeriesRenderStyle(XYSeriesRenderStyle.Step);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(PERCENT);
        boolean asAsked =
                IntStream.range(0, target.size()).allMatch(i -> Math.abs(target.get(i) - achieved.get(i)) < PIXEL);
        Plots.style(
                chart.addSeries(asAsked ? "in the network, as the schedule asks" : "in the network", steps, achieved),
                MethodColors.of(Method.PRUNING),
                Plots.SOLID);
        if (!asAsked) { // else one line would lie on the other
            Plots.style(chart.addSeries("asked for by the schedule", steps, target), Plots.TRUTH, Plots.DASHED);
        }
        Plots.write(chart, file);
    }

    private static double before(PruningUpdate first) {
        return PERCENT * (first.pruned() - first.prunedNow()) / first.weights();
    }
}
