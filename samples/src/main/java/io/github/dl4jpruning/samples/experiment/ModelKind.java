package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.selection.Importance;
import java.util.Locale;

/** The three models of the paper's experiment. */
public enum ModelKind {
    /** Plain recurrent network, 64 units with tanh. */
    RNN(2, new PruningSetting("cubic", 0.1, 0.5, Importance.MAGNITUDE, 1, 0), 1),
    /** Long short-term memory, 64 units. */
    LSTM(2, new PruningSetting("cubic", 0.3, 0.7, Importance.MAGNITUDE, 1, 0), 3.5),
    /** The small patch transformer. */
    PATCH(5, new PruningSetting("cubic", 0.01, 0.5, Importance.MAGNITUDE, 1, 0), 2);

    private final int warmUp;
    private final PruningSetting published;
    private final double cost;

    ModelKind(int warmUp, PruningSetting published, double cost) {
        this.warmUp = warmUp;
        this.published = published;
        this.cost = cost;
    }

    /**
     * The model with a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static ModelKind of(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Epochs before the first pruning, as published. */
    int warmUp() {
        return warmUp;
    }

    /** The published setting. */
    PruningSetting published() {
        return published;
    }

    /** What a row of a window takes, compared with the RNN: for the time left. */
    double cost() {
        return cost;
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
