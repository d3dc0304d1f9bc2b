package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.analysis.Choice.Candidate;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One setting per data set, model, length and arm, chosen on the validation part, never on the test part.
 *
 * @param choices one per data set, model, length and arm
 * @param chosen the trials with these settings; baselines are all in
 */
public record Selection(List<Choice> choices, List<TrialResult> chosen) {
    private record Place(String data, String model, int length, String arm) {
        static Place of(Trial trial) {
            return new Place(trial.data(), trial.model(), trial.length(), trial.arm());
        }
    }

    /** The choice among trials of one protocol. Equal errors: the first by name. */
    public static Selection of(List<TrialResult> results) {
        Map<Place, List<TrialResult>> places = results.stream()
                .filter(r -> !Order.isBaseline(r.trial()))
                .collect(Collectors.groupingBy(r -> Place.of(r.trial()), LinkedHashMap::new, Collectors.toList()));
        List<Choice> choices = new ArrayList<>();
        places.forEach((place, trials) -> choices.add(choose(place, trials)));
        Map<Place, String> settings = choices.stream()
                .collect(Collectors.toMap(c -> new Place(c.data(), c.model(), c.length(), c.arm()), Choice::setting));
        List<TrialResult> chosen = results.stream()
                .filter(r ->
                        Order.isBaseline(r.trial()) || r.trial().setting().equals(settings.get(Place.of(r.trial()))))
                .toList();
        return new Selection(List.copyOf(choices), chosen);
    }

    private static Choice choose(Place place, List<TrialResult> trials) {
        List<Candidate> candidates = new ArrayList<>();
        trials.stream().collect(Collectors.groupingBy(r -> r.trial().setting())).forEach((setting, tried) -> {
            double mean = tried.stream()
                    .mapToDouble(TrialResult::validationMae)
                    .average()
                    .orElseThrow();
            candidates.add(new Candidate(setting, tried.size(), mean));
        });
        candidates.sort(Comparator.comparingInt(Candidate::seeds)
                .reversed()
                .thenComparingDouble(Candidate::validationMae) // NaN comes last
                .thenComparing(Candidate::setting));
        return new Choice(
                place.data(),
                place.model(),
                place.length(),
                place.arm(),
                candidates.get(0).setting(),
                List.copyOf(candidates));
    }
}
