package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
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
        Series series, String target, List<String> features, String unit, Change change, int season) {

    /**
     * A series of the catalogue, which is fetched if it is not on this machine.
     *
     * @throws InputException if there is none of this name, or its file cannot be had
     */
    public static ExperimentData of(String name) {
        Catalogue catalogue = Catalogue.ofUser();
        CatalogueEntry entry = catalogue.get(name);
        return new ExperimentData(
                catalogue.series(name), entry.target(), entry.features(), entry.unit(), entry.change(), entry.period());
    }
}
