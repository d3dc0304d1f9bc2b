package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.analysis.Contender;
import io.github.dl4jpruning.samples.analysis.FileComparison;
import io.github.dl4jpruning.samples.analysis.Order;
import io.github.dl4jpruning.samples.analysis.TrialRows;
import io.github.dl4jpruning.samples.analysis.TunedComparison.Pairing;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Span;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.Job;
import io.github.dl4jpruning.samples.experiment.ModelKind;
import io.github.dl4jpruning.samples.experiment.Protocol;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialForecasts;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.report.CompareReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The trials of a comparison in their folder.
 *
 * @param folder with trials and forecasts
 * @param results the trainings that belong to the comparison
 * @param baselines the forecasts without a network
 * @param notes what was left out and why
 * @param task the windows of all of them
 */
record ComparedTrials(
        Path folder, List<TrialResult> results, List<TrialResult> baselines, List<String> notes, ForecastTask task) {

    /**
     * Refuses a folder that holds trials that are not of this comparison.
     *
     * @throws InputException that names one of them
     */
    static void requireSame(Path folder, String name, ModelKind model, int length, int epochs) {
        Path file = folder.resolve(TrialRows.FILE);
        if (!Files.exists(file) || isEmpty(file)) {
            return;
        }
        for (TrialResult result : TrialRows.read(folder).results()) {
            Trial trial = result.trial();
            boolean baseline = Order.isBaseline(trial);
            boolean same = trial.protocol().equals(Protocol.tuned().name())
                    && trial.data().equals(name)
                    && trial.length() == length
                    && (baseline || trial.model().equals(model.toString()) && trial.epochs() == epochs);
            if (!same) {
                throw new InputException("{{folder}} " + folder + " holds trials of other data or settings, such as '"
                        + trial + "'" + (baseline ? "" : " with " + trial.epochs() + " epochs")
                        + ". Give another {{folder}}, or the same data, model, length and epochs.");
            }
        }
    }

    private static boolean isEmpty(Path file) {
        return file.toFile().length() == 0;
    }

    /**
     * Reads what is there of some jobs.
     *
     * @throws InputException if no training of an arm came to anything
     */
    static ComparedTrials read(Path folder, List<Job> jobs, ForecastTask task) {
        Set<Trial> wanted = new HashSet<>();
        jobs.forEach(job -> wanted.addAll(job.trials()));
        TrialRows rows = TrialRows.read(folder);
        List<TrialResult> all =
                rows.results().stream().filter(r -> wanted.contains(r.trial())).toList();
        List<TrialResult> trainings =
                all.stream().filter(r -> !Order.isBaseline(r.trial())).toList();
        for (String arm : List.of(Arms.NONE, Arms.DROPOUT, Arms.PRUNING)) {
            if (trainings.stream().noneMatch(r -> r.trial().arm().equals(arm))) {
                throw new InputException(
                        "no training of '" + arm + "' came to a result, so there is nothing to compare. " + folder
                                + " has the logs of the workers.");
            }
        }
        List<TrialResult> baselines =
                all.stream().filter(r -> Order.isBaseline(r.trial())).toList();
        return new ComparedTrials(folder, trainings, baselines, rows.notes(), task);
    }

    /** What the trials say. */
    FileComparison comparison(boolean monteCarlo) {
        List<Contender> shown = new ArrayList<>();
        shown.add(Contender.none());
        shown.add(Contender.tuned(Arms.DROPOUT));
        if (monteCarlo) {
            shown.add(Contender.tuned(Arms.MC_DROPOUT));
        }
        shown.add(Contender.tuned(Arms.WEIGHT_DECAY));
        shown.add(Contender.denseOfSameSize());
        shown.add(Contender.prunedToSize());
        shown.add(Contender.tuned(Arms.PRUNING));
        shown.add(Contender.tuned(Arms.SEARCH));
        shown.add(Contender.pruned());
        List<Pairing> family = new ArrayList<>();
        family.add(new Pairing(Contender.pruned(), Contender.tuned(Arms.DROPOUT)));
        family.add(new Pairing(Contender.pruned(), Contender.none()));
        family.add(new Pairing(Contender.pruned(), Contender.tuned(Arms.WEIGHT_DECAY)));
        if (monteCarlo) {
            family.add(new Pairing(Contender.pruned(), Contender.tuned(Arms.MC_DROPOUT)));
        }
        family.add(new Pairing(Contender.prunedToSize(), Contender.denseOfSameSize()));
        return FileComparison.of(results, shown, family, this::testErrors, blockLength());
    }

    /** Errors of neighbouring rows resemble each other over about the cube root of their number. */
    private int blockLength() {
        return (int) Math.ceil(Math.cbrt(task.split().test().rows()));
    }

    private double[] testErrors(Trial trial) {
        double[] forecast = forecasts(trial).test();
        double[] actual = task.actual(task.split().test());
        double[] errors = new double[forecast.length];
        for (int i = 0; i < errors.length; i++) {
            errors[i] = Math.abs(forecast[i] - actual[i]);
        }
        return errors;
    }

    private TrialForecasts forecasts(Trial trial) {
        return TrialForecasts.find(folder, trial)
                .orElseThrow(() -> new InputException("the forecasts of '" + trial + "' are missing in " + folder
                        + ". Delete the line of this trial in " + TrialRows.FILE + ", and it is run again."));
    }

    /** What the pictures of the report show. */
    CompareReport.Course course(FileComparison comparison) {
        TrialResult chosen = comparison.toDeploy();
        TrialForecasts forecasts = forecasts(chosen.trial());
        Span validation = task.split().validation();
        Span test = task.split().test();
        return CompareReport.Course.of(
                comparison,
                forecasts,
                task.actual(validation),
                task.actual(test),
                task.lastValues(test),
                CompareReport.times(task));
    }
}
