package io.github.dl4jpruning.samples.experiment;

import java.util.List;
import java.util.Set;

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
    /** The sparsity chosen by validation within one training. */
    public static final String SEARCH = "search";
    /** Decoupled weight decay. */
    public static final String WEIGHT_DECAY = "weight-decay";
    /** A dense network with as many weights as a pruned one has left. */
    public static final String SMALL = "small";
    /** Random weights are pruned in the place of the smallest. */
    public static final String RANDOM = "random";
    /** All pruned weights go at once. */
    public static final String ONE_SHOT = "one-shot";
    /** Synaptic pruning by the published schedule. */
    public static final String PUBLISHED = "published";
    /** The four of the paper. */
    public static final List<String> ALL = List.of(NONE, DROPOUT, MC_DROPOUT, PRUNING);

    private static final Set<String> PRUNED = Set.of(PRUNING, SEARCH, RANDOM, ONE_SHOT, PUBLISHED);

    private Arms() {}

    /** Whether an arm prunes; its setting is that of a {@link PruningSetting}. */
    static boolean prunes(String arm) {
        return PRUNED.contains(arm);
    }
}
