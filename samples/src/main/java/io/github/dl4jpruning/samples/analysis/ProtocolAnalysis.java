package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The analysis of one protocol.
 *
 * @param protocol {@code paper} or {@code clean}
 * @param results all its trials
 * @param selection the settings and trials it is judged by
 * @param cells of these
 * @param comparisons over all models, by model, by data set; those with enough blocks
 * @param notCompared the scopes without
 * @param skills against the baselines
 * @param costs by model and arm
 * @param settings of arms that ran with several, all of them
 * @param claims beside the published ones
 */
public record ProtocolAnalysis(
        String protocol,
        List<TrialResult> results,
        Selection selection,
        List<CellSummary> cells,
        List<Comparison> comparisons,
        List<String> notCompared,
        List<Skill> skills,
        List<Costs> costs,
        List<SettingEffect> settings,
        List<Claim.Tested> claims) {
    /** The scope of all blocks. */
    public static final String ALL = "all models";

    private record Scope(String name, Predicate<Trial> of) {}

    /** The analysis of trials of one protocol. */
    static ProtocolAnalysis of(String protocol, List<TrialResult> results) {
        Selection selection = Selection.of(results);
        List<TrialResult> chosen = selection.chosen();
        List<CellSummary> cells = Cells.of(chosen);
        Evidence evidence = new Evidence(chosen, cells);
        List<Comparison> comparisons = new ArrayList<>();
        List<String> notCompared = new ArrayList<>();
        for (Scope scope : scopes(chosen)) {
            Optional<Comparison> comparison = evidence.comparison(scope.name(), scope.of());
            comparison.ifPresentOrElse(comparisons::add, () -> notCompared.add(scope.name()));
        }
        return new ProtocolAnalysis(
                protocol,
                results,
                selection,
                cells,
                List.copyOf(comparisons),
                List.copyOf(notCompared),
                Skill.of(cells),
                Costs.of(chosen),
                SettingEffect.of(results),
                PublishedClaims.all().stream().map(claim -> claim.on(evidence)).toList());
    }

    /** The comparison of a scope, if it had enough blocks. */
    public Optional<Comparison> comparison(String scope) {
        return comparisons.stream().filter(c -> c.scope().equals(scope)).findFirst();
    }

    /** How many claims fared so. */
    public long count(Verdict verdict) {
        return claims.stream().filter(c -> c.finding().verdict() == verdict).count();
    }

    /** What the reader has to know about the choice of settings. */
    public String choiceInWords() {
        long tuned =
                selection.choices().stream().filter(Choice::hadAlternatives).count();
        if (tuned == 0) {
            return "Every arm was run with one setting.";
        }
        String rule = tuned + " of " + selection.choices().size()
                + " cells were run with several settings; each is judged with the"
                + " one of lowest mean validation MAE over the seeds (of those with the most seeds), never by the test part.";
        return protocol.equals("paper")
                ? rule + " In this protocol the validation part is the test part, so these choices flatter."
                : rule;
    }

    /** By model and arm, which settings were chosen and in how many cells. */
    public List<String> settingsInWords() {
        Map<String, Map<String, Long>> counts = new TreeMap<>();
        selection.choices().stream()
                .filter(Choice::hadAlternatives)
                .forEach(c -> counts.computeIfAbsent(c.model() + " " + c.arm(), key -> new TreeMap<>())
                        .merge(c.setting(), 1L, Long::sum));
        List<String> lines = new ArrayList<>();
        counts.forEach((place, settings) -> lines.add(place + ": "
                + settings.entrySet().stream()
                        .map(e -> e.getKey() + " (" + e.getValue() + ")")
                        .collect(Collectors.joining(", "))));
        return lines;
    }

    private static List<Scope> scopes(List<TrialResult> chosen) {
        List<Scope> scopes = new ArrayList<>();
        scopes.add(new Scope(ALL, t -> true));
        Order.models(chosen)
                .forEach(m -> scopes.add(new Scope("model " + m, t -> t.model().equals(m))));
        Order.data(chosen)
                .forEach(d -> scopes.add(new Scope("data " + d, t -> t.data().equals(d))));
        return scopes;
    }
}
