package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import io.github.dl4jpruning.samples.data.CalendarFeatures;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.CsvSource;
import io.github.dl4jpruning.samples.data.Series;
import java.util.ArrayList;
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
 * @param ahead steps from the last row of a window to the row that is forecast
 */
public record ExperimentData(
        Series series, String target, List<String> features, String unit, Change change, int season, int ahead) {

    /**
     * Hour and weekday. The position in the year is left out: the years before do not tell where a later part stands in it, so it
     * lies outside the range of the training part.
     */
    private static final List<String> CALENDAR = CalendarFeatures.COLUMNS.subList(0, 4);

    /**
     * A task on a series of the catalogue, which is fetched if it is not on this machine.
     *
     * @param task text of a {@link TaskName}
     * @throws InputException if there is no such series, or its file cannot be had
     */
    public static ExperimentData of(String task) {
        TaskName name = TaskName.of(task);
        Catalogue catalogue = Catalogue.ofUser();
        CatalogueEntry entry = catalogue.get(name.series());
        Series series = switch (name.inputs()) {
            case USUAL -> catalogue.series(name.series());
            case ALL -> entry.series(catalogue.files(), entry.target(), List.of(CsvSource.EVERY_COLUMN));
            case TARGET -> entry.series(catalogue.files(), entry.target(), List.of());
        };
        List<String> features = new ArrayList<>(series.names());
        features.remove(entry.target());
        if (name.inputs() != TaskName.Inputs.USUAL && series.hasTimes()) {
            series = CalendarFeatures.addTo(series);
            features.addAll(CALENDAR);
        }
        int first = name.rows() == 0 ? 0 : Math.max(0, series.rows() - name.rows());
        return new ExperimentData(
                series.rows(first, series.rows()),
                entry.target(),
                List.copyOf(features),
                entry.unit(),
                entry.change(),
                entry.period(),
                name.ahead());
    }
}
