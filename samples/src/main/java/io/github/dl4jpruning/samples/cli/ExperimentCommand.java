package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.console.WorkProgress;
import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.Experiment;
import io.github.dl4jpruning.samples.experiment.ExperimentData;
import io.github.dl4jpruning.samples.experiment.Fault;
import io.github.dl4jpruning.samples.experiment.Grid;
import io.github.dl4jpruning.samples.experiment.Job;
import io.github.dl4jpruning.samples.experiment.ModelKind;
import io.github.dl4jpruning.samples.experiment.PreparedData;
import io.github.dl4jpruning.samples.experiment.Protocol;
import io.github.dl4jpruning.samples.experiment.PruningSetting;
import io.github.dl4jpruning.samples.experiment.TaskName;
import io.github.dl4jpruning.samples.experiment.TunedGrid;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The experiment: every combination of series, model, length, arm and seed. */
@Command(
        name = "experiment",
        description =
                "Trains and judges every combination of series, model, length, arm and seed, and writes each result"
                        + " down at once. Run again, it does what is missing. Then: samples/run analyse DIR.")
final class ExperimentCommand implements Callable<Integer> {
    @Option(
            names = "--protocol",
            paramLabel = "clean|tuned|paper",
            defaultValue = "clean",
            description =
                    "Sound; sound, with every arm tuned on the validation part and the learning rate falling to zero"
                            + " (docs/protocol.md); or as published, faults included (default: ${DEFAULT-VALUE}).")
    private String protocol;

    @Option(
            names = "--mend",
            split = ",",
            paramLabel = "FAULT",
            description = "Faults of the paper's protocol to switch off: ${COMPLETION-CANDIDATES}.")
    private List<Fault> mended = List.of();

    @Option(
            names = "--models",
            split = ",",
            defaultValue = "rnn,lstm,patch",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<ModelKind> models;

    @Option(
            names = "--data",
            split = ",",
            paramLabel = "NAME",
            defaultValue = "sp500,bitcoin,household,air-quality",
            description =
                    "Series of the catalogue (default: ${DEFAULT-VALUE}), see samples/run data list, or CSV files. NAME:all takes all"
                            + " columns and the calendar as inputs, NAME:target the target and the calendar, NAME+24 forecasts 24 steps"
                            + " ahead, NAME@4000 uses the newest 4000 rows.")
    private List<String> data;

    @Option(
            names = "--lengths",
            split = ",",
            paramLabel = "ROWS",
            defaultValue = "1,3,7,14,30,60",
            description = "Rows that a model looks back (default: ${DEFAULT-VALUE}).")
    private List<Integer> lengths;

    @Option(
            names = "--arms",
            split = ",",
            paramLabel = "ARM",
            defaultValue = "none,dropout,mc-dropout,pruning",
            description = "Default: ${DEFAULT-VALUE}.")
    private List<String> arms;

    @Option(
            names = "--dropout",
            split = ",",
            paramLabel = "RATE",
            defaultValue = "0.3",
            description = "Rates for both arms with dropout; of several, the validation part chooses (default:"
                    + " ${DEFAULT-VALUE}).")
    private List<Double> dropouts;

    @Option(
            names = "--pruning",
            split = ",",
            paramLabel = "SETTING",
            defaultValue = PruningSetting.PAPER,
            description = "'paper', or a curve (cubic, agp, linear, one-shot), two sparsities, 'normalised' if wanted,"
                    + " 'blocks 8' if so many weights shall go together, and the epoch in which the last sparsity is"
                    + " reached: 'agp 0-0.5 normalised blocks 8 in 12'; of several, the validation part chooses"
                    + " (default: ${DEFAULT-VALUE}).")
    private List<String> prunings;

    @Option(names = "--seeds", paramLabel = "N", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}.")
    private int seeds;

    @Option(
            names = "--first-seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Of --protocol tuned (default: ${DEFAULT-VALUE}).")
    private long firstSeed;

    @Option(
            names = "--decay",
            split = ",",
            paramLabel = "COEFFICIENT",
            description = "Of weight decay, for --protocol tuned (default: 0.1,1,3).")
    private List<Double> decays = List.of();

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "20", description = "Default: ${DEFAULT-VALUE}.")
    private int epochs;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            defaultValue = "2",
            description = "Trials side by side, a process with one thread of ND4J each (default: ${DEFAULT-VALUE}).")
    private int jobs;

    @Mixin
    private TaskOptions task;

    @Mixin
    private FormatOptions format;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws InterruptedException, IOException {
        common.applyLogLevel();
        PrintWriter output = spec.commandLine().getOut();
        Path folder = common.out();
        List<String> tasks = data.stream().map(ExperimentCommand::taskName).toList();
        Experiment experiment = new Experiment(trials(tasks), folder, jobs);
        keepFiles(output, folder);
        output.println("protocol " + chosen().name() + ", results in " + folder);
        output.flush();
        Map<String, Integer> rows = new HashMap<>();
        for (String name : tasks) { // what cannot be had is told now, and not by every worker
            rows.put(name, ExperimentData.of(name, folder).series().rows());
        }
        Experiment.Summary summary = experiment.run(WorkProgress.onStandardError(), rows::get);
        output.println(CommandLines.text(
                "%d trials run, %d were there, %d failed",
                summary.run(), summary.there(), summary.failures().size()));
        summary.failures().forEach(failure -> output.println("failed: " + failure));
        output.println("now: samples/run analyse " + folder);
        output.flush();
        return summary.failures().isEmpty() ? 0 : 1;
    }

    /** Whether a text of {@code --data} names a file of the user, as opposed to a series of the catalogue. */
    private static boolean isFile(String text) {
        return Files.isRegularFile(file(text));
    }

    /** The file that a text may name: the whole of it, or what stands before ':all', '+24' or '@4000'. */
    private static Path file(String text) {
        Path whole = Path.of(text);
        return Files.isRegularFile(whole) ? whole : Path.of(TaskName.of(text).series());
    }

    /** The task that a text names; that of a file has the name of the file in the place of a name of the catalogue. */
    private static String taskName(String text) {
        if (!isFile(text)) {
            return text;
        }
        Path file = file(text);
        TaskName named = Files.isRegularFile(Path.of(text))
                ? new TaskName(name(file), TaskName.Inputs.ALL, 1, 0)
                : TaskName.of(text);
        TaskName.Inputs inputs = named.inputs() == TaskName.Inputs.USUAL ? TaskName.Inputs.ALL : named.inputs();
        return new TaskName(name(file), inputs, named.ahead(), named.rows()).toString();
    }

    private static String name(Path file) {
        return PreparedData.nameFor(file.getFileName().toString().replaceFirst("\\.[^.]*$", ""));
    }

    /** Keeps what the files of the user came to, so that every worker reads the same. */
    private void keepFiles(PrintWriter output, Path folder) {
        Set<Path> files = new LinkedHashSet<>();
        data.stream().filter(ExperimentCommand::isFile).forEach(text -> files.add(file(text)));
        if (files.isEmpty() && task.given()) {
            throw new InputException(
                    "--target, --features and what else tells what is forecast are for files in --data;"
                            + " series of the catalogue bring it along.");
        }
        for (Path file : files) {
            TaskOptions.Prepared prepared = task.read(format.source(file, Catalogue.ofUser()));
            PreparedData.keep(folder, name(file), prepared.data());
            output.println(file + ": " + prepared.data().series().rows() + " rows");
            prepared.told().forEach(line -> output.println("  " + line));
        }
    }

    private List<Job> trials(List<String> tasks) {
        if (!chosen().equals(Protocol.tuned())) {
            return new Grid(chosen(), models, tasks, lengths, arms, dropouts, prunings, seeds, epochs).jobs();
        }
        List<Job> all = new ArrayList<>();
        for (ModelKind model : models) {
            for (int length : lengths) {
                all.addAll(new TunedGrid(tasks, model, length, tunedSettings(model), firstSeed, seeds, epochs).jobs());
            }
        }
        return all;
    }

    /** The usual arms and settings, but for those that were given. */
    private Map<String, List<String>> tunedSettings(ModelKind model) {
        Map<String, List<String>> settings = TunedGrid.settings(model);
        if (isGiven("--arms")) {
            for (String arm : arms) {
                if (!settings.containsKey(arm)) {
                    throw new InputException(
                            "--arms: --protocol tuned has no arm '" + arm + "'; known are " + settings.keySet() + ".");
                }
            }
            settings.keySet().retainAll(arms);
        }
        if (isGiven("--dropout")) {
            settings.replace(
                    Arms.DROPOUT, dropouts.stream().map(String::valueOf).toList());
        }
        if (isGiven("--decay")) {
            settings.replace(
                    Arms.WEIGHT_DECAY, decays.stream().map(String::valueOf).toList());
        }
        if (isGiven("--pruning")) {
            settings.replace(Arms.PRUNING, prunings);
        }
        return settings;
    }

    private boolean isGiven(String option) {
        return spec.commandLine().getParseResult().hasMatchedOption(option);
    }

    private Protocol chosen() {
        if (mended.isEmpty()) {
            return Protocol.of(protocol);
        }
        if (!protocol.equals("paper")) {
            throw new InputException("--mend is for --protocol paper; " + protocol + " has no faults to switch off.");
        }
        Set<Fault> faults = EnumSet.copyOf(mended);
        return Protocol.paper(faults);
    }
}
