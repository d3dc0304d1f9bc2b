package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Choice;
import io.github.dl4jpruning.samples.analysis.Order;
import io.github.dl4jpruning.samples.analysis.ProtocolAnalysis;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What was run: settings and how they were chosen, what differs from the paper, versions. */
final class SetupSection {
    private SetupSection() {}

    static Markup of(ProtocolAnalysis analysis) {
        Markup section = new Markup();
        section.element("p", analysis.choiceInWords());
        section.add(settings(analysis));
        if (analysis.selection().choices().stream().anyMatch(Choice::hadAlternatives)) {
            section.open("details").element("summary", "Every choice and what there was to choose from");
            section.add(choices(analysis)).close();
        }
        List<String> deviations = analysis.results().stream()
                .flatMap(r -> r.deviations().stream())
                .distinct()
                .toList();
        if (!deviations.isEmpty()) {
            section.element("h4", "Done otherwise than published");
            list(section, deviations);
        }
        section.element("h4", "Versions");
        Map<String, TreeSet<String>> versions = new TreeMap<>();
        analysis.results()
                .forEach(r -> r.versions()
                        .forEach((name, version) -> versions.computeIfAbsent(name, key -> new TreeSet<>())
                                .add(version)));
        list(
                section,
                versions.entrySet().stream()
                        .map(e -> e.getKey() + ": " + String.join("; ", e.getValue()))
                        .toList());
        return section;
    }

    private static Markup settings(ProtocolAnalysis analysis) {
        HtmlTable table = new HtmlTable(
                "Models and arms; settings with the number of cells they were chosen for",
                3,
                List.of("model", "arm", "settings", "trials", "seeds", "epochs at most", "weights"));
        for (String model : Order.models(analysis.results())) {
            for (String arm : Order.in(analysis.results())) {
                List<TrialResult> trials = analysis.results().stream()
                        .filter(r -> r.trial().model().equals(model)
                                && r.trial().arm().equals(arm))
                        .toList();
                if (!trials.isEmpty()) {
                    table.add(
                            "",
                            List.of(
                                    model,
                                    arm,
                                    chosen(analysis, model, arm),
                                    String.valueOf(trials.size()),
                                    String.valueOf(trials.stream()
                                            .map(r -> r.trial().seed())
                                            .distinct()
                                            .count()),
                                    range(trials.stream()
                                            .map(r -> (long) r.trial().epochs())
                                            .collect(Collectors.toCollection(TreeSet::new))),
                                    range(trials.stream()
                                            .map(TrialResult::weights)
                                            .collect(Collectors.toCollection(TreeSet::new)))));
                }
            }
        }
        return table.done();
    }

    private static String chosen(ProtocolAnalysis analysis, String model, String arm) {
        Map<String, Long> counts = analysis.selection().choices().stream()
                .filter(c -> c.model().equals(model) && c.arm().equals(arm))
                .collect(Collectors.groupingBy(Choice::setting, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(e -> e.getKey().equals("-") ? "-" : e.getKey() + " (" + e.getValue() + ")")
                .collect(Collectors.joining(", "));
    }

    private static Markup choices(ProtocolAnalysis analysis) {
        HtmlTable table = new HtmlTable(
                "Mean validation MAE of every setting, the chosen one first, with the number of seeds",
                6,
                List.of("data", "model", "length", "arm", "chosen", "candidates"));
        analysis.selection().choices().stream()
                .filter(Choice::hadAlternatives)
                .forEach(c -> table.add(
                        "",
                        List.of(
                                c.data(),
                                c.model(),
                                String.valueOf(c.length()),
                                c.arm(),
                                c.setting(),
                                c.candidates().stream()
                                        .map(k -> k.setting() + ": " + Digits.of(k.validationMae()) + " (" + k.seeds()
                                                + ")")
                                        .collect(Collectors.joining(", ")))));
        return table.done();
    }

    private static String range(TreeSet<Long> values) {
        return values.first().equals(values.last())
                ? String.valueOf(values.first())
                : values.first() + " – " + values.last();
    }

    private static void list(Markup section, List<String> items) {
        section.open("ul");
        items.forEach(item -> section.element("li", item));
        section.close();
    }
}
