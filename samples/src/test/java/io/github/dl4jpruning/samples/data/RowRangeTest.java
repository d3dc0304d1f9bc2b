package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowRangeTest {
    /** One row per day from 2023-12-30; the value is the row number from 1. */
    private static Series days(boolean withTimes) {
        double[] numbers = IntStream.rangeClosed(1, 40).asDoubleStream().toArray();
        LocalDateTime[] times = IntStream.range(0, 40)
                .mapToObj(d -> LocalDateTime.of(2023, 12, 30, 6, 0).plusDays(d))
                .toArray(LocalDateTime[]::new);
        return Series.of("test", List.of("a"), new double[][] {numbers}, withTimes ? times : null);
    }

    private static double[] select(boolean withTimes, String from, String to) {
        return new RowRange(Optional.ofNullable(from), Optional.ofNullable(to))
                .of(days(withTimes))
                .column("a");
    }

    @Test
    void withoutTimesTheEndsAreRowNumbersBothIncluded() {
        assertThat(select(false, "3", "5")).containsExactly(3, 4, 5);
        assertThat(select(false, "39", null)).containsExactly(39, 40);
        assertThat(select(false, null, "1000")).hasSize(40);
    }

    @Test
    void withTimesAYearMonthOrDayIsMeantAsAWhole() {
        assertThat(select(true, null, "2023")).containsExactly(1, 2);
        assertThat(select(true, "2024-02", "2024-02")).startsWith(34).hasSize(7);
        assertThat(select(true, "2024-01-01", "2024-01-02")).containsExactly(3, 4);
        assertThat(select(true, "2023-12-31T06:00", "2024-01-01 06:00")).containsExactly(2, 3);
    }

    @Test
    void whatIsNeitherRowNorDateIsRefusedWithTheOption() {
        assertThatThrownBy(() -> select(false, "2024-01-01", null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("from '2024-01-01' is not a row number")
                .hasMessageContaining("dateColumns");
        assertThatThrownBy(() -> select(true, null, "Monday"))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("to 'Monday' is not a date");
    }

    @Test
    void anEmptyRangeIsRefusedWithTheRowsThereAre() {
        assertThatThrownBy(() -> select(true, "2025", null))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no rows from 2025")
                .hasMessageContaining("2023-12-30T06:00");
    }
}
