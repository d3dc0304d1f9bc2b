package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;

class SiteLoadTest {
    private static final Series SERIES = SiteLoad.ofWeeks(SiteLoad.WEEKS, 1);
    private static final Series FILLED = SERIES.filledForward();

    private static double correlation(String one, String other) {
        return new PearsonsCorrelation().correlation(FILLED.column(one), FILLED.column(other));
    }

    @Test
    void theSameSeedGivesTheSameSeriesAndAnotherSeedAnother() {
        Series again = SiteLoad.ofWeeks(SiteLoad.WEEKS, 1);
        for (String name : SERIES.names()) {
            assertThat(again.column(name)).isEqualTo(SERIES.column(name));
        }
        assertThat(SiteLoad.ofWeeks(SiteLoad.WEEKS, 2).column("noise-a")).isNotEqualTo(SERIES.column("noise-a"));
    }

    @Test
    void hasTheHoursOfHalfAYearAndMoreThanADozenColumns() {
        assertThat(SERIES.rows()).isEqualTo(26 * 7 * 24);
        assertThat(SERIES.time(0)).contains(LocalDateTime.of(2024, 4, 1, 0, 0));
        assertThat(SERIES.time(4367)).contains(LocalDateTime.of(2024, 9, 29, 23, 0));
        assertThat(SERIES.names()).hasSize(17).startsWith(SiteLoad.TARGET, "temperature", "wind", "holiday");
    }

    @Test
    void theLoadFollowsTheDayAndTheWeek() {
        double[] load = FILLED.column(SiteLoad.TARGET);
        double night = mean(load, 2);
        double day = mean(load, 11);
        assertThat(day - night).isBetween(150.0, 500.0);
        assertThat(mean(load, 11, DayOfWeek.SUNDAY)).isLessThan(mean(load, 11, DayOfWeek.MONDAY) - 100);
    }

    private static double mean(double[] values, int hourOfDay, DayOfWeek day) {
        return IntStream.range(0, values.length)
                .filter(i -> i % 24 == hourOfDay && SERIES.time(i).orElseThrow().getDayOfWeek() == day)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }

    private static double mean(double[] values, int hourOfDay) {
        return IntStream.range(0, values.length)
                .filter(i -> i % 24 == hourOfDay)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }

    @Test
    void someSensorsSayALittleAndOthersNothing() {
        assertThat(Math.abs(correlation(SiteLoad.TARGET, "transformer"))).isGreaterThan(0.3);
        assertThat(correlation(SiteLoad.TARGET, "noise-a")).isCloseTo(0, within(0.06));
        assertThat(correlation(SiteLoad.TARGET, "vibration-1")).isCloseTo(0, within(0.08));
    }

    @Test
    void aFewCellsAreMissing() {
        double share = SERIES.missingValues() / (17.0 * SERIES.rows());
        assertThat(share).isBetween(0.005, 0.03);
        assertThat(FILLED.rows()).isEqualTo(SERIES.rows());
    }

    @Test
    void noWeekIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SiteLoad.ofWeeks(0, 1))
                .withMessage("weeks must be at least 1, but is 0");
    }
}
