package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.Series;
import java.util.List;

/**
 * What is forecast.
 *
 * @param series without gaps
 * @param target the column to forecast
 * @param features further columns of the input
 * @param unit of the target
 * @param change what a model should see of the values
 * @param season rows after which the series repeats itself, roughly; 1 if it does not
 */
public record ExperimentData(
        Series series, String target, List<String> features, String unit, Change change, int season) {}
