package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The trials of {@link Protocol#tuned()}: every arm with its settings, the same seeds, batches and epochs for each.
 * Seed by seed, so that an experiment that is cut off is whole up to its last seed.
 *
 * @param tasks texts of {@link TaskName}s
 * @param model of all trials
 * @param length rows that it looks back
 * @param settings of every arm, see {@link #settings}
 * @param firstSeed of the weights and the order of the windows
 * @param seeds how many
 * @param epochs of every training
 */
public record TunedGrid(
        List<String> tasks,
        ModelKind model,
        int length,
        Map<String, List<String>> settings,
        long firstSeed,
        int seeds,
        int epochs) {

    private static final List<String> SPARSITIES = List.of("0.8", "0.9", "0.95");

    /** Checks the numbers and the names, and that every plan fits into the training. */
    public TunedGrid {
        tasks = List.copyOf(tasks);
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        tasks.forEach(TaskName::of);
        if (seeds < 1) {
            throw new InputException("{{seeds}} must be at least 1, but is " + seeds);
        }
        settings.forEach((arm, tried) -> {
            if (Arms.prunes(arm)) {
                tried.forEach(s -> PruningSetting.of(s, model).plan(model.warmUp(), epochs, false));
            }
        });
    }

    /**
     * What is tried of every arm unless told otherwise: three settings for each that is compared, "not at all" being
     * among the tries of all; the search needs no more than one, and the controls have one.
     *
     * @param model for its published schedule
     * @return settings by arm, in the order in which they are trained
     */
    public static Map<String, List<String>> settings(ModelKind model) {
        Map<String, List<String>> settings = new LinkedHashMap<>();
        settings.put(Arms.NONE, List.of(Trial.NO_SETTING));
        settings.put(Arms.PRUNING, SPARSITIES.stream().map(s -> "early " + s).toList());
        settings.put(Arms.SEARCH, List.of("search 0.98"));
        settings.put(Arms.SMALL, SPARSITIES);
        settings.put(Arms.DROPOUT, List.of("0.1", "0.3", "0.5"));
        settings.put(Arms.WEIGHT_DECAY, List.of("0.1", "1", "3"));
        settings.put(Arms.RANDOM, List.of("early 0.9 random"));
        settings.put(Arms.ONE_SHOT, List.of("one-shot 0-0.9 in 4"));
        settings.put(Arms.PUBLISHED, List.of(model.published().toString()));
        return settings;
    }

    /** All jobs. */
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        for (String task : tasks) {
            jobs.add(new Job(Grid.BASELINES.stream()
                    .map(baseline -> trial(task, Trial.NO_MODEL, baseline, Trial.NO_SETTING, 0, 0))
                    .toList()));
        }
        for (long seed = firstSeed; seed < firstSeed + seeds; seed++) {
            for (String task : tasks) {
                jobs.addAll(trainings(task, seed));
            }
        }
        return jobs;
    }

    private List<Job> trainings(String task, long seed) {
        List<Job> jobs = new ArrayList<>();
        settings.forEach((arm, tried) -> {
            for (String setting : tried) {
                List<Trial> trials = new ArrayList<>();
                trials.add(trial(task, model.toString(), arm, setting, seed, epochs));
                if (arm.equals(Arms.DROPOUT)) { // the same training, another forecast
                    trials.add(trial(task, model.toString(), Arms.MC_DROPOUT, setting, seed, epochs));
                }
                jobs.add(new Job(trials));
            }
        });
        return jobs;
    }

    private Trial trial(String task, String modelName, String arm, String setting, long seed, int trained) {
        return new Trial(Protocol.tuned().name(), task, modelName, length, arm, setting, seed, trained);
    }
}
