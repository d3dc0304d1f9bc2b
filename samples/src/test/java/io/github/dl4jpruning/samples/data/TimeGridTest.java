package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TimeGridTest {
    private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 0, 0); // a Monday

    private static Series series(Stream<LocalDateTime> times) {
        LocalDateTime[] all = times.toArray(LocalDateTime[]::new);
        return Series.of("test", List.of("a"), new double[][] {new double[all.length]}, all);
    }

    @Test
    void hoursAreCountedBetweenAndTimesThatComeTwice() {
        TimeGrid grid = TimeGrid.of(series(Stream.of(0, 1, 2, 2, 3, 6, 7, 9, 10).map(START::plusHours)));
        assertThat(grid).isEqualTo(new TimeGrid("hour", 3, 2, 2, 4, 1, 3));
        assertThat(grid.isRegular()).isFalse();
    }

    @Test
    void monthsQuartersAndYearsAreRegularThoughTheirDaysAreNot() {
        for (int step : new int[] {1, 3, 12}) {
            Stream<LocalDateTime> times =
                    Stream.iterate(0, i -> i + step).limit(30).map(START::plusMonths);
            TimeGrid grid = TimeGrid.of(series(times));
            assertThat(grid.isRegular()).isTrue();
            assertThat(grid.step()).isEqualTo(step == 1 ? "month" : step == 3 ? "quarter" : "year");
        }
        TimeGrid gap = TimeGrid.of(series(Stream.of(0, 1, 2, 3, 7, 8).map(START::plusMonths)));
        assertThat(gap.missing()).isEqualTo(3);
        Stream<LocalDateTime> ends = Stream.iterate(1, i -> i + 1)
                .limit(30)
                .map(i -> START.plusMonths(i).minusDays(1));
        assertThat(TimeGrid.of(series(ends)).isRegular()).isTrue();
    }

    @Test
    void weekendsAreNoGapsWhereThereIsNoRowOnAny() {
        List<LocalDateTime> weekdays = Stream.iterate(START, t -> t.plusDays(1))
                .limit(60)
                .filter(t -> t.getDayOfWeek().compareTo(DayOfWeek.SATURDAY) < 0)
                .toList();
        assertThat(TimeGrid.of(series(weekdays.stream())).isRegular()).isTrue();
        TimeGrid holiday = TimeGrid.of(series(weekdays.stream().filter(t -> t.getDayOfMonth() != 12)));
        assertThat(holiday.step()).isEqualTo("weekday");
        assertThat(holiday.missing()).isEqualTo(2); // in January and in February
    }

    @Test
    void anHourThatClocksShowTwiceIsOneOfItsOwnInAZone() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        Series clocks =
                series(Stream.iterate(ZonedDateTime.of(2024, 10, 26, 0, 0, 0, 0, berlin), t -> t.plusMinutes(15))
                        .limit(200)
                        .map(ZonedDateTime::toLocalDateTime));
        assertThat(TimeGrid.of(clocks.inZone(berlin)).isRegular()).isTrue();
        Series spring = series(Stream.iterate(ZonedDateTime.of(2024, 3, 30, 0, 0, 0, 0, berlin), t -> t.plusHours(1))
                .limit(60)
                .map(ZonedDateTime::toLocalDateTime));
        assertThat(TimeGrid.of(spring).missing()).isEqualTo(1);
        assertThat(TimeGrid.of(spring.inZone(berlin)).isRegular()).isTrue();
    }
}
