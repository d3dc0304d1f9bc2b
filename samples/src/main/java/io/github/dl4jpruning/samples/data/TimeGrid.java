package io.github.dl4jpruning.samples.data;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * How regular the times of a series are.
 *
 * @param step what lies between most rows, in words, such as "hour"
 * @param missing times that a regular series would have between its ends, and this one has not
 * @param gaps places where they are missing
 * @param longest rows missing in the longest gap
 * @param before the row before the longest gap; -1 if there is none
 * @param doubled rows with the time of the row before them
 * @param firstDoubled the first of them; -1 if there is none
 */
public record TimeGrid(String step, long missing, int gaps, long longest, int before, int doubled, int firstDoubled) {
    private static final long SECOND = 1_000_000;
    private static final long DAY = 24 * 60 * 60 * SECOND;
    private static final int WEEK = 7;

    /** Whether every row comes one step after the row before it. */
    public boolean isRegular() {
        return missing == 0 && doubled == 0;
    }

    /** The grid of a series with times. */
    public static TimeGrid of(Series series) {
        LocalDateTime[] times = IntStream.range(0, series.rows())
                .mapToObj(row -> series.time(row).orElseThrow())
                .toArray(LocalDateTime[]::new);
        long[] instants = Instants.of(times, series.zone());
        long[] steps = IntStream.range(1, instants.length)
                .mapToLong(i -> instants[i] - instants[i - 1])
                .toArray();
        long usual = mostFrequent(steps);
        long[] months = monthSteps(times);
        if (usual >= 28 * DAY && months.length > 0) {
            return counted(steps, months, mostFrequent(months), series, "month");
        } else if (usual == DAY && weekdaysOnly(times)) {
            return counted(steps, weekdaySteps(times), 1, series, "weekday");
        }
        return counted(steps, steps, usual, series, "");
    }

    /** The most frequent step above 0; 0 if there is none. */
    private static long mostFrequent(long[] steps) {
        Map<Long, Long> counts = LongStream.of(steps)
                .filter(s -> s > 0)
                .boxed()
                .collect(Collectors.groupingBy(s -> s, HashMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .max(Map.Entry.<Long, Long>comparingByValue()
                        .thenComparing(Map.Entry.<Long, Long>comparingByKey().reversed()))
                .map(Map.Entry::getKey)
                .orElse(0L);
    }

    private static TimeGrid counted(long[] steps, long[] units, long usual, Series series, String unit) {
        long missing = 0;
        int gaps = 0;
        long longest = 0;
        int before = -1;
        int doubled = 0;
        int firstDoubled = -1;
        for (int i = 0; i < steps.length; i++) {
            if (steps[i] == 0) {
                firstDoubled = doubled == 0 ? i + 1 : firstDoubled;
                doubled++;
            } else if (usual > 0 && Math.round(units[i] / (double) usual) > 1) {
                long here = Math.round(units[i] / (double) usual) - 1;
                missing += here;
                gaps++;
                if (here > longest) {
                    longest = here;
                    before = i;
                }
            }
        }
        return new TimeGrid(words(usual, unit), missing, gaps, longest, before, doubled, firstDoubled);
    }

    private static String words(long usual, String unit) {
        if (unit.equals("month")) {
            return usual == 1 ? "month" : usual == 3 ? "quarter" : usual == 12 ? "year" : usual + " months";
        } else if (!unit.isEmpty()) {
            return unit;
        }
        Duration step = Duration.of(usual, ChronoUnit.MICROS);
        List<String> parts = new ArrayList<>();
        if (usual == WEEK * DAY) {
            return "week";
        }
        add(parts, step.toDays(), "day");
        add(parts, step.toHoursPart(), "hour");
        add(parts, step.toMinutesPart(), "minute");
        add(parts, step.toSecondsPart(), "second");
        add(parts, step.toMillisPart(), "millisecond");
        return parts.isEmpty()
                ? usual + " microseconds"
                : String.join(" ", parts).replaceFirst("^1 (\\w+)$", "$1");
    }

    private static void add(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + " " + unit + (count == 1 ? "" : "s"));
        }
    }

    /**
     * Months from row to row, if all rows are at midnight on the same day of a month, or on the last one; else none.
     */
    private static long[] monthSteps(LocalDateTime[] times) {
        boolean midnight = Arrays.stream(times).allMatch(t -> t.toLocalTime().equals(LocalTime.MIDNIGHT));
        boolean sameDay = Arrays.stream(times)
                        .map(LocalDateTime::getDayOfMonth)
                        .distinct()
                        .count()
                == 1;
        boolean lastDay = Arrays.stream(times)
                .map(LocalDateTime::toLocalDate)
                .allMatch(d -> d.getDayOfMonth() == d.lengthOfMonth());
        return midnight && (sameDay || lastDay)
                ? IntStream.range(1, times.length)
                        .mapToLong(i -> month(times[i]) - month(times[i - 1]))
                        .toArray()
                : new long[0];
    }

    private static long month(LocalDateTime time) {
        return time.getYear() * 12L + time.getMonthValue();
    }

    private static boolean weekdaysOnly(LocalDateTime[] times) {
        return times.length > WEEK
                && Arrays.stream(times).noneMatch(t -> t.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) >= 0);
    }

    private static long[] weekdaySteps(LocalDateTime[] times) {
        return IntStream.range(1, times.length)
                .mapToLong(i -> weekday(times[i].toLocalDate()) - weekday(times[i - 1].toLocalDate()))
                .toArray();
    }

    /** Days from Monday to Friday since some Monday. */
    private static long weekday(LocalDate day) {
        long sinceMonday =
                day.atStartOfDay().toEpochSecond(ZoneOffset.UTC) / (DAY / SECOND) + 3; // 1970 began on a Thursday
        return Math.floorDiv(sinceMonday, (long) WEEK) * 5 + Math.floorMod(sinceMonday, (long) WEEK);
    }
}
