package io.github.dl4jpruning.samples.experiment;

import java.util.List;

/** The names of the arms. */
public final class Arms {
    /** No regularisation. */
    public static final String NONE = "none";
    /** Dropout in training. */
    public static final String DROPOUT = "dropout";
    /** Dropout in training and forecast. */
    public static final String MC_DROPOUT = "mc-dropout";
    /** Synaptic pruning. */
    public static final String PRUNING = "pruning";
    /** All four. */
    public static final List<String> ALL = List.of(NONE, DROPOUT, MC_DROPOUT, PRUNING);

    private Arms() {}
}
