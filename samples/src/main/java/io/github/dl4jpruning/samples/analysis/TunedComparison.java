package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.statistics.Holm;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tuned arms against each other, over any number of tasks, models and seeds. Each contender is tuned on the validation
 * part, task by task; then the test errors of two contenders are compared block by block.
 *
 * @param pairs in the order of the family, p-values corrected over all of them
 */
public record TunedComparison(List<TunedPair> pairs) {

    /**
     * What is to be compared.
     *
     * @param first the one in question
     * @param second what it is compared with
     */
    public record Pairing(Contender first, Contender second) {}

    /** Copies the list. */
    public TunedComparison {
        pairs = List.copyOf(pairs);
    }

    /**
     * Both ways of pruning against everything else, "none" being among the tries of every arm, and the pruned network
     * against the dense one with the same number of weights, where it is not.
     */
    public static List<Pairing> usualFamily() {
        List<Pairing> family = new ArrayList<>();
        for (String pruning : List.of(Arms.PRUNING, Arms.SEARCH)) {
            family.add(new Pairing(Contender.tuned(pruning), Contender.none()));
            for (String other :
                    List.of(Arms.DROPOUT, Arms.WEIGHT_DECAY, Arms.SMALL, Arms.RANDOM, Arms.ONE_SHOT, Arms.PUBLISHED)) {
                family.add(new Pairing(Contender.tuned(pruning), Contender.tuned(other)));
            }
        }
        family.add(new Pairing(Contender.prunedToSize(), Contender.denseOfSameSize()));
        return List.copyOf(family);
    }

    /**
     * The comparison of some trials; those of baselines are passed over.
     *
     * @param results of one protocol
     * @param family the pairs to compare, one family of Holm's correction; a pair without a common block is in it, but
     *     takes no part in the correction
     */
    public static TunedComparison of(List<TrialResult> results, List<Pairing> family) {
        return ofChoices(family, contender -> choices(results, contender));
    }

    /**
     * The comparison of choices that were made otherwise.
     *
     * @param family as for trials
     * @param choices of a contender, one per place
     */
    static TunedComparison ofChoices(List<Pairing> family, Function<Contender, List<TunedChoice>> choices) {
        List<TunedPair> raw = new ArrayList<>();
        for (Pairing pairing : family) {
            List<TunedPair.Block> blocks = blocks(choices.apply(pairing.first()), choices.apply(pairing.second()));
            raw.add(TunedPair.of(pairing.first(), pairing.second(), blocks));
        }
        List<TunedPair> tested = raw.stream().filter(p -> !p.blocks().isEmpty()).toList();
        double[] corrected =
                Holm.adjust(tested.stream().mapToDouble(p -> p.wilcoxon().p()).toArray());
        return new TunedComparison(raw.stream()
                .map(pair -> pair.blocks().isEmpty() ? pair : pair.corrected(corrected[tested.indexOf(pair)]))
                .toList());
    }

    /** What the validation part chose for a contender, place by place; places where it has no trials are left out. */
    public static List<TunedChoice> choices(List<TrialResult> results, Contender contender) {
        Map<TunedPlace, List<TrialResult>> places = results.stream()
                .filter(r -> !Order.isBaseline(r.trial()))
                .collect(Collectors.groupingBy(r -> TunedPlace.of(r.trial()), LinkedHashMap::new, Collectors.toList()));
        List<TunedChoice> choices = new ArrayList<>();
        places.forEach(
                (place, trials) -> TunedChoice.of(contender, place, trials).ifPresent(choices::add));
        return choices;
    }

    private static List<TunedPair.Block> blocks(List<TunedChoice> firsts, List<TunedChoice> seconds) {
        Map<TunedPlace, TunedChoice> others = seconds.stream().collect(Collectors.toMap(TunedChoice::place, c -> c));
        List<TunedPair.Block> blocks = new ArrayList<>();
        for (TunedChoice choice : firsts) {
            Optional<TunedChoice> other = Optional.ofNullable(others.get(choice.place()));
            for (TrialResult trial : choice.trials()) {
                long seed = trial.trial().seed();
                other.flatMap(o -> o.of(seed))
                        .ifPresent(t -> blocks.add(new TunedPair.Block(choice.place(), seed, trial, t)));
            }
        }
        return blocks;
    }
}
