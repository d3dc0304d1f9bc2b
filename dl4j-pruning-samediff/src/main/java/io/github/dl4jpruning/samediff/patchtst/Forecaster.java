package io.github.dl4jpruning.samediff.patchtst;

import io.github.dl4jpruning.samediff.GradientGraph;
import io.github.dl4jpruning.samediff.SameDiffPruning;
import io.github.dl4jpruning.samediff.TrainingLoss;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * A forecasting model in a SameDiff graph: trained on windows [batch, look-back, series] with targets [batch, horizon,
 * series].
 *
 * <p>The graph is an ordinary one, and every listener works with it, those of this library's pruning among them: hand
 * them to {@link SameDiff#addListeners}, or to one training by {@link Training#withListeners}. Its placeholders are
 * {@code input} and
 * {@code target}, its outputs {@code prediction} and {@code loss}; the training configuration, Adam and the mean
 * squared error at first, may be replaced. {@code fit} of the graph itself trains it too, several times slower; call
 * {@link GradientGraph#of} before it, or it prints a line for every op.
 *
 * <p>One training or forecast runs at a time; other threads wait.
 */
public abstract sealed class Forecaster permits PatchTst, PatchTransformer {

    private final SameDiff sd;
    private final long seed;
    private final long rowsPerExample;
    private final Arena arena = new Arena();
    private final Inference inference;
    private final Inference draws;
    private final RunningStatistics statistics;
    private final DropoutSeeds seeds;
    private final List<Listener> upkeep;
    private TrainingStep step;

    Forecaster(SameDiff sd, long seed, long rowsPerExample) {
        this.sd = sd;
        this.seed = seed;
        this.rowsPerExample = rowsPerExample;
        Arena ours = planned() ? arena : null;
        this.inference = new Inference(sd, ForecastGraph.PREDICTION, ours, rowsPerExample);
        this.draws = DropoutMask.isIn(sd)
                ? new Inference(sd, ForecastGraph.TRAINING_PREDICTION, ours, rowsPerExample)
                : inference;
        this.statistics = new RunningStatistics(sd, rowsPerExample);
        this.seeds = new DropoutSeeds(seed);
        this.upkeep = List.of(new RightGradients(), seeds, statistics);
        sd.addListeners(upkeep);
        if (sd.getTrainingConfig() == null) {
            sd.setTrainingConfig(TrainingConfig.builder()
                    .updater(new Adam())
                    .dataSetFeatureMapping(ForecastGraph.INPUT)
                    .dataSetLabelMapping(ForecastGraph.TARGET)
                    .minimize(ForecastGraph.LOSS)
                    .build());
        }
        TrainingLoss.report(sd);
    }

    /**
     * The graph, for listeners, another training configuration, or the weights.
     *
     * @return the graph itself, not a copy
     */
    public final SameDiff sameDiff() {
        return sd;
    }

    /**
     * The seed that the model was made with.
     *
     * @return seed of the first weights and of dropout
     */
    public final long seed() {
        return seed;
    }

    /**
     * How many numbers are trained.
     *
     * @return sum of the lengths of the trainable arrays
     */
    public final long parameterCount() {
        return TrainedVariables.of(sd).stream()
                .mapToLong(variable -> variable.getArr().length())
                .sum();
    }

    /**
     * Trains the model, or trains it on.
     *
     * @param data windows [batch, look-back, series] with targets [batch, horizon, series]
     * @param epochs passes over the data
     * @return what happened
     * @throws IllegalArgumentException if the data have other shapes, or are empty
     */
    public final TrainingResult fit(DataSetIterator data, int epochs) {
        return fit(data, Training.epochs(epochs));
    }

    /**
     * Trains the model, or trains it on: iterations and epochs are counted over all trainings, and the state of the
     * updater is kept, also in the file.
     *
     * <p>On the CPU the ops of the gradient graph are run from a plan with all arrays made beforehand. It takes a
     * fraction of the time of SameDiff's own {@code fit}, of which it differs only in that the weights change when all
     * gradients of an iteration are known.
     *
     * @param data windows [batch, look-back, series] with targets [batch, horizon, series]
     * @param training settings
     * @return what happened
     * @throws IllegalArgumentException if the data have other shapes, are empty, or cannot be reset for a second epoch
     * @throws IllegalStateException if the loss is not finite
     */
    public final synchronized TrainingResult fit(DataSetIterator data, Training training) {
        TrainingConfig config = sd.getTrainingConfig();
        if (training.learningRate() != null) {
            config.getUpdater().setLrAndSchedule(Double.NaN, training.learningRate());
        }
        TrainingLoss.report(sd);
        Updaters.follow(sd);
        Set<Listener> listeners = new LinkedHashSet<>(upkeep);
        listeners.addAll(sd.getListeners());
        listeners.addAll(training.listeners());
        listeners.removeIf(listener -> !listener.isActive(Operation.TRAINING));
        synchronized (sd) { // as SameDiff's own fit: whoever saves the graph waits
            return new TrainingLoop(
                            sd,
                            step(),
                            this::check,
                            training,
                            List.copyOf(listeners),
                            validation -> evaluate(validation).mse())
                    .run(data);
        }
    }

    /** Whether arrays made beforehand can be used: on the CPU, where an op ends before the next begins. */
    private static boolean planned() {
        return Nd4j.getExecutioner().type() == OpExecutioner.ExecutionerType.NATIVE_CPU;
    }

    /** Made anew if the gradient graph is another, as after a change of the loss. */
    private TrainingStep step() {
        if (step == null || step.graph() != GradientGraph.of(sd)) {
            step = planned() ? new PlannedStep(sd, arena) : new SessionStep(sd);
        }
        return step;
    }

    /**
     * Forecasts.
     *
     * @param input [batch, look-back, series], of any batch size
     * @return [batch, horizon, series]
     * @throws IllegalArgumentException if the input has another shape
     */
    public final synchronized INDArray predict(INDArray input) {
        requireShape("input", input, ForecastGraph.INPUT);
        return inference.forecast(
                input, null, sd.getVariable(ForecastGraph.TARGET).getShape());
    }

    /**
     * Forecasts with dropout left on, for Monte Carlo dropout (Gal and Ghahramani, ICML 2016): the mean over many draws
     * is the forecast, their spread its uncertainty.
     *
     * @param input [batch, look-back, series], of any batch size
     * @param draw number of the draw: equal ones give equal forecasts, different ones other masks
     * @return [batch, horizon, series]; the same as {@link #predict} if the model has no dropout
     * @throws IllegalArgumentException if the input has another shape
     * @throws UnsupportedOperationException if the model has dropout and batch norm, whose training pass would compute
     *     with the statistics of the batch
     */
    public final synchronized INDArray predictWithDropout(INDArray input, long draw) {
        requireShape("input", input, ForecastGraph.INPUT);
        if (draws != inference && statistics.any()) {
            throw new UnsupportedOperationException(
                    "draws with dropout need a model without batch norm: use Norm.LAYER, or predict(..)");
        }
        return draws.forecast(
                input, seeds.draw(draw), sd.getVariable(ForecastGraph.TARGET).getShape());
    }

    /**
     * Compares forecasts with what came.
     *
     * @param data windows [batch, look-back, series] with targets [batch, horizon, series]; is reset before and after,
     *     if it can
     * @return the errors
     * @throws IllegalArgumentException if the data have other shapes, or are empty
     */
    public final synchronized Score evaluate(DataSetIterator data) {
        if (data.resetSupported()) {
            data.reset();
        }
        double squares = 0;
        double absolutes = 0;
        long examples = 0;
        long values = 0;
        while (data.hasNext()) {
            DataSet set = data.next();
            requireShape("labels", set.getLabels(), ForecastGraph.TARGET);
            INDArray error = predict(set.getFeatures())
                    .subi(set.getLabels()
                            .castTo(sd.getVariable(ForecastGraph.TARGET).dataType()));
            absolutes += error.norm1Number().doubleValue();
            double norm = error.norm2Number().doubleValue();
            squares += norm * norm;
            examples += error.size(0);
            values += error.length();
        }
        if (values == 0) {
            throw new IllegalArgumentException("there is nothing to compare: the iterator has no batch");
        }
        if (data.resetSupported()) {
            data.reset();
        }
        return new Score(squares / values, absolutes / values, examples);
    }

    /**
     * Writes the model with everything that training it on needs: a temporary file beside the target, which is then
     * moved.
     *
     * @param file an existing one is replaced at once, or not at all
     * @throws IOException if it cannot be written; an older file is then still whole
     */
    public final synchronized void save(Path file) throws IOException {
        ModelFile.save(file, kind(), configuration(), seed, sd, true);
    }

    /**
     * Writes the model for forecasting: without the state of the updater, and without plan, step and masks if it was
     * pruned. It is read as what {@link #save} writes and forecasts the same bits; training it on would let pruned
     * weights grow again.
     *
     * @param file an existing one is replaced at once, or not at all
     * @throws IOException if it cannot be written; an older file is then still whole
     */
    public final synchronized void saveStripped(Path file) throws IOException {
        SameDiff copy = ModelFile.copy(sd); // a listener may be at work on ours
        SameDiffPruning.strip(copy);
        ModelFile.save(file, kind(), configuration(), seed, copy, false);
    }

    abstract String kind();

    abstract Record configuration();

    /** Takes weights and norm statistics from another model of the same shape. */
    final void copyFrom(Forecaster other) {
        Snapshot.of(other.sd, 0).restore(sd);
    }

    /** Adds the listeners of another model of the same shape, but for those that every model has. */
    final void takeListeners(Forecaster other) {
        List<Listener> listeners = new ArrayList<>(other.sd.getListeners());
        listeners.removeAll(other.upkeep);
        sd.addListeners(listeners);
    }

    private void check(INDArray features, INDArray labels) {
        requireShape("features", features, ForecastGraph.INPUT);
        requireShape("labels", labels, ForecastGraph.TARGET);
        if (features.size(0) != labels.size(0)) {
            throw new IllegalArgumentException("a batch has " + features.size(0) + " windows but " + labels.size(0)
                    + " targets: each window needs one");
        }
        if (statistics.any() && features.size(0) * rowsPerExample < 2) {
            throw new IllegalArgumentException(
                    "a batch has a single window of one series with one patch: batch norm has no"
                            + " variance over one row; use larger batches or Norm.LAYER");
        }
    }

    private void requireShape(String what, INDArray array, String placeholder) {
        SDVariable variable = sd.getVariable(placeholder);
        long[] expected = variable.getShape();
        String wanted = "[batch, " + expected[1] + " time steps, " + expected[2] + " series]";
        if (array == null) {
            throw new IllegalArgumentException(what + " are missing: needed are " + wanted);
        }
        long[] shape = array.shape();
        if (shape.length == 3 && shape[0] > 0 && shape[1] == expected[1] && shape[2] == expected[2]) {
            return;
        }
        boolean swapped = shape.length == 3 && shape[1] == expected[2] && shape[2] == expected[1];
        throw new IllegalArgumentException(what + " has shape " + Arrays.toString(shape) + " but must be " + wanted
                + (swapped ? ": turn it by permute(0, 2, 1)" : ""));
    }
}
