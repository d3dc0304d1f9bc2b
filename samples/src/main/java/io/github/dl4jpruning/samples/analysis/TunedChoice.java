package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * What the validation part chose for a contender in a place: the setting with the least mean validation MAE over the
 * seeds. The test part has no say.
 *
 * @param contender whose choice it is
 * @param place the task and the model
 * @param arm of the setting; {@code none} if that was better than all of the contender's own tries
 * @param setting that was chosen
 * @param validationMae mean over the seeds, in units of the target
 * @param tries how many settings there were to choose from
 * @param trials the trainings with the setting, by seed
 */
public record TunedChoice(
        Contender contender,
        TunedPlace place,
        String arm,
        String setting,
        double validationMae,
        int tries,
        List<TrialResult> trials) {

    private record Try(String arm, String setting) {}

    /**
     * The choice among trials.
     *
     * @param trials of one place
     * @return nothing if the contender has no trial there; settings with fewer seeds than others do not stand for
     *     election
     */
    static Optional<TunedChoice> of(Contender contender, TunedPlace place, List<TrialResult> trials) {
        Optional<String> sizing =
                contender.sizedBy().flatMap(c -> of(c, place, trials)).map(TunedChoice::setting);
        if (contender.sizedBy().isPresent() && sizing.isEmpty()) {
            return Optional.empty();
        }
        List<String> arms = new ArrayList<>(contender.arms());
        if (contender.mayBeNone() && !arms.contains(Arms.NONE)) {
            arms.add(Arms.NONE);
        }
        Map<Try, List<TrialResult>> tries = trials.stream()
                .filter(r -> arms.contains(r.trial().arm()))
                .filter(r -> contender.admits(r.trial().setting(), sizing))
                .collect(Collectors.groupingBy(
                        r -> new Try(r.trial().arm(), r.trial().setting()), LinkedHashMap::new, Collectors.toList()));
        if (tries.keySet().stream().noneMatch(t -> contender.arms().contains(t.arm()))) {
            return Optional.empty();
        }
        int seeds = tries.values().stream().mapToInt(List::size).max().orElseThrow();
        List<Map.Entry<Try, List<TrialResult>>> complete = tries.entrySet().stream()
                .filter(e -> e.getValue().size() == seeds)
                .sorted(Comparator.<Map.Entry<Try, List<TrialResult>>>comparingDouble(
                                e -> mean(e.getValue(), TrialResult::validationMae)) // NaN comes last
                        .thenComparingInt(e -> arms.indexOf(e.getKey().arm()))
                        .thenComparing(e -> e.getKey().setting()))
                .toList();
        Map.Entry<Try, List<TrialResult>> best = complete.get(0);
        return Optional.of(new TunedChoice(
                contender,
                place,
                best.getKey().arm(),
                best.getKey().setting(),
                mean(best.getValue(), TrialResult::validationMae),
                complete.size(),
                best.getValue().stream()
                        .sorted(Comparator.comparingLong(r -> r.trial().seed()))
                        .toList()));
    }

    /** Whether the validation part chose no regularisation over what the contender stands for. */
    public boolean choseNone() {
        return arm.equals(Arms.NONE) && !contender.arms().contains(Arms.NONE);
    }

    /** The same choice under the name of another place. */
    TunedChoice at(TunedPlace other) {
        return new TunedChoice(contender, other, arm, setting, validationMae, tries, trials);
    }

    /** The training of a seed. */
    public Optional<TrialResult> of(long seed) {
        return trials.stream().filter(r -> r.trial().seed() == seed).findFirst();
    }

    /** The training with the least validation error: the one to deploy. */
    public TrialResult best() {
        return trials.stream()
                .min(Comparator.comparingDouble(TrialResult::validationMae))
                .orElseThrow();
    }

    /** The mean of a figure over the seeds. */
    public double mean(ToDoubleFunction<TrialResult> figure) {
        return mean(trials, figure);
    }

    /** Arm and setting for the reader: {@code pruning early 0.9}, {@code none}. */
    public String inWords() {
        return setting.equals(Trial.NO_SETTING) ? arm : arm + " " + setting;
    }

    private static double mean(List<TrialResult> trials, ToDoubleFunction<TrialResult> figure) {
        return trials.stream().mapToDouble(figure).average().orElse(Double.NaN);
    }
}
