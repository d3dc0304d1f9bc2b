package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.InputException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExtraFeaturesTest {
    private static final int ROWS = 200;
    private static final int LENGTH = 6;
    private static final ExtraFeatures ALL = new ExtraFeatures(true, List.of(24, 1, 7), false);

    /** Hourly rows that after the given one have other values and other times. */
    private static Series series(int changedFrom) {
        Random past = new Random(1);
        Random future = new Random(2);
        double[][] columns = new double[2][ROWS];
        LocalDateTime[] times = new LocalDateTime[ROWS];
        for (int r = 0; r < ROWS; r++) {
            boolean changed = r >= changedFrom;
            columns[0][r] = changed ? 30 + future.nextDouble() : 10 + past.nextDouble();
            columns[1][r] = changed ? 70 + future.nextDouble() : 50 + past.nextDouble();
            times[r] = LocalDateTime.of(2024, 2, 27, 5, 0)
                    .plusHours(r)
                    .plusDays(changed ? 40 : 0)
                    .plusMinutes(changed ? 7 : 0);
        }
        return Series.of("test", List.of("y", "x"), columns, times);
    }

    private static ForecastTask task(int changedFrom, Change change) {
        Series series = ALL.addTo(series(changedFrom), "y");
        return ForecastTask.of(
                series, "y", series.names().subList(1, series.names().size()), LENGTH, change);
    }

    private static float[] window(ForecastTask task, int row) {
        float[] window = new float[task.features() * task.length()];
        task.copyWindow(row, window, 0);
        return window;
    }

    @ParameterizedTest
    @ValueSource(ints = {24, 25, 60, 120, 199})
    void noFeatureOfARowChangesWithTheRowsAfterIt(int changedFrom) {
        Series before = ALL.addTo(series(ROWS), "y");
        Series after = ALL.addTo(series(changedFrom), "y");

        int same = changedFrom - 24; // the rows that lags have no value for are gone
        for (String name : before.names()) {
            assertThat(Arrays.copyOf(after.column(name), same))
                    .as(name)
                    .containsExactly(Arrays.copyOf(before.column(name), same));
        }
        assertThat(before.names()).hasSize(2 + 3 + 6);
    }

    @ParameterizedTest
    @EnumSource
    void aWindowHoldsNothingOfTheRowToForecastOrLaterOnes(Change change) {
        ForecastTask before = task(ROWS, change);
        int start = before.split().training().to(); // scalers may know what is before it
        for (int row = start; row < before.rows(); row++) {
            ForecastTask after = task(before.seriesRow(row) + 24, change);

            assertThat(after.scales()).isEqualTo(before.scales());
            assertThat(window(after, row)).as("row " + row).containsExactly(window(before, row));
            assertThat(after.label(row)).isNotEqualTo(before.label(row));
        }
    }

    @Test
    void theBatchesOfTheTrainingStayTheSameWhenAllThatComesAfterItChanges() {
        ForecastTask before = task(ROWS, Change.LEVEL);
        ForecastTask after = task(before.split().training().to() + 24, Change.LEVEL);
        WindowIterator windows = WindowIterator.training(before, 16, 1, 0);
        WindowIterator others = WindowIterator.training(after, 16, 1, 0);

        while (windows.hasNext()) {
            assertThat(others.next()).isEqualTo(windows.next());
        }
        assertThat(others.hasNext()).isFalse();
    }

    @Test
    void aLagIsTheValueSoManyRowsBefore() {
        Series plain = series(ROWS);

        Series lagged = Lags.addTo(plain, "y", List.of(24, 1));

        assertThat(lagged.names()).containsExactly("y", "x", "y-24", "y-1");
        assertThat(lagged.rows()).isEqualTo(ROWS - 24);
        assertThat(lagged.describe(0)).startsWith("row 25 ");
        for (int r = 0; r < lagged.rows(); r++) {
            assertThat(lagged.column("y")[r]).isEqualTo(plain.column("y")[r + 24]);
            assertThat(lagged.column("y-24")[r]).isEqualTo(plain.column("y")[r]);
            assertThat(lagged.column("y-1")[r]).isEqualTo(plain.column("y")[r + 23]);
        }
    }

    @Test
    void theCalendarIsWhereTheTimeOfARowStandsInDayWeekAndYear() {
        LocalDateTime[] times = {
            LocalDateTime.of(2024, 1, 1, 0, 0), // a Monday
            LocalDateTime.of(2024, 1, 1, 6, 0),
            LocalDateTime.of(2024, 7, 2, 18, 0) // day 183 of 366
        };
        Series calendar = CalendarFeatures.addTo(Series.of("test", List.of("y"), new double[][] {{1, 2, 3}}, times));

        assertThat(calendar.names())
                .containsExactly("y", "day-sin", "day-cos", "week-sin", "week-cos", "year-sin", "year-cos");
        assertThat(calendar.column("day-sin")).containsExactly(new double[] {0, 1, -1}, within(1e-12));
        assertThat(calendar.column("day-cos")).containsExactly(new double[] {1, 0, 0}, within(1e-12));
        assertThat(calendar.column("week-sin"))
                .containsExactly(new double[] {0, 0, Math.sin(2 * Math.PI / 7)}, within(1e-12));
        assertThat(calendar.column("week-cos")[0]).isEqualTo(1);
        assertThat(calendar.column("year-cos")[0]).isEqualTo(1);
        assertThat(calendar.column("year-cos")[2]).isCloseTo(-1, within(1e-3));
        assertThat(calendar.column("year-sin")[2]).isCloseTo(0, within(0.02)).isPositive();
    }

    @Test
    void noChangeIsTakenOfTheCalendar() {
        ForecastTask levels = task(ROWS, Change.LEVEL);
        ForecastTask returns = task(ROWS, Change.RETURN);

        int column = levels.scales().size() - 1;
        assertThat(returns.scales().get(column).mean())
                .isCloseTo(levels.scales().get(column).mean(), within(1e-3));
        assertThat(returns.scales().get(column).deviation())
                .isCloseTo(levels.scales().get(column).deviation(), within(1e-3));
    }

    @Test
    void whatCannotBeAddedIsToldWithItsOption() {
        Series series = series(ROWS);
        Series withoutTimes = Series.of("test", List.of("y"), new double[][] {{1, 2, 3}}, null);

        assertThatThrownBy(() -> CalendarFeatures.addTo(withoutTimes))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("calendar needs the time of the rows");
        assertThatThrownBy(() -> CalendarFeatures.addTo(CalendarFeatures.addTo(series)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has a column 'day-sin' already");
        assertThatThrownBy(() -> Lags.addTo(series, "y", List.of(24, 0)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("lags 0 must be at least 1");
        assertThatThrownBy(() -> Lags.addTo(series, "y", List.of(24, 24)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("lags 24,24 names a lag twice");
        assertThatThrownBy(() -> Lags.addTo(series, "y", List.of(200)))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("has 200 usable rows: too few for lags 200");
    }
}
