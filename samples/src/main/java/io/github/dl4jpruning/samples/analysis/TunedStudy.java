package io.github.dl4jpruning.samples.analysis;

import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.TaskName;
import io.github.dl4jpruning.samples.experiment.TaskName.Inputs;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The analysis of {@code docs/protocol.md}: pruning against the dense network of the same size, no regularisation,
 * dropout and weight decay, in families of steps ahead and of inputs.
 *
 * @param families in the order in which they are asked for; those without trials are left out
 * @param controls early pruning against random, one-shot and published pruning, one step ahead with all inputs
 * @param cut how many pairs of task and seed lack a training that others have, and are left out
 */
public record TunedStudy(List<Family> families, Optional<Family> controls, int cut) {

    /**
     * Comparisons that are corrected together.
     *
     * @param name for the reader
     * @param pairs with corrected p-values
     */
    public record Family(String name, List<TunedPair> pairs) {
        /** The seeds of its blocks, in order: those that every task of the family has. */
        public List<Long> seeds() {
            return pairs.stream()
                    .flatMap(pair -> pair.blocks().stream())
                    .map(TunedPair.Block::seed)
                    .distinct()
                    .sorted()
                    .toList();
        }
    }

    private record TaskSeed(String task, long seed) {
        static TaskSeed of(TrialResult result) {
            return new TaskSeed(result.trial().data(), result.trial().seed());
        }
    }

    private record Question(String name, Predicate<TaskName> of) {}

    private static final List<Question> STEPS = List.of(
            new Question("one step ahead", task -> task.ahead() == 1),
            new Question("24 steps ahead", task -> task.ahead() > 1),
            new Question("one and 24 steps ahead", task -> true));

    private static final List<String> COMPARED =
            List.of(Arms.NONE, Arms.PRUNING, Arms.SEARCH, Arms.SMALL, Arms.DROPOUT, Arms.WEIGHT_DECAY);
    private static final List<String> CONTROLS = List.of(Arms.RANDOM, Arms.ONE_SHOT, Arms.PUBLISHED);

    /** A study of every model, by its name. */
    static Map<String, TunedStudy> ofModels(List<TrialResult> results) {
        Map<String, TunedStudy> studies = new LinkedHashMap<>();
        for (String model : Order.models(results)) {
            studies.put(
                    model,
                    of(results.stream()
                            .filter(r -> r.trial().model().equals(model))
                            .toList()));
        }
        return studies;
    }

    /** The study of some trials of one protocol and one model. */
    public static TunedStudy of(List<TrialResult> results) {
        List<TrialResult> compared =
                results.stream().filter(r -> COMPARED.contains(r.trial().arm())).toList();
        List<TrialResult> whole = whole(compared);
        List<Family> families = new ArrayList<>();
        for (String arm : List.of(Arms.PRUNING, Arms.SEARCH)) {
            for (Question steps : STEPS) {
                List<TrialResult> of = wholeSeeds(of(whole, steps.of()));
                for (Inputs inputs : List.of(Inputs.ALL, Inputs.TARGET)) {
                    add(
                            families,
                            arm + ", " + steps.name() + ", inputs "
                                    + (inputs == Inputs.ALL ? "all columns" : "target and calendar"),
                            TunedComparison.of(
                                    wholeSeeds(of(whole, task -> steps.of().test(task) && task.inputs() == inputs)),
                                    family(arm)));
                }
                add(families, arm + ", " + steps.name() + ", inputs each way", TunedComparison.of(of, family(arm)));
                add(
                        families,
                        arm + ", " + steps.name() + ", the better inputs",
                        TunedComparison.ofChoices(family(arm), contender -> betterInputs(of, contender)));
            }
        }
        long pairs = compared.stream().map(TaskSeed::of).distinct().count();
        long kept = whole.stream().map(TaskSeed::of).distinct().count();
        return new TunedStudy(List.copyOf(families), controls(results), (int) (pairs - kept));
    }

    /** Adds a family, unless it is empty or has the blocks of one before it, as when all trials are one step ahead. */
    private static void add(List<Family> families, String name, TunedComparison comparison) {
        Family family = new Family(name, comparison.pairs());
        boolean empty = family.pairs().stream().allMatch(pair -> pair.blocks().isEmpty());
        if (!empty && families.stream().noneMatch(f -> f.pairs().equals(family.pairs()))) {
            families.add(family);
        }
    }

    private static List<TrialResult> of(List<TrialResult> results, Predicate<TaskName> tasks) {
        return results.stream()
                .filter(r -> tasks.test(TaskName.of(r.trial().data())))
                .toList();
    }

    private static List<TunedComparison.Pairing> family(String arm) {
        List<TunedComparison.Pairing> family = new ArrayList<>();
        if (arm.equals(Arms.PRUNING)) {
            family.add(new TunedComparison.Pairing(Contender.prunedToSize(), Contender.denseOfSameSize()));
        } else {
            family.add(new TunedComparison.Pairing(Contender.always(arm), Contender.tuned(Arms.SMALL)));
        }
        Contender pruned = Contender.tuned(arm);
        family.add(new TunedComparison.Pairing(pruned, Contender.none()));
        family.add(new TunedComparison.Pairing(pruned, Contender.tuned(Arms.DROPOUT)));
        family.add(new TunedComparison.Pairing(pruned, Contender.tuned(Arms.WEIGHT_DECAY)));
        return family;
    }

    /** Early pruning at 0.9 against the controls, which have that sparsity or the published one. */
    private static Optional<Family> controls(List<TrialResult> results) {
        List<TrialResult> fixed = results.stream()
                .filter(r -> CONTROLS.contains(r.trial().arm())
                        || r.trial().setting().equals("early 0.9"))
                .toList();
        TunedComparison comparison = TunedComparison.of(
                fixed,
                CONTROLS.stream()
                        .map(arm -> new TunedComparison.Pairing(Contender.always(Arms.PRUNING), Contender.always(arm)))
                        .toList());
        List<Family> families = new ArrayList<>();
        add(families, "pruning at 0.9 against controls", comparison);
        return families.stream().findFirst();
    }

    /** For every series and horizon, the way of giving inputs that has the least validation error for a contender. */
    private static List<TunedChoice> betterInputs(List<TrialResult> results, Contender contender) {
        Map<TunedPlace, List<TunedChoice>> ways = TunedComparison.choices(results, contender).stream()
                .collect(Collectors.groupingBy(TunedStudy::withoutInputs, LinkedHashMap::new, Collectors.toList()));
        List<TunedChoice> better = new ArrayList<>();
        ways.forEach((place, choices) -> {
            if (choices.size() == 2) { // both ways, or there is nothing to choose
                choices.stream()
                        .min(Comparator.comparingDouble(TunedChoice::validationMae))
                        .ifPresent(choice -> better.add(choice.at(place)));
            }
        });
        return better;
    }

    private static TunedPlace withoutInputs(TunedChoice choice) {
        TunedPlace place = choice.place();
        TaskName task = TaskName.of(place.data()).with(Inputs.USUAL);
        return new TunedPlace(task.toString(), place.model(), place.length(), place.epochs());
    }

    /** The trials of tasks and seeds that have as many as any other: the others were cut off. */
    private static List<TrialResult> whole(List<TrialResult> results) {
        Map<TaskSeed, Long> counts =
                results.stream().collect(Collectors.groupingBy(TaskSeed::of, Collectors.counting()));
        long most = counts.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return results.stream().filter(r -> counts.get(TaskSeed.of(r)) == most).toList();
    }

    /** The trials of seeds that every task has. */
    private static List<TrialResult> wholeSeeds(List<TrialResult> results) {
        Map<Long, Long> tasks = results.stream()
                .map(TaskSeed::of)
                .distinct()
                .collect(Collectors.groupingBy(TaskSeed::seed, Collectors.counting()));
        long most = tasks.values().stream().mapToLong(Long::longValue).max().orElse(0);
        return results.stream().filter(r -> tasks.get(r.trial().seed()) == most).toList();
    }
}
