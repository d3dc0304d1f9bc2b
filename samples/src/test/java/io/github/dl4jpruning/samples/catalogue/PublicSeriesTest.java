package io.github.dl4jpruning.samples.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dl4jpruning.samples.data.Change;
import io.github.dl4jpruning.samples.data.Errors;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Scale;
import io.github.dl4jpruning.samples.data.Series;
import io.github.dl4jpruning.samples.data.Span;
import java.util.List;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The real files, where the environment names a folder of them. */
@EnabledIfEnvironmentVariable(named = DataFiles.FOLDER, matches = ".+")
class PublicSeriesTest {

    /** The errors of "the last value" that were measured with other programs. */
    @ParameterizedTest
    @CsvSource({
        "sp500, 8564, 1990-01-02T00:00, 0.0545",
        "bitcoin, 4592, 2014-01-01T00:00, -1",
        "household, 34587, 2006-12-16T18:00, 0.422",
        "air-quality, 9357, 2004-03-10T18:00, 0.330",
        "etth1, 17420, 2016-07-01T00:00, -1",
        "etth2, 17420, 2016-07-01T00:00, -1",
        "beijing-pm25, 43800, 2010-01-02T00:00, -1"
    })
    void aRealSeriesIsReadAsItWasMeasured(String name, int rows, String first, double naive) {
        Catalogue catalogue = Catalogue.ofUser();
        CatalogueEntry entry = catalogue.get(name);
        assumeThat(catalogue.files().find(entry.file().orElseThrow())).isPresent();

        Series series = catalogue.series(name);

        assertThat(series.rows()).isEqualTo(rows);
        assertThat(series.time(0).orElseThrow()).hasToString(first);
        if (naive > 0) {
            ForecastTask task = ForecastTask.of(series, entry.target(), List.of(), 1, Change.LEVEL);
            Span test = task.split().test();
            double mae = Errors.of(task.lastValues(test), task.actual(test)).mae();
            // Measured with the oldest 80 % as training part.
            Span oldest = new Span(0, test.from());
            double deviation = Scale.fit("target", task.actual(oldest), oldest).deviation();
            assertThat(mae / deviation).isCloseTo(naive, within(0.0006));
        }
    }
}
