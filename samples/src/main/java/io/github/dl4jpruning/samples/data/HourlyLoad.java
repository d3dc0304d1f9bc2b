package io.github.dl4jpruning.samples.data;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Random;

/**
 * A made-up electric load, one value per hour in megawatts: a day with two peaks, quieter weekends, a slow rise,
 * weather that drifts and noise. The same seed gives the same series on every machine.
 */
public final class HourlyLoad {
    /** The only column. */
    public static final String COLUMN = "load";

    private static final int HOURS_PER_DAY = 24;
    private static final LocalDateTime FIRST_HOUR = LocalDateTime.of(2024, 1, 1, 0, 0);
    private static final double BASE = 1000;
    private static final double RISE_PER_DAY = 0.4;
    private static final double WEEKEND_FACTOR = 0.86;
    private static final double WEATHER_MEMORY = 0.98;
    private static final double WEATHER_STEP = 8;
    private static final double NOISE = 16;

    private HourlyLoad() {}

    /**
     * The first days of the series.
     *
     * @param days how many, at least 1
     * @param seed of weather and noise
     */
    public static Series ofDays(int days, long seed) {
        if (days < 1) {
            throw new IllegalArgumentException("days must be at least 1, but is " + days);
        }
        int hours = days * HOURS_PER_DAY;
        double[] load = new double[hours];
        LocalDateTime[] times = new LocalDateTime[hours];
        Random random = new Random(seed);
        double weather = 0;
        for (int hour = 0; hour < hours; hour++) {
            times[hour] = FIRST_HOUR.plusHours(hour);
            weather = WEATHER_MEMORY * weather + WEATHER_STEP * random.nextGaussian();
            double regular = (BASE + RISE_PER_DAY * hour / HOURS_PER_DAY + day(times[hour])) * week(times[hour]);
            load[hour] = regular + weather + NOISE * random.nextGaussian();
        }
        return Series.of("generated hourly load", List.of(COLUMN), new double[][] {load}, times);
    }

    /** Low at night, peaks in the morning and, higher, in the evening. */
    private static double day(LocalDateTime time) {
        double angle = 2 * Math.PI * time.getHour() / HOURS_PER_DAY;
        return -190 * StrictMath.cos(angle - 0.35) - 90 * StrictMath.cos(2 * angle - 0.2 * Math.PI);
    }

    private static double week(LocalDateTime time) {
        boolean weekend = time.getDayOfWeek() == DayOfWeek.SATURDAY || time.getDayOfWeek() == DayOfWeek.SUNDAY;
        return weekend ? WEEKEND_FACTOR : 1;
    }
}
