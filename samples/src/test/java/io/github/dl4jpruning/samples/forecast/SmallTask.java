package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.console.Progress;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import java.util.List;
import java.util.Optional;

/** A task and networks small enough for tests. */
final class SmallTask {
    static final int UNITS = 6;
    static final long SEED = 7;
    static final ForecastTask TASK =
            ForecastTask.of(HourlyLoad.ofDays(10, 1), HourlyLoad.COLUMN, List.of(), 5, Change.LEVEL);

    private SmallTask() {}

    static Arm fresh(Method method, Cell cell, PruningPlan plan) {
        return Arm.fresh(method, cell, TASK.features(), UNITS, SEED, Optional.of(plan));
    }

    static Outcome train(Arm arm, int epochs, boolean restoreBest) {
        return new Trainer(TASK, new Training(epochs, 16, SEED, restoreBest), Progress.silent()).train(arm, "test");
    }
}
