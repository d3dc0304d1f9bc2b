package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Order;
import io.github.dl4jpruning.samples.analysis.ProtocolAnalysis;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.report.LineChart.Line;
import io.github.dl4jpruning.samples.report.LineChart.Point;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What happened while the models were trained, and what they forecast. */
final class TrainingSection {
    private static final List<String> DASHES = List.of("", "dash", "dot", "dashdot");

    private static final int ROWS = 60;

    private final List<TrialResult> chosen;
    private final List<String> arms;
    private final int length;

    private TrainingSection(ProtocolAnalysis analysis) {
        this.chosen = analysis.selection().chosen().stream()
                .filter(r -> !Order.isBaseline(r.trial()))
                .toList();
        this.arms = Order.in(chosen);
        List<Integer> lengths = Order.lengths(chosen);
        this.length = lengths.isEmpty() ? 0 : lengths.get(lengths.size() / 2);
    }

    static Markup of(ProtocolAnalysis analysis) {
        return new TrainingSection(analysis).draw();
    }

    private Markup draw() {
        Markup section = new Markup();
        if (arms.contains(Arms.PRUNING)) {
            section.element("h4", "Sparsity");
            section.element(
                    "p",
                    "Share of the prunable weights that is zero, by epoch, for every setting that was chosen; mean over the trials still"
                            + " training. Below, the layers of the models with the setting chosen most often, mean over its trials.");
            section.add(Figure.grid(sparsities()));
            section.add(Figure.grid(layers()));
        }
        section.element("h4", "Training loss");
        section.element(
                "p",
                "At a look-back of " + length
                        + " rows; mean over the seeds still training, so a line may jump where one stops early.");
        section.add(Figure.grid(
                Figure.legend(arms), curves("training loss", r -> "training loss", TrialResult::lossCurve)));
        section.element("h4", "Validation error");
        section.add(Figure.grid(
                Figure.legend(arms),
                curves("validation MAE", r -> "validation MAE [" + r.unit() + "]", TrialResult::validationCurve)));
        section.element("h4", "Forecasts against truth");
        section.element(
                "p",
                "The last values of the test part (" + ROWS + " at most), look-back " + length
                        + " rows, the first seed of every arm.");
        section.add(Figure.grid(Figure.legend(arms, "truth", "truth"), forecasts()));
        return section;
    }

    private List<Markup> sparsities() {
        List<Markup> figures = new ArrayList<>();
        for (String model : Order.models(chosen)) {
            Map<String, List<TrialResult>> bySetting = pruned(model).stream()
                    .collect(Collectors.groupingBy(r -> r.trial().setting(), TreeMap::new, Collectors.toList()));
            LineChart chart = new LineChart("epoch", "weights pruned [%]").yBetween(0, 100);
            List<String> legend = new ArrayList<>();
            bySetting.forEach((setting, trials) -> {
                String css = "pruning " + DASHES.get((legend.size() / 2) % DASHES.size());
                legend.add(css);
                legend.add(setting);
                chart.add(new Line(setting, css, null, mean(trials, TrialResult::sparsityCurve, 100)));
            });
            if (!chart.isEmpty()) {
                Markup drawing = chart.draw("Sparsity by epoch: " + model)
                        .add(Figure.legend(List.of(), legend.toArray(String[]::new)));
                figures.add(Figure.of(model, drawing));
            }
        }
        return figures;
    }

    private List<Markup> layers() {
        List<Markup> figures = new ArrayList<>();
        for (String model : Order.models(chosen)) {
            Map<String, List<TrialResult>> bySetting = pruned(model).stream()
                    .filter(r -> !r.layerSparsity().isEmpty())
                    .collect(Collectors.groupingBy(r -> r.trial().setting(), TreeMap::new, Collectors.toList()));
            bySetting.entrySet().stream()
                    .max((a, b) -> a.getValue().size() - b.getValue().size())
                    .ifPresent(e -> figures.add(Figure.of(
                            model + ", " + e.getKey(),
                            BarChart.draw(
                                    layerMeans(e.getValue()),
                                    "weights pruned [%]",
                                    ArmStyle.of(Arms.PRUNING),
                                    "Sparsity by layer: " + model))));
        }
        return figures;
    }

    private static Map<String, Double> layerMeans(List<TrialResult> trials) {
        Map<String, List<Double>> byLayer = new LinkedHashMap<>();
        trials.forEach(r -> r.layerSparsity()
                .forEach((layer, s) ->
                        byLayer.computeIfAbsent(layer, key -> new ArrayList<>()).add(s)));
        Map<String, Double> means = new LinkedHashMap<>();
        byLayer.forEach((layer, values) -> means.put(layer, average(values)));
        return means;
    }

    private List<Markup> curves(
            String what, Function<TrialResult, String> axis, Function<TrialResult, List<Double>> curve) {
        return panels((caption, trials) -> {
            LineChart chart = new LineChart("epoch", axis.apply(trials.get(0)));
            for (String arm : arms) {
                List<TrialResult> ofArm =
                        trials.stream().filter(r -> r.trial().arm().equals(arm)).toList();
                chart.add(new Line(arm, ArmStyle.of(arm).css(), null, mean(ofArm, curve, 1)));
            }
            return new Panel(chart, what + " by epoch: " + caption);
        });
    }

    private List<Markup> forecasts() {
        return panels((caption, trials) -> {
            LineChart chart = new LineChart(
                    "rows before the end of the test part", trials.get(0).unit());
            for (String arm : arms) {
                trials.stream()
                        .filter(r -> r.trial().arm().equals(arm))
                        .min((a, b) -> Long.compare(a.trial().seed(), b.trial().seed()))
                        .ifPresent(r -> chart.add(
                                new Line(arm, "thin " + ArmStyle.of(arm).css(), null, series(r.forecast()))));
            }
            chart.add(new Line("truth", "truth", null, series(trials.get(0).actual())));
            return new Panel(chart, "Forecasts against truth: " + caption);
        });
    }

    private record Panel(LineChart chart, String description) {}

    @FunctionalInterface
    private interface PanelOf {
        Panel of(String caption, List<TrialResult> trials);
    }

    /** One drawing per data set and model at the length shown; none where there is nothing to draw. */
    private List<Markup> panels(PanelOf panels) {
        List<Markup> figures = new ArrayList<>();
        for (String data : Order.data(chosen)) {
            for (String model : Order.models(chosen)) {
                List<TrialResult> trials = chosen.stream()
                        .filter(r -> r.trial().data().equals(data)
                                && r.trial().model().equals(model)
                                && r.trial().length() == length)
                        .toList();
                if (!trials.isEmpty()) {
                    String caption = data + ", " + model;
                    Panel panel = panels.of(caption, trials);
                    if (!panel.chart().isEmpty()) {
                        figures.add(Figure.of(caption, panel.chart().draw(panel.description())));
                    }
                }
            }
        }
        return figures;
    }

    private List<TrialResult> pruned(String model) {
        return chosen.stream()
                .filter(r -> r.trial().arm().equals(Arms.PRUNING)
                        && r.trial().model().equals(model))
                .toList();
    }

    private static List<Point> series(List<Double> values) {
        return IntStream.range(Math.max(0, values.size() - ROWS), values.size())
                .mapToObj(i -> Point.of(i - values.size() + 1.0, values.get(i)))
                .toList();
    }

    /** The mean of some curves epoch by epoch, over those that reach the epoch. */
    private static List<Point> mean(
            List<TrialResult> trials, Function<TrialResult, List<Double>> curve, double factor) {
        int epochs = trials.stream().mapToInt(r -> curve.apply(r).size()).max().orElse(0);
        List<Point> points = new ArrayList<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            int index = epoch;
            List<Double> values = trials.stream()
                    .map(curve)
                    .filter(c -> c.size() > index)
                    .map(c -> c.get(index))
                    .toList();
            points.add(Point.of(epoch + 1.0, factor * average(values)));
        }
        return points;
    }

    private static double average(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }
}
