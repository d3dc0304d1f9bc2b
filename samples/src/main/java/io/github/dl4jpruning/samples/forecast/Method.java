package io.github.dl4jpruning.samples.forecast;

import java.util.Locale;

/** How a forecaster is kept from learning its training part by heart. */
public enum Method {
    /** Not at all. */
    NONE("no regularisation"),
    /** Dropout of the last hidden state. */
    DROPOUT("dropout"),
    /** Synaptic pruning in the place of that dropout. */
    PRUNING("pruning");

    private final String title;

    Method(String title) {
        this.title = title;
    }

    /** The name in tables and plots. */
    public String title() {
        return title;
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
