package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvInputsTest {
    private static final int ROWS = 60;
    private static final List<String> ALL = List.of(CsvSource.EVERY_COLUMN);

    @TempDir
    private Path folder;

    /** A file with a target and one more column. */
    private CsvSource source(IntFunction<String> cells) throws IOException {
        StringBuilder text = new StringBuilder("time,load,more\n");
        for (int row = 0; row < ROWS; row++) {
            text.append(LocalDate.of(2024, 1, 1).plusDays(row))
                    .append(',')
                    .append(row * row)
                    .append(',')
                    .append(cells.apply(row))
                    .append('\n');
        }
        Path file = Files.writeString(folder.resolve("some.csv"), text);
        return new CsvSource(file, CsvFormat.plain().withDates(Optional.empty(), "time"));
    }

    private static String wind(int row) {
        return row % 7 == 3 ? "" : row % 3 == 0 ? "NW" : "cv";
    }

    private void assertLeftOut(String reason, IntFunction<String> cells) throws IOException {
        assertThat(source(cells).inputs("load", ALL)).isEqualTo(new CsvInputs(List.of(), List.of(), List.of(reason)));
    }

    @Test
    void aColumnOfNumbersIsAnInputAndOneOfFewTextsBecomesIndicators() throws IOException {
        assertThat(source(row -> row % 5 == 0 ? "" : "1." + row % 4).inputs("load", ALL))
                .isEqualTo(new CsvInputs(List.of("more"), List.of(), List.of()));
        assertThat(source(CsvInputsTest::wind).inputs("load", ALL))
                .isEqualTo(new CsvInputs(List.of("more=NW", "more=cv"), List.of("more"), List.of()));
    }

    @Test
    void anIndicatorIsOneWhereTheTextStandsAndAMissingTextIsThatOfTheRowBefore() throws IOException {
        Series series = source(CsvInputsTest::wind)
                .read("load", List.of("more=NW", "more=cv"))
                .filledForward();

        assertThat(series.column("more=NW")).startsWith(1, 0, 0, 0, 0, 0, 1);
        assertThat(series.column("more=cv")).startsWith(0, 1, 1, 1, 1, 1, 0);
        assertThat(series.observed("more=NW", 3)).isFalse();
        assertThat(series.isKnown("more=NW")).isTrue();
        assertThat(series.isKnown("load")).isFalse();
    }

    @Test
    void whatIsNeitherANumberNorACategoryIsLeftOutAndTold() throws IOException {
        assertLeftOut("'more' holds 60 different texts, too many for a category", row -> "id-" + row);
        assertLeftOut("'more' holds 7 different texts, too many for a category", row -> "t" + row % 7);
        assertLeftOut("'more' only counts the rows", row -> String.valueOf(100 + row));
        assertLeftOut("'more' is empty", row -> "");
        assertLeftOut("'more' holds the same text in all rows", row -> "Rome");
        assertLeftOut("'more' has its first value in row 31 of 60", row -> row < 30 ? "" : "1." + row % 4);
        assertLeftOut(
                "'more' holds times (the time of the rows is that of the date column)",
                row -> LocalDate.of(2020, 1, 1).plusDays(row).toString());
    }

    @Test
    void aColumnThatIsWantedByItsNameButCannotBeAnInputIsAnError() throws IOException {
        CsvSource source = source(row -> "id-" + row);

        assertThatThrownBy(() -> source.inputs("load", List.of("more")))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("column 'more' holds 60 different texts")
                .hasMessageContaining("Leave it out of features");
    }

    @Test
    void aCellAmongNumbersThatIsNoneIsAnErrorAndNoReasonToLeaveTheColumnOut() throws IOException {
        CsvSource source = source(row -> row == 40 ? "ca. 7" : "1." + row % 4);

        assertThat(source.inputs("load", ALL).features()).containsExactly("more");
        assertThatThrownBy(() -> source.read("load", List.of("more"))).hasMessageContaining("'ca. 7' is not a number");
    }

    @Test
    void theSeasonFollowsFromTheDistanceOfTheRows() {
        assertThat(Season.of(everyHours(1))).isEqualTo(24);
        assertThat(Season.of(everyHours(24))).isEqualTo(7);
        assertThat(Season.of(everyHours(24 * 7))).isEqualTo(52);
        assertThat(Season.of(Series.of("x", List.of("a"), new double[1][40], null)))
                .isEqualTo(1);
        LocalDateTime[] months = new LocalDateTime[40];
        Arrays.setAll(months, i -> LocalDate.of(2000, 1, 1).plusMonths(i).atStartOfDay());
        assertThat(Season.of(Series.of("x", List.of("a"), new double[1][40], months)))
                .isEqualTo(12);
    }

    private static Series everyHours(int hours) {
        LocalDateTime[] times = new LocalDateTime[400];
        Arrays.setAll(times, i -> LocalDate.of(2000, 1, 1).atStartOfDay().plusHours((long) i * hours));
        return Series.of("x", List.of("a"), new double[1][400], times);
    }
}
