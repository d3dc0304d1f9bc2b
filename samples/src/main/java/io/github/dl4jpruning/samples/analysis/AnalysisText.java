package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import io.github.dl4jpruning.samples.experiment.Protocol;
import io.github.dl4jpruning.samples.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** An analysis as plain text. */
final class AnalysisText {
    private static final String NEW_LINE = System.lineSeparator();

    private final StringBuilder text = new StringBuilder();

    private AnalysisText() {}

    static String of(Analysis analysis) {
        AnalysisText text = new AnalysisText();
        text.line(analysis.rows().results().size() + " trials of "
                + analysis.rows().file());
        analysis.rows().notes().forEach(note -> text.line("note: " + note));
        analysis.protocols().forEach(text::protocol);
        return text.text.toString();
    }

    private void protocol(ProtocolAnalysis analysis) {
        heading("protocol " + analysis.protocol() + ": " + analysis.results().size() + " trials", '=');
        if (Protocol.isTuned(analysis.protocol())) {
            TunedStudy.ofModels(analysis.results()).forEach((model, study) -> {
                heading("model " + model, '-');
                line(TunedText.of(study));
            });
            return;
        }
        line(analysis.choiceInWords());
        analysis.settingsInWords().forEach(setting -> line("  " + setting));

        heading("mean test MAE and 95% interval (Student's t over the seeds)", '-');
        cells(analysis);

        heading("arms compared: test MAE in standard deviations, paired by data set, model, length and seed", '-');
        Comparison.READING.forEach(this::line);
        ranks(analysis);
        analysis.notCompared()
                .forEach(scope -> line(scope + ": not compared (fewer than two arms or two complete blocks)"));
        analysis.comparisons().forEach(this::pairs);

        if (!analysis.skills().isEmpty()) {
            heading("cells in which the mean test MAE is below that of the baseline", '-');
            skills(analysis.skills());
        }
        if (!analysis.settings().isEmpty()) {
            heading("settings: errors relative to none, lowest validation error first", '-');
            settings(analysis.settings());
        }
        heading("costs", '-');
        costs(analysis.costs());
        heading("published claims (arXiv 2508.09330)", '-');
        analysis.claims().forEach(this::claim);
    }

    private void cells(ProtocolAnalysis analysis) {
        TextTable table = new TextTable(
                "data",
                "model",
                "length",
                "arm",
                "setting",
                "seeds",
                "MAE",
                "95% interval",
                "unit",
                "MAE [sd]",
                "sparsity [%]");
        for (CellSummary c : analysis.cells()) {
            int decimals = Digits.decimals(c.testMae().mean());
            Interval interval = c.testMae().interval();
            table.add(
                    c.data(),
                    c.model(),
                    Integer.toString(c.length()),
                    c.arm(),
                    c.setting(),
                    Integer.toString(c.testMae().n()),
                    Digits.fixed(c.testMae().mean(), decimals),
                    interval.known()
                            ? Digits.fixed(interval.low(), decimals) + " to " + Digits.fixed(interval.high(), decimals)
                            : "-",
                    c.unit(),
                    Digits.fixed(c.relativeMae(), 4),
                    c.sparsityAsked() > 0 ? Digits.fixed(100 * c.sparsityReached(), 1) : "-");
        }
        text.append(table);
    }

    private void ranks(ProtocolAnalysis analysis) {
        List<String> arms = Order.in(analysis.results());
        List<String> header = new ArrayList<>(List.of("scope", "blocks"));
        header.addAll(arms);
        header.addAll(List.of("critical difference", "chi-square", "F", "p"));
        TextTable table = new TextTable(header.toArray(String[]::new));
        for (Comparison c : analysis.comparisons()) {
            List<String> row = new ArrayList<>(
                    List.of(c.scope(), Integer.toString(c.friedman().blocks())));
            arms.forEach(arm -> row.add(Digits.fixed(c.rank(arm), 2)));
            row.addAll(List.of(
                    Digits.fixed(c.criticalDifference().value(), 2),
                    Digits.fixed(c.friedman().chiSquare(), 2),
                    Digits.fixed(c.friedman().f(), 2),
                    Figures.p(c.friedman().p())));
            table.add(row.toArray(String[]::new));
        }
        text.append(table);
        analysis.comparisons().stream()
                .filter(c -> !c.dropped().isEmpty())
                .forEach(c -> line(c.scope() + ": " + c.dropped()));
    }

    private void pairs(Comparison comparison) {
        line("");
        line(comparison.scope() + ", " + comparison.friedman().blocks()
                + " blocks: Wilcoxon's signed rank test by pair, Holm over the "
                + comparison.pairs().size() + " pairs of this table");
        TextTable table = new TextTable(
                "first - second",
                "MAE lower by",
                "95% interval",
                "median difference",
                "95% interval",
                "effect",
                "p",
                "p (Holm)",
                "better");
        for (PairComparison pair : comparison.pairs()) {
            table.add(
                    pair.first() + " - " + pair.second(),
                    Figures.percent(pair.gain()),
                    interval(pair.gainInterval()),
                    Figures.signedPercent(pair.medianDifference()),
                    interval(pair.medianInterval()),
                    String.format(Locale.ROOT, "%+.2f", pair.rankBiserial()),
                    Figures.p(pair.wilcoxon().p()),
                    Figures.p(pair.holmP()),
                    pair.winner().orElse("-"));
        }
        text.append(table);
    }

    private void skills(List<Skill> skills) {
        List<String> baselines = List.copyOf(skills.get(0).beaten().keySet());
        List<String> header = new ArrayList<>(List.of("model and arm", "cells"));
        header.addAll(baselines);
        header.add("all of them");
        TextTable table = new TextTable(header.toArray(String[]::new));
        for (Skill skill : skills) {
            List<String> row =
                    new ArrayList<>(List.of(skill.model() + " " + skill.arm(), Integer.toString(skill.cells())));
            baselines.forEach(b -> row.add(Integer.toString(skill.beaten().get(b))));
            row.add(Integer.toString(skill.allBeaten()));
            table.add(row.toArray(String[]::new));
        }
        text.append(table);
    }

    private void costs(List<Costs> costs) {
        TextTable table = new TextTable(
                "model and arm",
                "seconds/epoch",
                "against none",
                "95% interval",
                "memory [MB]",
                "against none",
                "95% interval",
                "pairs");
        for (Costs c : costs) {
            table.add(
                    c.model() + " " + c.arm(),
                    Digits.of(c.secondsPerEpoch()),
                    Figures.signedPercent(c.overhead()),
                    interval(c.overheadInterval()),
                    Digits.fixed(c.megabytes(), 0),
                    Figures.signedPercent(c.memory()),
                    interval(c.memoryInterval()),
                    Integer.toString(c.pairs()));
        }
        text.append(table);
        line(
                "Medians over the trials; against none: median over the pairs with the same data set, model, length and seed.");
        line("");
        deployments(costs);
    }

    private void deployments(List<Costs> costs) {
        TextTable table = new TextTable(
                "exported", "sparsity", "file [kB]", "ms/forecast", "ms in DL4J or SameDiff", "times faster");
        for (Costs c : costs) {
            table.add(
                    c.model() + " " + c.arm(),
                    Figures.percent(c.sparsity()),
                    Digits.fixed(c.kilobytes(), 1),
                    Digits.of(c.forecastMillis()),
                    Digits.of(c.frameworkMillis()),
                    Figures.times(c.timesFaster()));
        }
        text.append(table);
        line(
                "Medians; one window at a time, by the runtime from the exported file and by what it was trained with; a dash: not"
                        + " measured.");
    }

    private void settings(List<SettingEffect> settings) {
        TextTable table = new TextTable(
                "model, arm, setting", "blocks", "validation MAE", "test MAE", "95% interval", "sparsity");
        for (SettingEffect e : settings) {
            table.add(
                    e.model() + " " + e.arm() + " " + e.setting(),
                    Integer.toString(e.blocks()),
                    Figures.signedPercent(e.validation()),
                    Figures.signedPercent(e.test()),
                    interval(e.testInterval()),
                    Figures.percent(e.sparsity()));
        }
        text.append(table);
        line("Medians over the blocks with the same data set, model, length and seed.");
    }

    private void claim(Claim.Tested tested) {
        line(tested.finding().verdict().title() + ": " + tested.claim().text());
        line("    measured: " + tested.finding().measured());
        line("    rule: " + tested.claim().rule());
    }

    private static String interval(Interval interval) {
        return interval.known()
                ? String.format(Locale.ROOT, "%+.1f to %+.1f%%", 100 * interval.low(), 100 * interval.high())
                : "-";
    }

    private void heading(String title, char rule) {
        line("");
        line(title);
        line(String.valueOf(rule).repeat(title.length()));
    }

    private void line(String line) {
        text.append(line).append(NEW_LINE);
    }
}
