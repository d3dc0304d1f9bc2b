package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.data.CalendarFeatures;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.data.SiteLoad;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.ExperimentData;
import io.github.dl4jpruning.samples.experiment.ModelKind;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TunedGrid;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Forecasters of a made-up load, trained alike but for what keeps them from overfitting. */
@Command(
        name = "samples/run",
        description =
                "Trains LSTM forecasters of a generated hourly load (no regularisation, dropout, a dense network with as"
                        + " many weights as the pruned one, pruning), prints the errors and writes a report. No data and no network"
                        + " needed.",
        footer = {
            "",
            "samples/run compare --help    the same on a series of yours, every arm tuned",
            "samples/run forecast --help   one forecaster for a CSV file",
            "samples/run data --help       public series by name",
            "samples/run experiment --help series x models x lengths x arms x seeds",
            "samples/run analyse DIR       analyses the trials of the forecasting experiment",
            "samples/run bench [ARGS]      the benchmarks (ARGS of JMH)"
        })
final class DemoCommand implements Callable<Integer> {
    private static final String NAME = "site-load";
    private static final String UNIT = "kW";
    private static final int LENGTH = 24;
    private static final int DAY = 24;
    private static final Map<String, List<String>> SETTINGS = settings();

    @Option(
            names = "--quick",
            description = "A short series and few epochs: a try of a few seconds, not a measurement.")
    private boolean quick;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of the series and of the weights (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    private static Map<String, List<String>> settings() {
        Map<String, List<String>> settings = new LinkedHashMap<>();
        settings.put(Arms.NONE, List.of(Trial.NO_SETTING));
        settings.put(Arms.PRUNING, List.of("early 0.9"));
        settings.put(Arms.DROPOUT, List.of("0.3"));
        settings.put(Arms.SMALL, List.of("0.9"));
        return settings;
    }

    /** How much of everything. */
    private record Size(int weeks, int epochs) {
        static final Size FULL = new Size(SiteLoad.WEEKS, 20);
        static final Size QUICK = new Size(4, 4);
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        common.applyLogLevel();
        common.createOut();
        PrintWriter output = spec.commandLine().getOut();
        Size size = quick ? Size.QUICK : Size.FULL;
        ExperimentData data = data(size.weeks(), seed);
        TunedGrid grid = new TunedGrid(List.of(NAME), ModelKind.LSTM, LENGTH, SETTINGS, seed, 1, size.epochs());
        String folder = "demo" + (quick ? "-quick" : "") + "-seed-" + seed;
        CompareRun run = new CompareRun(
                data, about(data, grid), grid, false, 2, common.out().resolve(folder));
        run.prepare();
        run.about().forEach(output::println);
        output.flush();
        CompareRun.Result result = run.run(output);
        output.println("wrote " + result.report());
        output.println("wrote " + result.picture());
        output.println("next: samples/run compare --data FILE.csv --target COLUMN");
        output.flush();
        return result.failures().isEmpty() ? 0 : 1;
    }

    /** The load with weather, sensors, hour and weekday as inputs, gaps filled forward. */
    static ExperimentData data(int weeks, long seed) {
        Series series = SiteLoad.ofWeeks(weeks, seed).filledForward();
        List<String> features = new ArrayList<>(series.names());
        features.remove(SiteLoad.TARGET);
        features.addAll(CalendarFeatures.DAY_AND_WEEK);
        return new ExperimentData(
                CalendarFeatures.addTo(series), SiteLoad.TARGET, features, UNIT, Change.LEVEL, DAY, 1);
    }

    private static List<String> about(ExperimentData data, TunedGrid grid) {
        ForecastTask windows =
                ForecastTask.of(data.series(), data.target(), data.features(), grid.length(), data.change());
        return List.of(
                Descriptions.data(windows),
                Descriptions.split(windows),
                CommandLines.text(
                        "model: LSTM with 64 units, windows of %d hours, %d epochs, the learning rate falls to zero",
                        grid.length(), grid.epochs()),
                "pruning: 90% of the weights within 30% of the training, then on at fixed masks");
    }
}
