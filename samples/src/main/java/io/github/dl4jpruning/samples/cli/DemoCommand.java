package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.dl4j.ModelExport;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.OutputFile;
import io.github.dl4jpruning.samples.console.Progress;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.forecast.Arm;
import io.github.dl4jpruning.samples.forecast.Cell;
import io.github.dl4jpruning.samples.forecast.Method;
import io.github.dl4jpruning.samples.forecast.Outcome;
import io.github.dl4jpruning.samples.forecast.ResultTable;
import io.github.dl4jpruning.samples.forecast.Trainer;
import io.github.dl4jpruning.samples.forecast.Training;
import io.github.dl4jpruning.samples.plot.ForecastPlot;
import io.github.dl4jpruning.samples.plot.SparsityPlot;
import io.github.dl4jpruning.samples.plot.ValidationPlot;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Three forecasters of a made-up load, trained alike but for what keeps them from overfitting. */
@Command(
        name = "samples/run",
        description =
                "Trains an LSTM forecaster of a generated hourly load three ways (no regularisation, dropout, pruning),"
                        + " prints the errors and writes plots. No data and no network needed.",
        footer = {
            "",
            "samples/run forecast --help   the same for a CSV file",
            "samples/run data --help       public series by name",
            "samples/run experiment --help series x models x lengths x arms x seeds",
            "samples/run analyse DIR       analyses the trials of the forecasting experiment",
            "samples/run bench [ARGS]      the benchmarks (ARGS of JMH)"
        })
final class DemoCommand implements Callable<Integer> {
    private static final String UNIT = "MW";
    private static final int WEEK = 7 * 24;

    @Option(
            names = "--quick",
            description = "A short series and few epochs: a try of a few seconds, not a measurement.")
    private boolean quick;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    /** How much of everything. */
    private record Size(int days, int units, int length, int batch, int epochs) {
        static final Size FULL = new Size(84, 32, 24, 64, 20);
        static final Size QUICK = new Size(28, 16, 24, 16, 8);
    }

    @Override
    public Integer call() {
        common.applyLogLevel();
        common.createOut();
        PrintWriter output = spec.commandLine().getOut();
        Size size = quick ? Size.QUICK : Size.FULL;
        long seed = 42;
        Series series = HourlyLoad.ofDays(size.days(), seed);
        ForecastTask task = ForecastTask.of(series, HourlyLoad.COLUMN, List.of(), size.length(), Change.LEVEL);
        Training training = new Training(size.epochs(), size.batch(), seed, false);
        PruningPlan plan = PruningPlan.paperLstm(size.epochs());

        output.println(Descriptions.data(task));
        output.println(Descriptions.split(task));
        output.println(CommandLines.text(
                "model: LSTM with %d units, windows of %d hours, %d epochs",
                size.units(), size.length(), size.epochs()));
        output.println("pruning: " + plan);
        output.println();
        output.flush();

        Trainer trainer = new Trainer(task, training, Progress.onStandardError());
        trainer.warmUp(Cell.LSTM, size.units());
        List<Outcome> outcomes = new ArrayList<>();
        for (Method method : Method.values()) {
            Arm arm = Arm.fresh(method, Cell.LSTM, task.features(), size.units(), seed, Optional.of(plan));
            outcomes.add(trainer.train(arm, String.format("%-17s", method.title())));
        }
        ResultTable table = ResultTable.of(task, outcomes);
        output.println();
        output.print(table.toText());
        output.println(Descriptions.units(task, UNIT));
        output.println();
        output.println("the pruned network as 'samples/run export' writes it:");
        output.println(deployment(outcomes.get(Method.PRUNING.ordinal()), size.length()));
        output.println();
        write(task, outcomes, table).forEach(file -> output.println("wrote " + file));
        output.flush();
        return 0;
    }

    private static Deployment deployment(Outcome pruned, int steps) {
        try {
            return ModelExport.of(pruned.network()).measure(steps);
        } catch (IOException e) {
            throw new InputException("cannot measure an export: " + e.getMessage(), e);
        }
    }

    private List<Path> write(ForecastTask task, List<Outcome> outcomes, ResultTable table) {
        Path results = common.out().resolve("demo-results.csv");
        OutputFile.write(results, path -> Files.writeString(path, table.toCsv()));
        Path sparsity = common.out().resolve("demo-sparsity.png");
        Outcome pruned = outcomes.get(Method.PRUNING.ordinal());
        SparsityPlot.write(
                sparsity, pruned.history().orElseThrow(), 0, pruned.network().getIterationCount());
        Path forecasts = common.out().resolve("demo-forecasts.png");
        ForecastPlot.write(forecasts, task, outcomes, WEEK, UNIT);
        Path validation = common.out().resolve("demo-validation.png");
        ValidationPlot.write(
                validation, outcomes, table.rows().get(0).validation().mae(), UNIT);
        return List.of(results, sparsity, forecasts, validation);
    }
}
