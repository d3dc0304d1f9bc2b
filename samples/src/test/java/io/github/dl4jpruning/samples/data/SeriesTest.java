package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {
    private static final double GAP = Double.NaN;

    private static Series series(double[]... columns) {
        return Series.of("test", List.of("a", "b").subList(0, columns.length), columns, null);
    }

    @Test
    void aGapTakesTheLastValueBeforeItAndNeverALaterOne() {
        Series filled = series(new double[] {1, GAP, GAP, 4, GAP}).filledForward();

        assertThat(filled.column("a")).containsExactly(1, 1, 1, 4, 4);
    }

    @Test
    void rowsBeforeEveryColumnHasAValueAreDropped() {
        Series filled = series(new double[] {GAP, 2, 3, 4}, new double[] {GAP, GAP, 30, GAP})
                .filledForward();

        assertThat(filled.column("a")).containsExactly(3, 4);
        assertThat(filled.column("b")).containsExactly(30, 30);
    }

    @Test
    void aGapInTheFirstRowKeptTakesAValueFromTheRowsDropped() {
        Series filled =
                series(new double[] {7, GAP, 9}, new double[] {GAP, 1, 2}).filledForward();

        assertThat(filled.column("a")).containsExactly(7, 9);
    }

    @Test
    void filledValuesAreStillKnownNotToBeObserved() {
        Series filled = series(new double[] {GAP, 1, GAP, 3}).filledForward();

        assertThat(filled.observed("a", 0)).isTrue();
        assertThat(filled.observed("a", 1)).isFalse();
        assertThat(filled.missingValues()).isEqualTo(1);
    }

    @Test
    void aColumnWithoutAnyValueIsRefusedByName() {
        assertThatThrownBy(() ->
                        series(new double[] {1, 2}, new double[] {GAP, GAP}).filledForward())
                .isInstanceOf(InputException.class)
                .hasMessageContaining("test, column 'b'")
                .hasMessageContaining("none of the 2 rows");
    }

    @Test
    void aRowIsDescribedByItsNumberInTheWholeSeriesAndItsTime() {
        LocalDateTime start = LocalDateTime.of(2024, 5, 1, 0, 0);
        LocalDateTime[] times = {start, start.plusHours(1), start.plusHours(2)};
        Series whole = Series.of("test", List.of("a"), new double[][] {{1, 2, 3}}, times);

        assertThat(whole.rows(1, 3).describe(1)).isEqualTo("row 3 (2024-05-01T02:00)");
    }

    @Test
    void columnsOfDifferentLengthAreRefused() {
        assertThatThrownBy(() -> series(new double[] {1, 2}, new double[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'b' has 1 rows");
    }
}
