package io.github.dl4jpruning.samples.data;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** After how many rows a series is likely to repeat itself. */
public final class Season {
    private static final long DAY = Duration.ofDays(1).toSeconds();
    private static final int DAYS_PER_WEEK = 7;
    private static final int WEEKS_PER_YEAR = 52;
    private static final int MONTHS_PER_YEAR = 12;
    private static final int QUARTERS_PER_YEAR = 4;

    private Season() {}

    /**
     * A day for rows that are less than a day apart, a week for days (five rows if there are none at the weekend), and
     * a year for weeks, months and quarters.
     *
     * @return 1 if the series has no times, or none of these distances
     */
    public static int of(Series series) {
        if (!series.hasTimes() || series.rows() < 3) {
            return 1;
        }
        LongStream steps = IntStream.range(1, series.rows())
                .mapToLong(row -> Duration.between(time(series, row - 1), time(series, row))
                        .toSeconds());
        long[] sorted = steps.sorted().toArray();
        long usual = sorted[sorted.length / 2];
        if (usual <= 0) {
            return 1;
        }
        if (usual < DAY) {
            return (int) Math.round((double) DAY / usual);
        }
        double days = (double) usual / DAY;
        if (days < 1.5) {
            double span = (double) Duration.between(time(series, 0), time(series, series.rows() - 1))
                            .toSeconds()
                    / DAY;
            return (int) Math.min(DAYS_PER_WEEK, Math.max(1, Math.round((series.rows() - 1) * DAYS_PER_WEEK / span)));
        }
        if (days >= 6.5 && days <= 7.5) {
            return WEEKS_PER_YEAR;
        }
        if (days >= 28 && days <= 31) {
            return MONTHS_PER_YEAR;
        }
        return days >= 89 && days <= 92 ? QUARTERS_PER_YEAR : 1;
    }

    private static LocalDateTime time(Series series, int row) {
        return series.time(row).orElseThrow();
    }
}
