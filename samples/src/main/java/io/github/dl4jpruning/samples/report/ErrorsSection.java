package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.CellSummary;
import io.github.dl4jpruning.samples.analysis.Order;
import io.github.dl4jpruning.samples.analysis.ProtocolAnalysis;
import io.github.dl4jpruning.samples.analysis.Skill;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.report.LineChart.Line;
import io.github.dl4jpruning.samples.report.LineChart.Point;
import io.github.dl4jpruning.samples.statistics.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Test MAE by length, every cell in figures, and against the baselines. */
final class ErrorsSection {
    private final ProtocolAnalysis analysis;
    private final List<String> arms;

    private ErrorsSection(ProtocolAnalysis analysis) {
        this.analysis = analysis;
        this.arms = Order.in(analysis.results());
    }

    static Markup of(ProtocolAnalysis analysis) {
        return new ErrorsSection(analysis).draw();
    }

    private Markup draw() {
        Markup section = new Markup();
        section.element(
                "p",
                "Mean test MAE over the seeds, with its 95% interval (Student's t); no interval for a single seed. Lower is better."
                        + " The best baseline is the lowest of those in the table below.");
        List<Markup> figures = new ArrayList<>();
        for (String data : Order.data(analysis.results())) {
            for (String model : Order.models(analysis.results())) {
                byLength(data, model).ifPresent(figures::add);
            }
        }
        section.add(Figure.grid(Figure.legend(arms, "base", "best baseline"), figures));
        if (!analysis.skills().isEmpty()) {
            section.add(skills());
        }
        section.open("details").element("summary", "All " + analysis.cells().size() + " cells in figures");
        section.add(cells()).close();
        return section;
    }

    private Optional<Markup> byLength(String data, String model) {
        List<CellSummary> cells = analysis.cells().stream()
                .filter(c -> c.data().equals(data) && c.model().equals(model))
                .toList();
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        List<Integer> lengths =
                cells.stream().map(CellSummary::length).distinct().sorted().toList();
        LineChart chart = new LineChart(
                        "look-back [rows]", "test MAE [" + cells.get(0).unit() + "]")
                .categories(lengths.stream().map(String::valueOf).toList());
        List<Point> baseline = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            int place = i;
            int length = lengths.get(i);
            bestBaseline(data, length).ifPresent(best -> baseline.add(Point.of(place, best)));
        }
        chart.add(new Line("best baseline", "base", null, baseline));
        for (String arm : arms) {
            List<Point> points = cells.stream()
                    .filter(c -> c.arm().equals(arm))
                    .map(c -> new Point(
                            lengths.indexOf(c.length()),
                            c.testMae().mean(),
                            c.testMae().interval().low(),
                            c.testMae().interval().high()))
                    .toList();
            ArmStyle style = ArmStyle.of(arm);
            chart.add(new Line(arm, style.css(), style, points));
        }
        String caption = data + ", " + model;
        return Optional.of(Figure.of(caption, chart.draw("Test MAE by length: " + caption)));
    }

    private Optional<Double> bestBaseline(String data, int length) {
        return analysis.skills().stream()
                .flatMap(s -> s.beaten().keySet().stream())
                .distinct()
                .flatMap(b -> Skill.baseline(analysis.cells(), b, data, length).stream())
                .map(c -> c.testMae().mean())
                .min(Comparator.naturalOrder());
    }

    private Markup skills() {
        List<String> baselines = List.copyOf(analysis.skills().get(0).beaten().keySet());
        List<String> header = new ArrayList<>(List.of("model", "arm", "cells"));
        header.addAll(baselines);
        header.add("all of them");
        HtmlTable table = new HtmlTable(
                "In how many cells (data set, length) the mean test MAE is below that of the baseline", 2, header);
        for (Skill skill : analysis.skills()) {
            List<String> row = new ArrayList<>(List.of(skill.model(), skill.arm(), String.valueOf(skill.cells())));
            baselines.forEach(b -> row.add(String.valueOf(skill.beaten().get(b))));
            row.add(String.valueOf(skill.allBeaten()));
            table.add(skill.arm().equals(Arms.PRUNING) ? "own" : "", row);
        }
        return table.done();
    }

    private Markup cells() {
        HtmlTable table = new HtmlTable(
                "Means over the seeds; [sd]: in standard deviations of the training part; coverage and width of the 95% intervals of"
                        + " MC dropout",
                5,
                List.of(
                        "data",
                        "model",
                        "length",
                        "arm",
                        "setting",
                        "seeds",
                        "test MAE",
                        "95% interval",
                        "unit",
                        "MAE [sd]",
                        "RMSE",
                        "sparsity [%]",
                        "coverage [%]",
                        "width"));
        for (CellSummary c : analysis.cells()) {
            int decimals = Digits.decimals(c.testMae().mean());
            Interval interval = c.testMae().interval();
            table.add(
                    c.arm().equals(Arms.PRUNING) ? "own" : "",
                    List.of(
                            c.data(),
                            c.model(),
                            String.valueOf(c.length()),
                            c.arm(),
                            c.setting(),
                            String.valueOf(c.testMae().n()),
                            Digits.fixed(c.testMae().mean(), decimals),
                            interval.known()
                                    ? Digits.fixed(interval.low(), decimals) + " – "
                                            + Digits.fixed(interval.high(), decimals)
                                    : "-",
                            c.unit(),
                            Digits.fixed(c.relativeMae(), 4),
                            Digits.fixed(c.testRmse(), decimals),
                            c.sparsityAsked() > 0 ? Digits.fixed(100 * c.sparsityReached(), 1) : "-",
                            Digits.fixed(100 * c.coverage(), 1),
                            Digits.of(c.width())));
        }
        return table.done();
    }
}
