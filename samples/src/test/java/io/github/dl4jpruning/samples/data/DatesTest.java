package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatesTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1949 | 1949-01-01T00:00",
                "1949-02 | 1949-02-01T00:00",
                "1949M02 | 1949-02-01T00:00",
                "1949-Q2 | 1949-04-01T00:00",
                "1949Q4 | 1949-10-01T00:00",
                "2024-W05 | 2024-01-29T00:00",
                "2024W05 | 2024-01-29T00:00",
                "2024-W05-3 | 2024-01-31T00:00",
                "2020-W53 | 2020-12-28T00:00",
                "2024-01-31 24:00 | 2024-02-01T00:00",
                "2024-01-31 12:00+01:00 | 2024-01-31T11:00",
                "2024-01-31 12:00:00 +0100 | 2024-01-31T11:00",
                "2024-01-31 12:00:00+00 | 2024-01-31T12:00",
                "2024-01-31 12:00:00.250 UTC | 2024-01-31T12:00:00.250",
                "2024-07-31T12:00+02:00[Europe/Berlin] | 2024-07-31T10:00",
            })
    void isoPeriodsAndOffsetsAreRead(String text, String expected) {
        assertThat(Dates.iso().parse(text)).hasToString("Optional[" + expected + "]");
    }

    @ParameterizedTest
    @CsvSource({"2021-W53", "2024-13", "2024-02-30", "2024-Q5", "0949", "3949", "24-01-01", "2024-01-31 25:00", "now"})
    void whatIsNoIsoDateIsNotTakenForOne(String text) {
        assertThat(Dates.iso().parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yyyy-MM | 1949-02 | 1949-02-01T00:00",
                "yyyy | 1949 | 1949-01-01T00:00",
                "MMM yyyy | feb 1949 | 1949-02-01T00:00",
                "QQQ yyyy | Q2 1949 | 1949-04-01T00:00",
                "YYYY/ww | 2021/01 | 2021-01-04T00:00",
                "dd/MM/yyyy HH:mm | 31/01/2024 24:00 | 2024-02-01T00:00",
                "dd/MM/yyyy hh:mm a | 31/01/2024 01:30 pm | 2024-01-31T13:30",
                "dd.MM.yyyy HH:mm VV | 31.07.2024 01:30 Europe/Berlin | 2024-07-30T23:30",
                "epoch-seconds | 1700000000 | 2023-11-14T22:13:20",
                "epoch-millis | 1700000000500 | 2023-11-14T22:13:20.500",
                "excel | 45292.5 | 2024-01-01T12:00",
                "yyyyDDD | 2024032 | 2024-02-01T00:00",
            })
    void patternsOfPeriodsAndCountsAreRead(String pattern, String text, String expected) {
        assertThat(Dates.ofPattern(pattern).parse(text)).hasToString("Optional[" + expected + "]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dd/MM/yyyy | 31/02/2024",
                "dd/MM/yyyy | 30/02/2023",
                "epoch-seconds | 1e9",
                "epoch-seconds | 17000000000000",
                "excel | 4000000"
            })
    void aDayThatDoesNotExistIsNotTakenForAnotherOne(String pattern, String text) {
        assertThat(Dates.ofPattern(pattern).parse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yyyy-MM-dd hh:mm | use HH for hours",
                "YYYY-MM-dd | use yyyy",
                "yyyy-MM-DD | use dd",
                "yyyy-mm-dd | use MM for months",
                "bbb | is not a date pattern"
            })
    void lettersThatMeanSomethingElseAreRefused(String pattern, String advice) {
        assertThatThrownBy(() -> Dates.ofPattern(pattern))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("datePattern '" + pattern + "'")
                .hasMessageContaining(advice);
    }
}
