package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.HourlyLoad;
import java.util.List;

final class ExperimentSeries {
    private ExperimentSeries() {}

    static ExperimentData get(String name) {
        if (!name.equals("load")) {
            throw new io.github.dl4jpruning.samples.InputException("no series '" + name + "'");
        }
        return new ExperimentData(HourlyLoad.ofDays(28, 42), HourlyLoad.COLUMN, List.of(), "MW", Change.LEVEL, 24);
    }
}
