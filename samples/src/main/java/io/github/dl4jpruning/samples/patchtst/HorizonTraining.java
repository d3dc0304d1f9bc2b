package io.github.dl4jpruning.samples.patchtst;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.samediff.PatchTstExport;
import io.github.dl4jpruning.samediff.SameDiffPruning;
import io.github.dl4jpruning.samediff.patchtst.EpochReport;
import io.github.dl4jpruning.samediff.patchtst.LearningRates;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import io.github.dl4jpruning.samediff.patchtst.PatchTstConfig;
import io.github.dl4jpruning.samediff.patchtst.Training;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.OutputFile;
import io.github.dl4jpruning.samples.data.HorizonTask;
import io.github.dl4jpruning.samples.data.HorizonWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Trains a PatchTST and keeps, after every epoch, the model, the best model so far and a log in files: a training that
 * was cut off goes on where it stopped when it is run again, and comes to the same end.
 */
public final class HorizonTraining {
    private static final int EVALUATION_BATCH = 128;

    private final HorizonTask task;
    private final Settings settings;
    private final Path last;
    private final Path best;
    private final Path log;

    /**
     * What is trained.
     *
     * @param config of the model, with its dropout
     * @param plan of the pruning, if any
     * @param learningRate of the first epochs, "type3" after that
     * @param batch windows per mini-batch
     * @param epochs passes over the training part
     * @param seed of weights, dropout and the order of the windows
     */
    public record Settings(
            PatchTstConfig config, Optional<PruningPlan> plan, double learningRate, int batch, int epochs, long seed) {

        /** Checks the numbers. */
        public Settings {
            if (epochs < 1) {
                throw new InputException("{{epochs}} must be at least 1, but is " + epochs);
            }
            if (batch < 1) {
                throw new InputException("{{batch}} must be at least 1, but is " + batch);
            }
        }
    }

    /** A training that keeps its files in a folder under names that begin with a stem. */
    public HorizonTraining(HorizonTask task, Settings settings, Path folder, String stem) {
        this.task = task;
        this.settings = settings;
        this.last = folder.resolve(stem + "-last.zip");
        this.best = folder.resolve(stem + "-best.zip");
        this.log = folder.resolve(stem + "-log.csv");
    }

    /**
     * Trains what is missing of the epochs.
     *
     * @param lines is told a line per epoch, those of an earlier run too
     */
    public HorizonResult run(Consumer<String> lines) {
        boolean resumed = Files.exists(last);
        PatchTst model = resumed ? load(last) : new PatchTst(settings.config(), settings.seed());
        requireSame(model);
        int done = model.sameDiff().getTrainingConfig() == null
                ? 0
                : model.sameDiff().getTrainingConfig().getEpochCount();
        List<Epoch> epochs = new ArrayList<>(resumed ? Epoch.read(log, done) : List.of());
        epochs.forEach(epoch -> lines.accept(epoch + " (earlier run)"));
        Optional<SameDiffPruning> pruning =
                settings.plan().map(plan -> SameDiffPruning.of(plan).attachTo(model.sameDiff()));
        HorizonWindows windows = HorizonWindows.training(task, settings.batch(), settings.seed(), done);
        HorizonWindows validation = HorizonWindows.inOrder(task, task.validation(), EVALUATION_BATCH);
        Training once = Training.epochs(1)
                .withLearningRate(LearningRates.type3(settings.learningRate()))
                .withValidation(validation);
        while (epochs.size() < settings.epochs()) {
            EpochReport report = model.fit(windows, once).epochs().get(0);
            Epoch epoch = new Epoch(
                    epochs.size() + 1,
                    report.learningRate().orElseThrow(),
                    report.trainingLoss(),
                    report.validationLoss().orElseThrow(),
                    pruning.map(p -> p.report().total().achievedSparsity()).orElse(0.0),
                    report.seconds());
            epochs.add(epoch);
            boolean isBest = chosen(epochs).filter(epoch::equals).isPresent();
            if (isBest) {
                OutputFile.write(best, model::save);
            }
            OutputFile.write(log, file -> Files.writeString(file, Epoch.toCsv(epochs)));
            OutputFile.write(last, model::save);
            lines.accept(epoch + (isBest ? " *" : ""));
        }
        return result(epochs, model);
    }

    private HorizonResult result(List<Epoch> epochs, PatchTst model) {
        HorizonWindows test = HorizonWindows.inOrder(task, task.test(), EVALUATION_BATCH);
        Epoch chosen = chosen(epochs)
                .orElseThrow(() -> new InputException("{{epochs}} " + settings.epochs()
                        + " ends before the pruning does. Give more epochs, or a plan of fewer."));
        PatchTst choice = load(best);
        return new HorizonResult(
                chosen.number(),
                chosen.validation(),
                chosen.sparsity(),
                choice.evaluate(test),
                epochs.size(),
                model.evaluate(test),
                epochs.stream().mapToDouble(Epoch::seconds).sum());
    }

    /**
     * What an export of the chosen epoch takes.
     *
     * @return size and latency
     * @throws InputException if no epoch has been trained, or there is no room for temporary files
     */
    public Deployment deployment() {
        try {
            return PatchTstExport.of(load(best)).measure();
        } catch (IOException e) {
            throw new InputException("cannot measure an export: " + e.getMessage(), e);
        }
    }

    /**
     * The epoch with the lowest validation error; with pruning, of those at the last sparsity, since the weights of an
     * earlier epoch are another, denser model.
     */
    private Optional<Epoch> chosen(List<Epoch> epochs) {
        long pruned = settings.plan().map(p -> p.schedule().window().end() + 1).orElse(0L);
        return epochs.stream().filter(e -> e.number() >= pruned).min(Comparator.comparingDouble(Epoch::validation));
    }

    private void requireSame(PatchTst model) {
        if (!model.config().equals(settings.config())) {
            throw new InputException(last + " is of another model: " + model.config() + " instead of "
                    + settings.config() + ". Give another {{folder}}, or delete the file to begin again.");
        }
    }

    private static PatchTst load(Path file) {
        try {
            return PatchTst.load(file);
        } catch (IOException e) {
            throw new InputException(
                    e.getMessage() + ". Delete " + file + " and its log to begin again, or give another {{folder}}.",
                    e);
        }
    }
}
