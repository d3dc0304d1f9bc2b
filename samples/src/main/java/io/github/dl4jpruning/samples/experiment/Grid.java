package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Which trials an experiment has: every combination.
 *
 * @param protocol for all of them
 * @param models the three, or some
 * @param data names in the catalogue
 * @param lengths rows that a model looks back
 * @param arms of {@link Arms#ALL}
 * @param dropouts rates of the arms with dropout
 * @param prunings settings of the pruning arm, {@code paper} among them or not
 * @param seeds how many, from 1
 * @param epochs of every training
 */
public record Grid(
        Protocol protocol,
        List<ModelKind> models,
        List<String> data,
        List<Integer> lengths,
        List<String> arms,
        List<Double> dropouts,
        List<String> prunings,
        int seeds,
        int epochs) {
    /** Forecasts without a network, part of every experiment. */
    static final List<String> BASELINES = List.of(Baselines.LAST_VALUE, Baselines.SEASONAL_NAIVE, Baselines.LINEAR);

    /** Checks the numbers. */
    public Grid {
        if (seeds < 1) {
            throw new InputException("{{seeds}} must be at least 1, but is " + seeds);
        }
        if (epochs < 1) {
            throw new InputException("{{epochs}} must be at least 1, but is " + epochs);
        }
        for (int length : lengths) {
            if (length < 1) {
                throw new InputException("{{lengths}} must be at least 1, but one is " + length);
            }
        }
        for (String arm : arms) {
            if (!Arms.ALL.contains(arm)) {
                throw new InputException("{{arms}}: there is no arm '" + arm + "'; known are " + Arms.ALL + ".");
            }
        }
        for (double rate : dropouts) {
            if (!(rate > 0 && rate < 1)) {
                throw new InputException("{{dropout}} must be above 0 and below 1, but one is " + rate);
            }
        }
        if (arms.contains(Arms.PRUNING)) {
            for (ModelKind model : models) {
                for (String setting : prunings) {
                    PruningSetting.of(setting, model)
                            .plan(model.warmUp(), epochs, protocol.has(Fault.SCHEDULE)); // fails now, not in an hour
                }
            }
        }
    }

    /** All jobs: seed by seed, so that an experiment that is cut off has whole blocks. */
    public List<Job> jobs() {
        List<Job> jobs = new ArrayList<>();
        for (String name : data) {
            for (int length : lengths) {
                jobs.add(new Job(BASELINES.stream()
                        .map(arm -> new Trial(
                                protocol.name(), name, Trial.NO_MODEL, length, arm, Trial.NO_SETTING, 0, epochs))
                        .toList()));
            }
        }
        for (int seed = 1; seed <= seeds; seed++) {
            for (int length : lengths) {
                for (String name : data) {
                    for (ModelKind model : models) {
                        jobs.addAll(trainings(name, model, length, seed));
                    }
                }
            }
        }
        return jobs;
    }

    private List<Job> trainings(String name, ModelKind model, int length, int seed) {
        List<Job> jobs = new ArrayList<>();
        if (arms.contains(Arms.NONE)) {
            jobs.add(new Job(List.of(trial(name, model, length, Arms.NONE, Trial.NO_SETTING, seed))));
        }
        for (double rate : dropouts) {
            List<Trial> trials = new ArrayList<>();
            for (String arm : List.of(Arms.DROPOUT, Arms.MC_DROPOUT)) {
                if (arms.contains(arm)) {
                    trials.add(trial(name, model, length, arm, String.format(Locale.ROOT, "%s", rate), seed));
                }
            }
            if (!trials.isEmpty()) {
                jobs.add(new Job(trials));
            }
        }
        if (arms.contains(Arms.PRUNING)) {
            Set<String> settings = new LinkedHashSet<>();
            prunings.forEach(s -> settings.add(PruningSetting.of(s, model).toString()));
            settings.forEach(s -> jobs.add(new Job(List.of(trial(name, model, length, Arms.PRUNING, s, seed)))));
        }
        return jobs;
    }

    private Trial trial(String name, ModelKind model, int length, String arm, String setting, int seed) {
        return new Trial(protocol.name(), name, model.toString(), length, arm, setting, seed, epochs);
    }
}
