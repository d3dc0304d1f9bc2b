package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Comparison;
import io.github.dl4jpruning.samples.analysis.Figures;
import io.github.dl4jpruning.samples.analysis.Order;
import io.github.dl4jpruning.samples.analysis.PairComparison;
import io.github.dl4jpruning.samples.analysis.ProtocolAnalysis;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ranks, tests and effect sizes. */
final class ComparisonSection {
    private ComparisonSection() {}

    static Markup of(ProtocolAnalysis analysis) {
        Markup section = new Markup();
        section.element(
                "p",
                "A block is one model, data set, length and seed; in it every arm starts from the same weights. Errors are divided by"
                        + " the standard deviation of the training part.");
        Comparison.READING.forEach(line -> section.element("p", line, "class", "rule"));
        if (analysis.comparisons().isEmpty()) {
            return section.element("p", "Nothing can be compared yet: no scope has two arms and two complete blocks.");
        }
        section.add(ranks(analysis));
        analysis.comparisons().stream()
                .filter(c -> !c.dropped().isEmpty())
                .forEach(c -> section.element("p", c.scope() + ": " + c.dropped() + ".", "class", "rule"));
        analysis.notCompared()
                .forEach(scope -> section.element(
                        "p", scope + ": not compared (fewer than two arms or two complete blocks).", "class", "rule"));

        section.element("h4", "Critical difference");
        section.element("p", "Arms under one bar are not told apart. Best rank on the left.");
        section.add(Figure.wideGrid(analysis.comparisons().stream()
                .map(c -> Figure.of(caption(c), CriticalDifferencePlot.draw(c)))
                .toList()));

        List<Comparison> withPruning = analysis.comparisons().stream()
                .filter(c -> !c.ofPruning().isEmpty())
                .toList();
        if (!withPruning.isEmpty()) {
            section.element("h4", "Relative gain of pruning");
            section.element(
                    "p",
                    "By how much the mean error of pruning is lower than that of each other arm, with 95% intervals; to the right of"
                            + " zero pruning is better.");
            section.add(Figure.wideGrid(withPruning.stream()
                    .map(c -> Figure.of(caption(c), gains(c)))
                    .toList()));
        }
        section.element("h4", "Pair by pair");
        for (Comparison comparison : analysis.comparisons()) {
            if (comparison.scope().equals(ProtocolAnalysis.ALL)) {
                section.add(pairs(comparison));
            } else {
                section.open("details").element("summary", caption(comparison));
                section.add(pairs(comparison)).close();
            }
        }
        return section;
    }

    private static String caption(Comparison c) {
        return c.scope() + ", " + c.friedman().blocks() + " blocks";
    }

    private static Markup ranks(ProtocolAnalysis analysis) {
        List<String> arms = Order.in(analysis.results());
        List<String> header = new ArrayList<>(List.of("scope", "blocks"));
        header.addAll(arms);
        header.addAll(List.of("critical difference", "χ²", "F", "p"));
        HtmlTable table = new HtmlTable("Average ranks and Friedman's test", 1, header);
        for (Comparison c : analysis.comparisons()) {
            List<String> row = new ArrayList<>(
                    List.of(c.scope(), String.valueOf(c.friedman().blocks())));
            arms.forEach(arm -> row.add(Digits.fixed(c.rank(arm), 2)));
            row.add(Digits.fixed(c.criticalDifference().value(), 2));
            row.add(Digits.fixed(c.friedman().chiSquare(), 2));
            row.add(
                    Double.isInfinite(c.friedman().f())
                            ? "∞"
                            : Digits.fixed(c.friedman().f(), 2));
            row.add(Figures.p(c.friedman().p()));
            table.add("", row);
        }
        return table.done();
    }

    private static Markup gains(Comparison comparison) {
        IntervalPlot plot = new IntervalPlot("MAE of pruning is lower by [%]");
        comparison
                .ofPruning()
                .forEach(p -> plot.add("vs " + p.second(), ArmStyle.of(p.second()), p.gain(), p.gainInterval()));
        return plot.draw("Relative gain of pruning, " + comparison.scope());
    }

    private static Markup pairs(Comparison comparison) {
        HtmlTable table = new HtmlTable(
                caption(comparison) + ": Wilcoxon's signed rank test, Holm over these "
                        + comparison.pairs().size() + " pairs",
                2,
                List.of(
                        "first",
                        "second",
                        "first is lower by",
                        "95% interval",
                        "median difference",
                        "95% interval",
                        "effect",
                        "p",
                        "p (Holm)",
                        "better"));
        for (PairComparison pair : comparison.pairs()) {
            table.add(
                    pair.first().equals(Arms.PRUNING) ? "own" : "",
                    List.of(
                            pair.first(),
                            pair.second(),
                            Figures.signedPercent(pair.gain()),
                            interval(pair.gainInterval()),
                            Figures.signedPercent(pair.medianDifference()),
                            interval(pair.medianInterval()),
                            String.format(Locale.ROOT, "%+.2f", pair.rankBiserial()),
                            Figures.p(pair.wilcoxon().p()),
                            Figures.p(pair.holmP()),
                            pair.winner().orElse("-")));
        }
        return table.done();
    }

    static String interval(Interval interval) {
        return interval.known()
                ? Figures.signedPercent(interval.low()) + " to " + Figures.signedPercent(interval.high())
                : "-";
    }
}
