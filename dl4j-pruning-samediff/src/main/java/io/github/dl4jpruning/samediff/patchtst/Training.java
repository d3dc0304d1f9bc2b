package io.github.dl4jpruning.samediff.patchtst;

import java.util.List;
import java.util.OptionalInt;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * How a model is trained. A value of this class does not change; the methods {@code with...} return changed copies.
 *
 * <pre>{@code
 * Training training = Training.epochs(100)
 *         .withLearningRate(LearningRates.type3(1e-4))
 *         .withValidation(validation)
 *         .withEarlyStopping(20)
 *         .withProgress(report -> System.out.println(report));
 * }</pre>
 */
public final class Training {

    private final int epochs;
    private final ISchedule learningRate;
    private final DataSetIterator validation;
    private final int patience;
    private final Progress progress;
    private final List<Listener> listeners;

    private Training(
            int epochs,
            ISchedule learningRate,
            DataSetIterator validation,
            int patience,
            Progress progress,
            List<Listener> listeners) {
        this.epochs = epochs;
        this.learningRate = learningRate;
        this.validation = validation;
        this.patience = patience;
        this.progress = progress;
        this.listeners = listeners;
    }

    /**
     * A training without validation, at the learning rate that the model has: that of its last training, or 0.001.
     *
     * @param epochs passes over the data
     * @return the settings
     * @throws IllegalArgumentException if it is not positive
     */
    public static Training epochs(int epochs) {
        Checks.atLeast("epochs", epochs, 1, "the number of passes over the training data");
        return new Training(epochs, null, null, 0, report -> {}, List.of());
    }

    /**
     * The learning rate over the training.
     *
     * @param schedule of {@link LearningRates}, or of ND4J
     * @return changed settings
     * @throws IllegalArgumentException if it is null
     */
    public Training withLearningRate(ISchedule schedule) {
        Checks.given("learning rate", schedule, "LearningRates.constant(1e-4)");
        return new Training(epochs, schedule, validation, patience, progress, listeners);
    }

    /**
     * Data to measure the error on after each epoch.
     *
     * @param data not trained on; must support reset
     * @return changed settings
     * @throws IllegalArgumentException if it is null or cannot be reset
     */
    public Training withValidation(DataSetIterator data) {
        Checks.given("validation data", data, "an iterator over later windows of the series");
        if (!data.resetSupported()) {
            throw new IllegalArgumentException(
                    "the validation data cannot be reset, but are read once in every epoch: use an iterator that can");
        }
        return new Training(epochs, learningRate, data, patience, progress, listeners);
    }

    /**
     * Ends the training when the validation error has not fallen for some epochs, and in any case brings the model back
     * to the epoch with the lowest: its weights, norm statistics and every other array of the graph.
     *
     * @param epochsWithoutBetter epochs to wait for a lower error, at least 1
     * @return changed settings
     * @throws IllegalArgumentException if it is not positive
     */
    public Training withEarlyStopping(int epochsWithoutBetter) {
        Checks.atLeast("patience", epochsWithoutBetter, 1, "the number of epochs to wait for a lower validation error");
        return new Training(epochs, learningRate, validation, epochsWithoutBetter, progress, listeners);
    }

    /**
     * Someone to tell how it goes on.
     *
     * @param observer is called by the training thread
     * @return changed settings
     * @throws IllegalArgumentException if it is null
     */
    public Training withProgress(Progress observer) {
        Checks.given("progress", observer, "System.out::println");
        return new Training(epochs, learningRate, validation, patience, observer, listeners);
    }

    /**
     * Listeners for this training, besides those of the graph.
     *
     * @param additional of SameDiff
     * @return changed settings
     */
    public Training withListeners(Listener... additional) {
        return new Training(epochs, learningRate, validation, patience, progress, List.of(additional));
    }

    /** The same without validation, for one epoch of a training that another judges. */
    Training oneEpoch() {
        return new Training(1, learningRate, null, 0, progress, listeners);
    }

    int epochs() {
        return epochs;
    }

    /** Null for that of the model. */
    ISchedule learningRate() {
        return learningRate;
    }

    /** Null for none. */
    DataSetIterator validation() {
        return validation;
    }

    OptionalInt patience() {
        if (patience > 0 && validation == null) {
            throw new IllegalArgumentException(
                    "early stopping needs data to measure the error on: give them by withValidation(..)");
        }
        return patience > 0 ? OptionalInt.of(patience) : OptionalInt.empty();
    }

    Progress progress() {
        return progress;
    }

    List<Listener> listeners() {
        return listeners;
    }
}
