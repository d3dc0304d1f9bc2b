package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.experiment.Arms;
import java.util.Map;

/** What the arms are called in sentences. */
final class ArmNames {
    private static final Map<String, String> NAMES = Map.of(
            Arms.NONE, "training without regularisation",
            Arms.DROPOUT, "dropout",
            Arms.MC_DROPOUT, "MC dropout",
            Arms.PRUNING, "pruning");

    private ArmNames() {}

    /** The name within a sentence. */
    static String of(String arm) {
        return NAMES.getOrDefault(arm, "'" + arm + "'");
    }
}
