package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import java.util.List;

/** Trials of a second or less. */
final class SmallTrials {
    static final ExperimentData DATA =
            new ExperimentData(HourlyLoad.ofDays(12, 1), HourlyLoad.COLUMN, List.of(), "MW", Change.LEVEL, 24, 1);
    static final int EPOCHS = 7;

    private SmallTrials() {}

    static Trial trial(String protocol, ModelKind model, String arm, String setting) {
        return new Trial(protocol, "load", model.toString(), 3, arm, setting, 1, EPOCHS);
    }

    static TrialResult run(Trial trial) {
        return TrialRunner.run(new Job(List.of(trial)), DATA).get(0);
    }
}
