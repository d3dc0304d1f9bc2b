package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The trials of {@link Protocol#tuned()}: every arm with its grid of settings, the same number of tries for each, the same seeds,
 * batches and epochs. Seed by seed, so that an experiment that is cut off is whole up to its last seed.
 *
 * @param tasks texts of {@link TaskName}s
 * @param model of all trials
 * @param length rows that it looks back
 * @param controls whether random, one-shot and published pruning run beside the arms that are compared
 * @param firstSeed of the weights and the order of the windows
 * @param seeds how many
 * @param epochs of every training
 */
public record TunedGrid(
        List<String> tasks, ModelKind model, int length, boolean controls, long firstSeed, int seeds, int epochs) {

    /** Rates of dropout that the validation part chooses from. */
    private static final List<String> DROPOUTS = List.of("0.1", "0.3", "0.5");
    /** Coefficients of weight decay. */
    private static final List<String> DECAYS = List.of("0.1", "1", "3");
    /** Sparsities of early pruning, and those whose number of weights a small network has. */
    private static final List<String> SPARSITIES = List.of("0.8", "0.9", "0.95");

    private static final String SEARCHED = "search 0.98";
    private static final String RANDOM = "early 0.9 random";
    private static final String ONE_SHOT = "one-shot 0-0.9 in 4";

    /** Checks the numbers and the names. */
    public TunedGrid {
        tasks = List.copyOf(tasks);
        tasks.forEach(TaskName::of);
        if (seeds < 1) {
            throw new InputException("the number of seeds must be at least 1, but is " + seeds);
        }
        if (epochs < 4) {
            throw new InputException("epochs must be at least 4 for this protocol, but are " + epochs);
        }
    }

    /** All jobs. */
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        for (String task : tasks) {
            jobs.add(new Job(Grid.BASELINES.stream()
                    .map(baseline -> new Trial(
                            Protocol.tuned().name(), task, Trial.NO_MODEL, length, baseline, Trial.NO_SETTING, 0, 0))
                    .toList()));
        }
        LongStream.range(firstSeed, firstSeed + seeds)
                .forEach(seed -> tasks.forEach(task -> jobs.addAll(trainings(task, seed))));
        return jobs;
    }

    private List<Job> trainings(String task, long seed) {
        List<Job> jobs = new ArrayList<>();
        jobs.add(job(task, seed, Trial.NO_SETTING, Arms.NONE));
        SPARSITIES.forEach(s -> jobs.add(job(task, seed, "early " + s, Arms.PRUNING)));
        jobs.add(job(task, seed, SEARCHED, Arms.SEARCH));
        DROPOUTS.forEach(rate -> jobs.add(job(task, seed, rate, Arms.DROPOUT, Arms.MC_DROPOUT)));
        DECAYS.forEach(decay -> jobs.add(job(task, seed, decay, Arms.WEIGHT_DECAY)));
        SPARSITIES.forEach(s -> jobs.add(job(task, seed, s, Arms.SMALL)));
        if (controls) {
            jobs.add(job(task, seed, RANDOM, Arms.RANDOM));
            jobs.add(job(task, seed, ONE_SHOT, Arms.ONE_SHOT));
            jobs.add(job(task, seed, model.published().toString(), Arms.PUBLISHED));
        }
        return jobs;
    }

    private Job job(String task, long seed, String setting, String... arms) {
        return new Job(List.of(arms).stream()
                .map(arm ->
                        new Trial(Protocol.tuned().name(), task, model.toString(), length, arm, setting, seed, epochs))
                .toList());
    }
}
