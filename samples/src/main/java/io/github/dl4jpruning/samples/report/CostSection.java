package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Costs;
import io.github.dl4jpruning.samples.analysis.Figures;
import io.github.dl4jpruning.samples.analysis.Order;
import io.github.dl4jpruning.samples.analysis.ProtocolAnalysis;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.experiment.Arms;
import java.util.ArrayList;
import java.util.List;

/** Time and memory of every arm, and what it takes deployed. */
final class CostSection {
    private CostSection() {}

    static Markup of(ProtocolAnalysis analysis) {
        Markup section = new Markup();
        section.element(
                "p",
                "Seconds of fitting per epoch and the largest memory of the process, medians over the trials. Against none: the median"
                        + " over the pairs with the same data set, model, length and seed, with its 95% interval.");
        List<Markup> figures = new ArrayList<>();
        for (String model : Order.models(analysis.results())) {
            IntervalPlot plot = new IntervalPlot("seconds per epoch against none [%]");
            List<Costs> compared = analysis.costs().stream()
                    .filter(c -> c.model().equals(model) && c.pairs() > 0)
                    .toList();
            compared.forEach(c -> plot.add(c.arm(), ArmStyle.of(c.arm()), c.overhead(), c.overheadInterval()));
            if (!compared.isEmpty()) {
                figures.add(Figure.of(model, plot.draw("Time per epoch against none: " + model)));
            }
        }
        section.add(Figure.wideGrid(figures));
        HtmlTable table = new HtmlTable(
                "Cost per arm",
                2,
                List.of(
                        "model",
                        "arm",
                        "seconds/epoch",
                        "against none",
                        "95% interval",
                        "memory [MB]",
                        "against none",
                        "95% interval",
                        "pairs"));
        for (Costs c : analysis.costs()) {
            table.add(
                    c.arm().equals(Arms.PRUNING) ? "own" : "",
                    List.of(
                            c.model(),
                            c.arm(),
                            Digits.of(c.secondsPerEpoch()),
                            Figures.signedPercent(c.overhead()),
                            ComparisonSection.interval(c.overheadInterval()),
                            Digits.fixed(c.megabytes(), 0),
                            Figures.signedPercent(c.memory()),
                            ComparisonSection.interval(c.memoryInterval()),
                            String.valueOf(c.pairs())));
        }
        section.add(table.done());
        section.element(
                "p",
                "What is deployed: the file that an export of the model writes, and the time of one forecast from one window, by the"
                        + " runtime from that file and by DL4J or SameDiff; medians over the trials. A dash: not measured, as MC"
                        + " dropout, which the runtime does not draw, and trials of older versions.");
        return section.add(deployments(analysis));
    }

    private static Markup deployments(ProtocolAnalysis analysis) {
        HtmlTable table = new HtmlTable(
                "Exported model per arm",
                2,
                List.of(
                        "model",
                        "arm",
                        "sparsity",
                        "file [kB]",
                        "ms/forecast",
                        "ms in DL4J or SameDiff",
                        "times faster"));
        for (Costs c : analysis.costs()) {
            table.add(
                    c.arm().equals(Arms.PRUNING) ? "own" : "",
                    List.of(
                            c.model(),
                            c.arm(),
                            Figures.percent(c.sparsity()),
                            Digits.fixed(c.kilobytes(), 1),
                            Digits.of(c.forecastMillis()),
                            Digits.of(c.frameworkMillis()),
                            Figures.times(c.timesFaster())));
        }
        return table.done();
    }
}
