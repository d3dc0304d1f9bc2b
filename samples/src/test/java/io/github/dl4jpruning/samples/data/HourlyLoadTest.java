package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HourlyLoadTest {
    private final Series year = HourlyLoad.ofDays(364, 42);

    private double mean(Predicate<LocalDateTime> when) {
        return IntStream.range(0, year.rows())
                .filter(r -> when.test(year.time(r).orElseThrow()))
                .mapToDouble(r -> year.column(HourlyLoad.COLUMN)[r])
                .average()
                .orElseThrow();
    }

    @Test
    void theSameSeedGivesTheSameSeriesAndAnotherSeedAnother() {
        double[] load = HourlyLoad.ofDays(3, 42).column(HourlyLoad.COLUMN);

        assertThat(HourlyLoad.ofDays(3, 42).column(HourlyLoad.COLUMN)).containsExactly(load);
        assertThat(HourlyLoad.ofDays(3, 43).column(HourlyLoad.COLUMN)).isNotEqualTo(load);
    }

    @Test
    void aShorterSeriesIsTheBeginningOfALongerOne() {
        assertThat(year.column(HourlyLoad.COLUMN))
                .startsWith(HourlyLoad.ofDays(5, 42).column(HourlyLoad.COLUMN));
    }

    @Test
    void nightsAndWeekendsAreLowerThanWorkingHours() {
        assertThat(mean(t -> t.getHour() < 4)).isLessThan(mean(t -> t.getHour() >= 8 && t.getHour() < 20) - 200);
        assertThat(mean(t -> t.getDayOfWeek() == DayOfWeek.SUNDAY))
                .isLessThan(mean(t -> t.getDayOfWeek() == DayOfWeek.WEDNESDAY) - 100);
    }

    @Test
    void theLoadRisesOverTheYear() {
        assertThat(mean(t -> t.getMonthValue() >= 7)).isGreaterThan(mean(t -> t.getMonthValue() < 7) + 40);
    }
}
