package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samediff.patchtst.Dropouts;
import io.github.dl4jpruning.samediff.patchtst.PatchTstConfig;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import io.github.dl4jpruning.samples.console.TextTable;
import io.github.dl4jpruning.samples.data.CsvFormat;
import io.github.dl4jpruning.samples.data.CsvSource;
import io.github.dl4jpruning.samples.data.Errors;
import io.github.dl4jpruning.samples.data.HorizonTask;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.data.Span;
import io.github.dl4jpruning.samples.data.Split;
import io.github.dl4jpruning.samples.forecast.Method;
import io.github.dl4jpruning.samples.patchtst.HorizonResult;
import io.github.dl4jpruning.samples.patchtst.HorizonTraining;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The published experiment with PatchTST on the hourly electricity transformer data. */
@Command(
        name = "etth1",
        description =
                "Trains PatchTST/42 on ETTh1 with the published settings and split (look-back 336, Adam 1e-4 with \"type3\","
                        + " batch 128), with its dropout of 0.3 or with pruning in its place. Run again, it goes on where it"
                        + " stopped.")
final class Etth1Command implements Callable<Integer> {
    private static final int LOOK_BACK = 336;
    private static final int MONTH = 30 * 24;
    private static final int DAY = 24;
    private static final double LEARNING_RATE = 1e-4;
    private static final String TARGET = "OT";

    @Option(
            names = "--data",
            paramLabel = "NAME|FILE",
            defaultValue = "etth1",
            description = "A file like ETTh1.csv, or the name of one in the catalogue (default: ${DEFAULT-VALUE}).")
    private String data;

    @Option(
            names = "--method",
            paramLabel = "none|dropout|pruning",
            defaultValue = "dropout",
            description = "Against overfitting (default: ${DEFAULT-VALUE}, as published).")
    private Method method;

    @Option(names = "--horizon", paramLabel = "ROWS", defaultValue = "96", description = "Rows to forecast.")
    private int horizon;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            defaultValue = "100",
            description = "Passes over the training part (default: ${DEFAULT-VALUE}, as published).")
    private int epochs;

    @Option(
            names = "--plan-epochs",
            paramLabel = "N",
            defaultValue = "20",
            description = "Epochs of the published pruning plan, which reaches 50%% in its last one (default:"
                    + " ${DEFAULT-VALUE}, as published).")
    private int planEpochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "Windows per mini-batch (default: ${DEFAULT-VALUE}, as published).")
    private int batch;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "2021", description = "Default: ${DEFAULT-VALUE}.")
    private long seed;

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        common.applyLogLevel();
        common.createOut();
        PrintWriter output = spec.commandLine().getOut();
        Optional<PruningPlan> chosen = plan();
        HorizonTask task = task();
        PatchTstConfig published = PatchTstConfig.ettHourly(LOOK_BACK, horizon);
        HorizonTraining.Settings settings = new HorizonTraining.Settings(
                method == Method.DROPOUT ? published : published.with(Dropouts.none()),
                chosen,
                LEARNING_RATE,
                batch,
                epochs,
                seed);
        String stem = "etth1-" + horizon + "-" + method + "-" + seed;

        output.println(CommandLines.text(
                "data: %s, %d channels, %d / %d / %d windows to train, validate and test",
                data,
                task.columns().size(),
                task.training().rows(),
                task.validation().rows(),
                task.test().rows()));
        output.println("model: " + settings.config());
        settings.plan().ifPresent(plan -> output.println("pruning: " + plan));
        output.println(CommandLines.text(
                "training: %s, up to %d epochs, batch %d, seed %d", method.title(), epochs, batch, seed));
        output.flush();
        HorizonTraining training = new HorizonTraining(task, settings, common.out(), stem);
        HorizonResult result = training.run(line -> {
            output.println(line);
            output.flush();
        });
        output.println();
        output.print(table(task, result));
        output.println(CommandLines.text(
                "%d epochs in %.0f minutes; lowest validation MSE %.4f%s in epoch %d",
                result.epochs(),
                result.seconds() / 60,
                result.validation(),
                method == Method.PRUNING ? " at the last sparsity" : "",
                result.chosenEpoch()));
        output.println(CommandLines.text("that of epoch %d, exported:", result.chosenEpoch()));
        output.println(training.deployment());
        output.flush();
        return 0;
    }

    private Optional<PruningPlan> plan() {
        if (method != Method.PRUNING) {
            return Optional.empty();
        }
        if (planEpochs > epochs) {
            throw new InputException("--epochs " + epochs + " ends before the pruning does (--plan-epochs " + planEpochs
                    + "). Give more epochs, or a plan of fewer.");
        }
        try {
            return Optional.of(PruningPlan.paperPatchTst(planEpochs));
        } catch (IllegalArgumentException e) {
            throw new InputException("--plan-epochs " + planEpochs + ": " + e.getMessage(), e);
        }
    }

    private HorizonTask task() {
        Split split =
                new Split(new Span(0, 12 * MONTH), new Span(12 * MONTH, 16 * MONTH), new Span(16 * MONTH, 20 * MONTH));
        return HorizonTask.of(series(), LOOK_BACK, horizon, split);
    }

    private Series series() {
        List<String> allOthers = List.of(CsvSource.EVERY_COLUMN);
        Catalogue catalogue = Catalogue.ofUser();
        Optional<CatalogueEntry> entry = catalogue.find(data);
        return entry.isPresent()
                ? entry.get().series(catalogue.files(), TARGET, allOthers)
                : new CsvSource(Path.of(data), CsvFormat.plain().withDates(Optional.empty(), "date"))
                        .read(TARGET, allOthers)
                        .filledForward();
    }

    private String table(HorizonTask task, HorizonResult result) {
        Errors naive = task.seasonalNaive(task.test(), DAY);
        TextTable table = new TextTable("test part", "MSE", "MAE", "sparsity [%]")
                .add("the day before", error(naive.rmse() * naive.rmse()), error(naive.mae()), "-");
        if (horizon == 96 && data.equals("etth1")) {
            table.add("PatchTST/42 as published", "0.375", "0.399", "-");
        }
        String sparsity = CommandLines.text("%.1f", 100 * result.sparsity());
        return table.add(
                        method.title() + ", epoch " + result.chosenEpoch(),
                        error(result.test().mse()),
                        error(result.test().mae()),
                        sparsity)
                .add(
                        method.title() + ", epoch " + result.epochs() + " (last)",
                        error(result.lastTest().mse()),
                        error(result.lastTest().mae()),
                        sparsity)
                .toString();
    }

    private static String error(double value) {
        return CommandLines.text("%.4f", value);
    }
}
