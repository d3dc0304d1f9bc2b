package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * Where a row stands in the day, the week and the year: each a sine and a cosine, so that the end of a cycle lies
 * beside its beginning. They follow from the row's own time and from nothing else.
 */
public final class CalendarFeatures {
    /** The columns, in order. */
    public static final List<String> COLUMNS =
            List.of("day-sin", "day-cos", "week-sin", "week-cos", "year-sin", "year-cos");

    /**
     * Those of the day and the week. The position in the year is left out of them: the years before do not tell where a
     * later part stands in it, so it lies outside the range of the training part.
     */
    public static final List<String> DAY_AND_WEEK = COLUMNS.subList(0, 4);

    private static final double SECONDS_PER_DAY = 24 * 60 * 60;
    private static final double DAYS_PER_WEEK = 7;

    private CalendarFeatures() {}

    /**
     * A series with these columns after its own.
     *
     * @param series with times
     * @throws InputException if the series has no times, or a column of one of these names
     */
    public static Series addTo(Series series) {
        return addTo(series, COLUMNS);
    }

    /** The same with some of the columns, which are the first ones of {@link #COLUMNS}. */
    static Series addTo(Series series, List<String> names) {
        if (!series.hasTimes()) {
            throw new InputException(series.source()
                    + ": {{calendar}} needs the time of the rows. Name its column with {{dateColumns}}.");
        }
        double[][] columns = new double[COLUMNS.size()][series.rows()];
        fill(columns, 0, series, time -> time.toLocalTime().toSecondOfDay() / SECONDS_PER_DAY);
        fill(columns, 2, series, time -> (time.getDayOfWeek().getValue() - 1) / DAYS_PER_WEEK);
        fill(
                columns,
                4,
                series,
                time -> (time.getDayOfYear() - 1.0) / time.toLocalDate().lengthOfYear());
        return series.withKnown(names, Arrays.copyOf(columns, names.size()));
    }

    private static void fill(double[][] columns, int first, Series series, ToDoubleFunction<LocalDateTime> turn) {
        for (int r = 0; r < series.rows(); r++) {
            double angle = 2 * Math.PI * turn.applyAsDouble(series.time(r).orElseThrow());
            columns[first][r] = StrictMath.sin(angle);
            columns[first + 1][r] = StrictMath.cos(angle);
        }
    }
}
