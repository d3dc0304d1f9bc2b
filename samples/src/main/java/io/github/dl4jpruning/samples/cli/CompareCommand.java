package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.console.Digits;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Split;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.ChosenNetwork;
import io.github.dl4jpruning.samples.experiment.ExperimentData;
import io.github.dl4jpruning.samples.experiment.ModelKind;
import io.github.dl4jpruning.samples.experiment.PreparedData;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.experiment.TunedGrid;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Pruning, dropout and weight decay on one series, each tuned. */
@Command(
        name = "compare",
        description =
                "Finds out whether pruning pays on a series of yours: trains networks without regularisation, with dropout,"
                        + " with weight decay and with pruning, each tuned on the validation part, from the same seeds on the same"
                        + " batches, and says what the test part shows. Stopped and started again, it goes on.",
        sortOptions = false)
final class CompareCommand implements Callable<Integer> {
    private static final int LONGEST = 24;
    private static final int TRAINING_ROWS_PER_STEP = 5;
    private static final int FEW_TEST_ROWS = 50;
    private static final List<String> CONTROLS = List.of(Arms.RANDOM, Arms.ONE_SHOT, Arms.PUBLISHED);

    private final Catalogue catalogue;

    @Mixin
    private CsvOptions csv;

    @Mixin
    private TaskOptions task;

    @Option(
            names = "--length",
            paramLabel = "ROWS",
            description = "Rows the networks look back (default: 24; less for a short series).")
    private Optional<Integer> length = Optional.empty();

    @Option(
            names = "--model",
            paramLabel = "rnn|lstm|patch",
            defaultValue = "lstm",
            description = "The network: 64 recurrent units, or a small patch transformer (default: ${DEFAULT-VALUE}).")
    private ModelKind model;

    @Option(
            names = "--mc-dropout",
            description = "Compare with MC dropout, too: the mean of 50 forecasts with dropout.")
    private boolean monteCarlo;

    @Option(
            names = "--seeds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Trainings of every setting (default: ${DEFAULT-VALUE}).")
    private int seeds;

    @Option(names = "--first-seed", paramLabel = "N", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
    private long firstSeed;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "20",
            description = "Of every training (default: ${DEFAULT-VALUE}).")
    private int epochs;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "2",
            description = "Trainings side by side, a process with one thread of ND4J each (default: ${DEFAULT-VALUE}).")
    private int jobs;

    @Option(
            names = "--save",
            paramLabel = "FILE.zip",
            description = "Save the network to deploy, as 'forecast --save' does; 'export' and 'predict' take it.")
    private Optional<Path> save = Optional.empty();

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    CompareCommand(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    @Override
    public Integer call() throws InterruptedException, IOException {
        common.applyLogLevel();
        requireSavable();
        PrintWriter output = spec.commandLine().getOut();
        SeriesSource source = csv.source(catalogue);
        TaskOptions.Prepared prepared = task.read(source);
        ExperimentData data = prepared.data();
        String name = PreparedData.nameFor(source.stem());
        int rows = length.orElseGet(() -> usualLength(data));
        ForecastTask windows = ForecastTask.of(data.series(), data.target(), data.features(), rows, data.change());
        TunedGrid grid = new TunedGrid(List.of(name), model, rows, settings(), firstSeed, seeds, epochs);
        List<String> about = new ArrayList<>(prepared.told());
        about.add(0, Descriptions.data(windows));
        about.add(Descriptions.split(windows));
        CompareRun run = new CompareRun(data, about, grid, monteCarlo, jobs, folder(name));
        run.prepare();

        describe(output, prepared, windows, run.trainings().size() - 1);
        output.println("results in " + run.folder());
        output.flush();
        CompareRun.Result result = run.run(output);
        save.ifPresent(file -> save(output, file, result.comparison().toDeploy(), data, windows));
        output.println("wrote " + result.report());
        output.println("wrote " + result.picture());
        output.flush();
        return result.failures().isEmpty() ? 0 : 1;
    }

    /** Finds out before the trainings, not after them, that their result has no place to go. */
    private void requireSavable() {
        save.ifPresent(file -> {
            if (model == ModelKind.PATCH) {
                throw new InputException(
                        "--save is for --model rnn and lstm: the file that 'forecast --save' writes holds a"
                                + " recurrent network, and " + model
                                + " is none. Leave out --save, or choose one of the two.");
            }
            SavePlace.require(file, csv.data());
        });
    }

    private static int usualLength(ExperimentData data) {
        int training = Split.of(data.series().rows()).training().rows();
        return Math.min(LONGEST, Math.max(1, training / TRAINING_ROWS_PER_STEP));
    }

    private Map<String, List<String>> settings() {
        Map<String, List<String>> settings = TunedGrid.settings(model);
        CONTROLS.forEach(settings::remove);
        return settings;
    }

    private Path folder(String name) {
        boolean given = spec.commandLine().getParseResult().hasMatchedOption("--out");
        return given ? common.out() : common.out().resolve("compare-" + name);
    }

    private void describe(PrintWriter output, TaskOptions.Prepared prepared, ForecastTask windows, int trainings) {
        output.println(Descriptions.data(windows));
        output.println(Descriptions.split(windows));
        prepared.told().forEach(output::println);
        String shorter =
                length.isEmpty() && windows.length() < LONGEST ? " (not " + LONGEST + ", as the series is short)" : "";
        output.println(CommandLines.text(
                "model: %s, looks back %d rows%s; %d trainings of %d epochs, seeds %d to %d",
                model, windows.length(), shorter, trainings, epochs, firstSeed, firstSeed + seeds - 1));
        int testRows = windows.split().test().rows();
        if (testRows < FEW_TEST_ROWS) {
            output.println("note: the test part has " + testRows + " rows; so few can show large differences only");
        }
    }

    private static void save(
            PrintWriter output, Path file, TrialResult chosen, ExperimentData data, ForecastTask windows) {
        Trial trial = chosen.trial();
        output.println("training the network to deploy again, up to epoch " + chosen.chosenEpoch() + " ...");
        output.flush();
        ChosenNetwork network = ChosenNetwork.of(chosen, data);
        network.file().save(file);
        String pruned = trial.arm().equals(Arms.NONE)
                ? "not pruned, as validation prefers no pruning"
                : trial.setting() + CommandLines.text(", sparsity %.1f%%", 100 * chosen.sparsityReached());
        output.println("saved " + file + ": " + pruned + ", seed " + trial.seed() + ", test MAE "
                + Digits.of(network.testMae()) + " " + data.unit());
        if (!network.agrees()) {
            output.println(
                    "note: the comparison had a test MAE of " + chosen.testMae() + " for this network, this one has "
                            + network.testMae() + ": another processor or another version trained it");
        }
    }
}
