package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import io.github.dl4jpruning.samples.data.CalendarFeatures;
import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.CsvSource;
import io.github.dl4jpruning.samples.data.ExtraFeatures;
import io.github.dl4jpruning.samples.data.Series;
import java.nio.file.Path;
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

    private static final List<String> CALENDAR = CalendarFeatures.DAY_AND_WEEK;

    /**
     * A task on data that was prepared in the folder of an experiment, or else on a series of the catalogue.
     *
     * @param task text of a {@link TaskName}
     * @param folder of the experiment
     * @throws InputException if there is no such series, or its file cannot be had
     */
    public static ExperimentData of(String task, Path folder) {
        TaskName name = TaskName.of(task);
        return PreparedData.find(folder, name.series())
                .map(data -> data.part(name))
                .orElseGet(() -> of(task));
    }

    /** What a task names of this data, which has all columns. */
    private ExperimentData part(TaskName name) {
        List<String> inputs = name.inputs() == TaskName.Inputs.TARGET
                ? features.stream().filter(CALENDAR::contains).toList()
                : features;
        int steps = name.ahead() == 1 ? ahead : name.ahead();
        return new ExperimentData(newest(series, name.rows()), target, inputs, unit, change, season, steps);
    }

    private static Series newest(Series series, int rows) {
        int first = rows == 0 ? 0 : Math.max(0, series.rows() - rows);
        return series.rows(first, series.rows());
    }

    /**
     * The columns of the input that are made of the times of the rows; the last ones of the features, if there are any.
     */
    public ExtraFeatures extras() {
        int read = features.size() - CALENDAR.size();
        return read >= 0 && features.subList(read, features.size()).equals(CALENDAR)
                ? ExtraFeatures.DAY_AND_WEEK
                : ExtraFeatures.NONE;
    }

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
            series = ExtraFeatures.DAY_AND_WEEK.addTo(series, entry.target());
            features.addAll(CALENDAR);
        }
        return new ExperimentData(
                newest(series, name.rows()),
                entry.target(),
                List.copyOf(features),
                entry.unit(),
                entry.change(),
                entry.period(),
                name.ahead());
    }
}
