package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.report.SparsityReport;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.OutputFile;
import io.github.dl4jpruning.samples.Texts;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import io.github.dl4jpruning.samples.console.Progress;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.deploy.DeployedForecaster;
import io.github.dl4jpruning.samples.forecast.Arm;
import io.github.dl4jpruning.samples.forecast.ErrorRange;
import io.github.dl4jpruning.samples.forecast.Forecast;
import io.github.dl4jpruning.samples.forecast.ForecasterCard;
import io.github.dl4jpruning.samples.forecast.ForecasterFile;
import io.github.dl4jpruning.samples.forecast.Method;
import io.github.dl4jpruning.samples.forecast.Outcome;
import io.github.dl4jpruning.samples.forecast.ResultTable;
import io.github.dl4jpruning.samples.forecast.Trainer;
import io.github.dl4jpruning.samples.forecast.Training;
import io.github.dl4jpruning.samples.plot.ForecastPlot;
import io.github.dl4jpruning.samples.plot.SparsityPlot;
import io.github.dl4jpruning.samples.plot.ValidationPlot;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** One forecaster of one column of a CSV file. */
@Command(
        name = "forecast",
        description =
                "Trains a forecaster of one column of a CSV file, one row ahead. The rows are split 70/10/20 in time"
                        + " order into training, validation and test; scalers are fitted on the training part alone.",
        sortOptions = false)
final class ForecastCommand implements Callable<Integer> {
    private static final int PLOTTED_ROWS = 200;

    private final Catalogue catalogue;

    @Mixin
    private CsvOptions csv;

    @Mixin
    private ModelOptions model;

    @Option(
            names = "--epochs",
            paramLabel = "N",
            description = "Passes over the training part (default: 20); 0 with --resume only measures.")
    private int epochs = 20;

    @Mixin
    private PruningOptions pruning;

    @Option(
            names = "--restore-best",
            description =
                    "In the end take the network of the epoch with the least validation error; with pruning that may be a less sparse one.")
    private boolean restoreBest;

    @Option(
            names = "--save",
            paramLabel = "FILE.zip",
            description = "Save the model with masks, optimizer state and scalers.")
    private Optional<Path> save = Optional.empty();

    @Option(
            names = "--resume",
            paramLabel = "FILE.zip",
            description = "Train a saved model on; its settings are taken over.")
    private Optional<Path> resume = Optional.empty();

    @Mixin
    private CommonOptions common;

    @Spec
    private CommandSpec spec;

    ForecastCommand(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /** A task, what is known about its network, and the network ready for training. */
    private record Setup(ForecastTask task, ForecasterCard card, Arm arm, Optional<PruningPlan> plan) {}

    @Override
    public Integer call() {
        common.applyLogLevel();
        requireWritable();
        SeriesSource source = csv.source(catalogue);
        Setup setup = resume.isPresent() ? resumed(resume.get(), source) : fresh(source);
        ForecastTask task = setup.task();
        PrintWriter output = spec.commandLine().getOut();
        describe(setup, output);

        long firstIteration = setup.arm().network().getIterationCount();
        Training training =
                new Training(epochs, setup.card().batch(), setup.card().seed(), restoreBest);
        String title = setup.card().cell() + ", " + setup.card().method().title();
        Outcome outcome = new Trainer(task, training, Progress.onStandardError()).train(setup.arm(), title);

        ForecasterFile trained =
                new ForecasterFile(setup.card().with(ErrorRange.of(outcome.validation())), outcome.network());
        save.ifPresent(trained::save); // before anything else can go wrong
        ResultTable table = ResultTable.of(task, List.of(outcome));
        output.println();
        output.print(table.toText());
        output.println(Descriptions.units(task, unit(source, task.target())));
        output.println(epochs(outcome));
        output.println("forecast of " + nextName(task) + ": "
                + Descriptions.value(Forecast.next(outcome.network(), task), trained.card(), task.series()));
        outcome.report().ifPresent(report -> {
            output.println();
            output.println(deployed(report, trained));
        });
        output.println();
        save.ifPresent(file -> output.println("saved " + file));
        write(source.stem(), task, outcome, table, firstIteration)
                .forEach(file -> output.println("wrote " + Texts.escaped(file.toString())));
        output.flush();
        return 0;
    }

    /**
     * The report with size and latency, or with the reason why there are none: a training that diverged cannot be
     * exported.
     */
    private static String deployed(SparsityReport report, ForecasterFile trained) {
        try {
            return report.with(DeployedForecaster.measure(trained)).toText().stripTrailing();
        } catch (InputException e) {
            return report.toText() + e.getMessage();
        }
    }

    private Setup fresh(SeriesSource source) {
        if (epochs < 1) {
            throw new InputException("--epochs must be at least 1, but is " + epochs + " (0 is for --resume).");
        }
        String target = model.target(source);
        Series series = model.extras().addTo(source.read(target, model.features(source)), target);
        List<String> features = series.names().subList(1, series.names().size());
        ForecastTask task = ForecastTask.of(series, target, features, model.length(), model.change(source));
        ForecasterCard card = model.card(task);
        Optional<PruningPlan> plan =
                card.method() == Method.PRUNING ? Optional.of(pruning.plan(card.cell(), epochs)) : Optional.empty();
        if (plan.isEmpty() && pruning.given()) {
            throw new InputException("--plan, --sparsity and --schedule-epochs need --method pruning, which is "
                    + card.method() + " here.");
        }
        Arm arm = Arm.fresh(card.method(), card.cell(), task.features(), card.units(), card.seed(), plan);
        return new Setup(task, card, arm, plan);
    }

    private Setup resumed(Path file, SeriesSource source) {
        ForecasterFile saved = ForecasterFile.load(file);
        ForecasterCard card = saved.card();
        model.requireNoContradiction(card);
        if (pruning.given()) {
            throw new InputException("--plan, --sparsity and --schedule-epochs are for a new model: " + file
                    + " goes on with the plan it was saved with. Leave them out.");
        }
        Series series = card.extras().addTo(source.read(card.target(), card.features()), card.target());
        ForecastTask task = ForecastTask.withScales(series, card.scales(), card.length(), card.change());
        return new Setup(task, card, Arm.resumed(card.method(), saved.network()), Optional.empty());
    }

    /** Finds out before the training, not after it, that its result has no place to go. */
    private void requireWritable() {
        save.ifPresent(file -> {
            SavePlace.require(file, csv.data());
            resume.ifPresent(model -> OutputFile.requireOther("--save", file, "--resume", model));
        });
        common.createOut();
    }

    private void describe(Setup setup, PrintWriter output) {
        ForecastTask task = setup.task();
        ForecasterCard card = setup.card();
        output.println(Descriptions.data(task));
        Descriptions.irregularTimes(task.series()).ifPresent(note -> output.println("times: " + note));
        output.println(Descriptions.split(task));
        output.println(CommandLines.text(
                "input: %d rows of %s%s",
                task.length(),
                task.scales().stream().map(s -> Texts.shown(s.column())).collect(Collectors.joining(", ")),
                switch (task.change()) {
                    case LEVEL -> "";
                    case DIFFERENCE -> ", as differences";
                    case RETURN -> ", as returns";
                }));
        output.println(CommandLines.text(
                "model: %s, %d units, %d parameters, %s, seed %d%s",
                card.cell(),
                card.units(),
                setup.arm().network().numParams(),
                card.method().title(),
                card.seed(),
                resume.map(f -> ", resumed from " + f + " after "
                                + setup.arm().network().getEpochCount() + " epochs")
                        .orElse("")));
        setup.plan().ifPresent(plan -> output.println("pruning: " + plan));
        output.flush();
    }

    private static String unit(SeriesSource source, String target) {
        return source.entry()
                .filter(entry -> entry.target().equals(target))
                .map(CatalogueEntry::unit)
                .orElse("units of " + Texts.shown(target));
    }

    private static String epochs(Outcome outcome) {
        return outcome.chosenEpoch() == 0
                ? "epochs: none trained"
                : CommandLines.text(
                        "epochs: %d trained, least validation MAE after epoch %d; the network is that of epoch %d",
                        outcome.validationMae().size(), outcome.bestEpoch(), outcome.chosenEpoch());
    }

    private static String nextName(ForecastTask task) {
        return Texts.shown(task.target()) + " after " + Descriptions.lastRow(task.series());
    }

    private List<Path> write(String name, ForecastTask task, Outcome outcome, ResultTable table, long firstIteration) {
        String stem = name + "-" + outcome.method();
        List<Path> written = new ArrayList<>();
        Path results = common.out().resolve(stem + "-results.csv");
        OutputFile.write(results, path -> Files.writeString(path, table.toCsv()));
        written.add(results);
        Path forecasts = common.out().resolve(stem + "-forecasts.png");
        ForecastPlot.write(forecasts, task, List.of(outcome), PLOTTED_ROWS, "");
        written.add(forecasts);
        if (outcome.validationMae().size() > 1) {
            Path validation = common.out().resolve(stem + "-validation.png");
            ValidationPlot.write(
                    validation,
                    List.of(outcome),
                    table.rows().get(0).validation().mae(),
                    "");
            written.add(validation);
        }
        outcome.history().filter(h -> !h.updates().isEmpty()).ifPresent(history -> {
            Path sparsity = common.out().resolve(stem + "-sparsity.png");
            SparsityPlot.write(
                    sparsity, history, firstIteration, outcome.network().getIterationCount());
            written.add(sparsity);
        });
        return written;
    }
}
