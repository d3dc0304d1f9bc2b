package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Figures;
import io.github.dl4jpruning.samples.analysis.ProtocolAnalysis;
import io.github.dl4jpruning.samples.analysis.SettingEffect;
import io.github.dl4jpruning.samples.experiment.Arms;
import java.util.List;

/** The settings of arms that ran with several. */
final class SettingsSection {
    private SettingsSection() {}

    static Markup of(ProtocolAnalysis analysis) {
        Markup section = new Markup();
        if (analysis.settings().isEmpty()) {
            return section.element("p", "Every arm was run with one setting.");
        }
        section.element(
                "p",
                "Medians over the blocks of data set, look-back and seed of the error relative to arm none, less 1; lowest validation"
                        + " error first. The validation part chooses; the test part stands beside it.");
        HtmlTable table = new HtmlTable(
                "Settings against none",
                3,
                List.of("model", "arm", "setting", "blocks", "validation MAE", "test MAE", "95% interval", "sparsity"));
        for (SettingEffect e : analysis.settings()) {
            table.add(
                    e.arm().equals(Arms.PRUNING) ? "own" : "",
                    List.of(
                            e.model(),
                            e.arm(),
                            e.setting(),
                            String.valueOf(e.blocks()),
                            Figures.signedPercent(e.validation()),
                            Figures.signedPercent(e.test()),
                            ComparisonSection.interval(e.testInterval()),
                            e.arm().equals(Arms.PRUNING) ? Figures.percent(e.sparsity()) : ""));
        }
        return section.add(table.done());
    }
}
