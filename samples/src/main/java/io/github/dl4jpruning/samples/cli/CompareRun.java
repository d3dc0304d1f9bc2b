package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.OutputFile;
import io.github.dl4jpruning.samples.analysis.Contender;
import io.github.dl4jpruning.samples.analysis.FileComparison;
import io.github.dl4jpruning.samples.analysis.FileFigures;
import io.github.dl4jpruning.samples.analysis.FileRow;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.console.TextTable;
import io.github.dl4jpruning.samples.console.WorkProgress;
import io.github.dl4jpruning.samples.data.Errors;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.Experiment;
import io.github.dl4jpruning.samples.experiment.ExperimentData;
import io.github.dl4jpruning.samples.experiment.Job;
import io.github.dl4jpruning.samples.experiment.PreparedData;
import io.github.dl4jpruning.samples.experiment.TunedGrid;
import io.github.dl4jpruning.samples.forecast.Method;
import io.github.dl4jpruning.samples.plot.TrainingPlot;
import io.github.dl4jpruning.samples.report.CompareReport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Tuned arms on one series: trained, compared, and reported on.
 *
 * @param data what is forecast
 * @param about the data, a line each, for the report
 * @param grid of one task, whose name is that of the data
 * @param monteCarlo whether MC dropout is compared, too
 * @param jobs trainings side by side
 * @param folder of trials, forecasts and report
 */
record CompareRun(ExperimentData data, List<String> about, TunedGrid grid, boolean monteCarlo, int jobs, Path folder) {

    /**
     * What came of it.
     *
     * @param comparison what was found
     * @param failures trainings that came to nothing, a line each
     * @param report the page
     * @param picture validation error and sparsity over the epochs
     */
    record Result(FileComparison comparison, List<String> failures, Path report, Path picture) {}

    /** Name of the data. */
    private String name() {
        return grid.tasks().get(0);
    }

    /** The windows of all trainings. */
    ForecastTask windows() {
        return ForecastTask.of(data.series(), data.target(), data.features(), grid.length(), data.change());
    }

    /** The trainings, and the forecasts without a network as one job more. */
    List<Job> trainings() {
        return grid.jobs().stream()
                .map(job -> new Job(job.trials().stream()
                        .filter(t -> monteCarlo || !t.arm().equals(Arms.MC_DROPOUT))
                        .toList()))
                .toList();
    }

    private Experiment experiment() {
        return new Experiment(trainings(), folder, jobs);
    }

    /**
     * Refuses a folder with something else in it, and keeps the data there.
     *
     * @throws io.github.dl4jpruning.samples.InputException if it holds other trials or other data
     */
    void prepare() {
        experiment(); // refuses what cannot be run before anything is written
        ComparedTrials.requireSame(folder, name(), grid.model(), grid.length(), grid.epochs());
        PreparedData.keep(folder, name(), data);
    }

    /** Trains what is missing, prints the table and the sentences, and writes the report. */
    Result run(PrintWriter output) throws InterruptedException, IOException {
        ForecastTask windows = windows();
        Experiment.Summary summary = experiment()
                .run(WorkProgress.onStandardError(), any -> data.series().rows());
        summary.failures().forEach(failure -> output.println("failed: " + failure));

        ComparedTrials trials = ComparedTrials.read(folder, trainings(), windows);
        trials.notes().forEach(note -> output.println("note: " + note));
        FileComparison comparison = trials.comparison(monteCarlo);
        List<FileRow> table = comparison.rows(trials.baselines(), data.season());
        output.println();
        Optional<String> without = comparison.betterWithoutNetwork(trials.baselines(), data.season());
        print(output, comparison, table, windows, without);
        Path report = folder.resolve("report.html");
        String page = CompareReport.of(new CompareReport.Content(
                name(), comparison, table, trials.course(comparison), about, data.unit(), without));
        OutputFile.write(report, temporary -> Files.writeString(temporary, page));
        Path picture = folder.resolve("training.png");
        double naive = Errors.of(
                        windows.lastValues(windows.split().validation()),
                        windows.actual(windows.split().validation()))
                .mae();
        TrainingPlot.write(picture, curves(comparison), naive, data.unit());
        return new Result(comparison, summary.failures(), report, picture);
    }

    /** The best training without regularisation, with dropout, and pruned. */
    private static List<TrainingPlot.Curve> curves(FileComparison comparison) {
        Map<Method, Contender> shown = new EnumMap<>(Method.class);
        shown.put(Method.NONE, Contender.none());
        shown.put(Method.DROPOUT, Contender.tuned(Arms.DROPOUT));
        shown.put(Method.PRUNING, Contender.prunedToSize());
        List<TrainingPlot.Curve> curves = new ArrayList<>();
        shown.forEach((method, contender) -> comparison
                .best(contender)
                .filter(trial ->
                        method == Method.NONE || !trial.trial().arm().equals(Arms.NONE)) // validation chose none
                .ifPresent(trial -> curves.add(TrainingPlot.Curve.of(
                        method, trial.validationCurve(), trial.sparsityCurve(), trial.chosenEpoch()))));
        return curves;
    }

    private void print(
            PrintWriter output,
            FileComparison comparison,
            List<FileRow> rows,
            ForecastTask windows,
            Optional<String> without) {
        int decimals = FileFigures.decimals(rows);
        TextTable table = new TextTable(FileFigures.HEADER.toArray(String[]::new));
        rows.forEach(row -> table.add(FileFigures.cells(row, decimals).toArray(String[]::new)));
        output.print(table);
        output.println("errors in " + data.unit() + "; 1 standard deviation of the training part = "
                + Digits.of(windows.levelDeviation()));
        output.println();
        List<FileComparison.Test> tests = comparison.tests();
        output.println(comparison.headline().inWords());
        tests.subList(1, tests.size()).forEach(test -> output.println("  " + test.inWords()));
        output.println(comparison.deployedInWords());
        without.ifPresent(output::println);
        output.println();
        output.flush();
    }
}
