package io.github.dl4jpruning.samples.data;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A made-up electric load of an industrial site, hourly, in kilowatts, as a user's file looks: the load follows the
 * day, the week, holidays and the temperature of the last hours; beside it stand weather and a dozen sensors, most of
 * which say little about the load or nothing. Some of the cells are missing. The same seed gives the same series on
 * every machine.
 */
public final class SiteLoad {
    /** The column to forecast. */
    public static final String TARGET = "load";

    /**
     * Weeks in the usual series: half a year, so that a network with many inputs can learn its training part by heart.
     */
    public static final int WEEKS = 26;

    private static final int HOURS_PER_DAY = 24;
    private static final int HOURS_PER_WEEK = 7 * HOURS_PER_DAY;
    private static final LocalDateTime FIRST_HOUR = LocalDateTime.of(2024, 4, 1, 0, 0);
    private static final double DAYS_PER_YEAR = 365;

    private static final double BASE = 620;
    private static final double DAY_SHIFT = 420;
    private static final double SATURDAY = 0.45;
    private static final double CLOSED = 0.12;
    private static final double HEATED_BELOW = 16;
    private static final double HEATING = 9;
    private static final double COOLED_ABOVE = 20;
    private static final double COOLING = 12;
    private static final double INERTIA = 0.85;
    private static final double SLOW_MEMORY = 0.9;
    private static final double SLOW_STEP = 9;
    private static final double NOISE = 10;
    private static final double HOLIDAY_SHARE = 0.05;
    private static final double GAP_SHARE = 0.002;
    private static final int LONGEST_GAP = 12;

    private final Random random;
    private final int hours;
    private final LocalDateTime[] times;
    private final List<String> names = new ArrayList<>();
    private final List<double[]> columns = new ArrayList<>();

    private SiteLoad(int weeks, long seed) {
        this.random = new Random(seed);
        this.hours = weeks * HOURS_PER_WEEK;
        this.times = new LocalDateTime[hours];
        for (int hour = 0; hour < hours; hour++) {
            times[hour] = FIRST_HOUR.plusHours(hour);
        }
    }

    /**
     * The first weeks of the series.
     *
     * @param weeks how many, at least 1
     * @param seed of weather, holidays, noise and gaps
     * @return the series with its gaps, {@code NaN} where a value is missing
     */
    public static Series ofWeeks(int weeks, long seed) {
        if (weeks < 1) {
            throw new IllegalArgumentException("weeks must be at least 1, but is " + weeks);
        }
        return new SiteLoad(weeks, seed).series();
    }

    private Series series() {
        double[] temperature = temperature();
        boolean[] closed = holidays();
        double[] load = load(temperature, closed);
        add(TARGET, load);
        add("temperature", temperature);
        add("wind", absolute(drift(0.95, 1.2)));
        add("holiday", closed);
        addSensors(load, temperature);
        columns.forEach(this::takeOut);
        return Series.of(
                "generated load of a site", List.copyOf(names), columns.toArray(double[][]::new), times.clone());
    }

    private double[] load(double[] temperature, boolean[] closed) {
        double[] load = new double[hours];
        double[] slow = drift(SLOW_MEMORY, SLOW_STEP);
        double air = 0;
        for (int hour = 0; hour < hours; hour++) {
            air = INERTIA * air + (1 - INERTIA) * conditioning(temperature[hour]);
            double work = shift(times[hour]) * share(times[hour], closed[hour]);
            load[hour] = BASE + DAY_SHIFT * work + air + slow[hour] + NOISE * random.nextGaussian();
        }
        return load;
    }

    /** Low at night, peaks in the morning and, smaller, in the evening. */
    private static double shift(LocalDateTime time) {
        double angle = 2 * Math.PI * time.getHour() / HOURS_PER_DAY;
        return 0.5 - 0.42 * StrictMath.cos(angle - 0.35) - 0.2 * StrictMath.cos(2 * angle - 0.6);
    }

    private static double conditioning(double temperature) {
        return HEATING * Math.max(0, HEATED_BELOW - temperature) + COOLING * Math.max(0, temperature - COOLED_ABOVE);
    }

    private static double share(LocalDateTime time, boolean holiday) {
        if (holiday || time.getDayOfWeek() == DayOfWeek.SUNDAY) {
            return CLOSED;
        }
        return time.getDayOfWeek() == DayOfWeek.SATURDAY ? SATURDAY : 1;
    }

    private boolean[] holidays() {
        boolean[] closed = new boolean[hours];
        for (int day = 0; day < hours / HOURS_PER_DAY; day++) {
            boolean holiday = random.nextDouble() < HOLIDAY_SHARE;
            for (int hour = 0; hour < HOURS_PER_DAY; hour++) {
                closed[day * HOURS_PER_DAY + hour] = holiday;
            }
        }
        return closed;
    }

    /** Degrees Celsius: spring to autumn, cold nights, weather that changes over days. */
    private double[] temperature() {
        double[] weather = drift(0.985, 0.7);
        double[] temperature = new double[hours];
        for (int hour = 0; hour < hours; hour++) {
            double year = 2 * Math.PI * times[hour].getDayOfYear() / DAYS_PER_YEAR;
            double day = 2 * Math.PI * times[hour].getHour() / HOURS_PER_DAY;
            temperature[hour] = 9 - 9 * StrictMath.cos(year - 0.3) - 3.5 * StrictMath.cos(day - 0.7) + weather[hour];
        }
        return temperature;
    }

    /** A few follow the load of the hour before or the temperature, with noise; the others have a life of their own. */
    private void addSensors(double[] load, double[] temperature) {
        add("voltage", follow(load, -0.004, 400, 1.2));
        add("transformer", follow(load, 0.02, 35, 2.5));
        add("humidity", follow(temperature, -1.5, 75, 8));
        add("pressure", shifted(drift(0.99, 0.6), 1013));
        add("tank-level", shifted(drift(0.98, 2), 50));
        add("water-flow", absolute(drift(0.8, 2)));
        add("vibration-1", absolute(drift(0.5, 0.3)));
        add("vibration-2", absolute(drift(0.5, 0.3)));
        add("co2", shifted(drift(0.97, 12), 600));
        add("dust", absolute(drift(0.9, 4)));
        add("drift-a", drift(0.99, 0.5));
        add("noise-a", drift(0, 1));
        add("noise-b", drift(0, 1));
    }

    private double[] follow(double[] source, double slope, double level, double noise) {
        double[] sensor = new double[hours];
        for (int hour = 0; hour < hours; hour++) {
            sensor[hour] = level + slope * source[Math.max(0, hour - 1)] + noise * random.nextGaussian();
        }
        return sensor;
    }

    /** An autoregressive process of first order; a random walk if the memory is 1, plain noise if it is 0. */
    private double[] drift(double memory, double step) {
        double[] values = new double[hours];
        double value = 0;
        for (int hour = 0; hour < hours; hour++) {
            value = memory * value + step * random.nextGaussian();
            values[hour] = value;
        }
        return values;
    }

    private static double[] absolute(double[] values) {
        for (int i = 0; i < values.length; i++) {
            values[i] = Math.abs(values[i]);
        }
        return values;
    }

    private static double[] shifted(double[] values, double level) {
        for (int i = 0; i < values.length; i++) {
            values[i] += level;
        }
        return values;
    }

    private void add(String name, double[] values) {
        names.add(name);
        columns.add(values);
    }

    private void add(String name, boolean[] flags) {
        double[] values = new double[flags.length];
        for (int i = 0; i < flags.length; i++) {
            values[i] = flags[i] ? 1 : 0;
        }
        add(name, values);
    }

    /** Gaps of some hours; the first row is whole. */
    private void takeOut(double[] values) {
        for (int hour = 1; hour < hours; hour++) {
            if (random.nextDouble() < GAP_SHARE) {
                int end = Math.min(hours, hour + 1 + random.nextInt(LONGEST_GAP));
                while (hour < end) {
                    values[hour++] = Double.NaN;
                }
            }
        }
    }
}
