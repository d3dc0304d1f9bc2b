package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvSourceTest {
    private static final CsvFormat PLAIN = CsvFormat.plain();

    @TempDir
    private Path directory;

    private Path file(String text) {
        return file(text.getBytes(StandardCharsets.UTF_8));
    }

    private Path file(byte[] bytes) {
        try {
            return Files.write(directory.resolve("data.csv"), bytes);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Series read(String text, CsvFormat format, String target, String... features) {
        return new CsvSource(file(text), format).read(target, List.of(features));
    }

    private AbstractThrowableAssert<?, ?> assertRefused(
            String text, CsvFormat format, String target, String... features) {
        return assertThatThrownBy(() -> read(text, format, target, features)).isInstanceOf(InputException.class);
    }

    @Test
    void theTargetComesFirstAndEachColumnOnce() {
        Series series = read("a,b,c\n1,2,3\n4,5,6\n", PLAIN, "b", "c", "b");

        assertThat(series.names()).containsExactly("b", "c");
        assertThat(series.column("b")).containsExactly(2, 5);
        assertThat(series.column("c")).containsExactly(3, 6);
    }

    @Test
    void everyColumnMeansAllNamedOnesButTheDate() {
        Series series = read(
                "day,a,b,\n2024-01-01,1,2,\n", PLAIN.withDates(Optional.empty(), "day"), "b", CsvSource.EVERY_COLUMN);

        assertThat(series.names()).containsExactly("b", "a");
    }

    @Test
    void theAirQualityDialectIsUnderstood() {
        CsvFormat format = PLAIN.withSeparator(';')
                .withDecimalComma()
                .withMissing("-200")
                .withDates(Optional.of("dd/MM/yyyy HH.mm.ss"), "Date", "Time");
        String text =
                "Date;Time;CO(GT);T;;\n10/03/2004;18.00.00;2,6;13,6;;\n10/03/2004;19.00.00;-200;-200,0;;\n;;;;;\n;;;;;\n";

        Series series = read(text, format, "CO(GT)", "T");

        assertThat(series.rows()).isEqualTo(2);
        assertThat(series.column("CO(GT)")).containsExactly(2.6, Double.NaN);
        assertThat(series.column("T")).containsExactly(13.6, Double.NaN);
        assertThat(series.time(1)).contains(LocalDateTime.of(2004, 3, 10, 19, 0));
    }

    @Test
    void emptyCellsAndMarksOfTextAreMissing() {
        assertThat(read("a\n1\nNA\n\" \"\n?\n5\n", PLAIN.withMissing("NA", "?"), "a")
                        .column("a"))
                .containsExactly(1, Double.NaN, Double.NaN, 5);
    }

    @Test
    void aByteOrderMarkQuotesAndWindowsLineEndsDoNoHarm() {
        assertThat(read("\uFEFF\"a\",b\r\n\"1\",2\r\n", PLAIN, "a").column("a")).containsExactly(1);
    }

    @Test
    void isoTimesAreReadWithBlankZoneAndFraction() {
        CsvFormat dated = PLAIN.withDates(Optional.empty(), "t");
        String text =
                "t,a\n2024-01-31,1\n2024-01-31 12:00:00,2\n2024-01-31T12:30:00.500Z,3\n2024-01-31T14:00+01:00,4\n";

        Series series = read(text, dated, "a");

        assertThat(series.time(0)).contains(LocalDateTime.of(2024, 1, 31, 0, 0));
        assertThat(series.time(1)).contains(LocalDateTime.of(2024, 1, 31, 12, 0));
        assertThat(series.time(3)).contains(LocalDateTime.of(2024, 1, 31, 13, 0));
    }

    @Test
    void anUnknownColumnIsAnsweredWithThoseThereAre() {
        assertRefused("open,close\n1,2\n", PLAIN, "Close")
                .hasMessageContaining("data.csv, line 1: there is no column 'Close'")
                .hasMessageContaining("Did you mean 'close'?")
                .hasMessageContaining("Choose one of: open, close");
    }

    @Test
    void anUnknownFeatureOrDateColumnIsToldLikewise() {
        assertRefused("a,b\n1,2\n", PLAIN, "a", "x").hasMessageContaining("there is no column 'x'");
        assertRefused("a,b\n1,2\n", PLAIN.withDates(Optional.empty(), "day"), "a")
                .hasMessageContaining("there is no column 'day'");
    }

    @Test
    void aColumnNameThatOccursTwiceIsRefused() {
        assertRefused("a,a\n1,2\n", PLAIN, "a").hasMessageContaining("more than one column is called 'a'");
    }

    @Test
    void aWrongSeparatorIsAnsweredWithTheLikelyOne() {
        assertRefused("a;b;c\n1;2;3\n", PLAIN, "a")
                .hasMessageContaining("separator ',' leaves a single column, 'a;b;c'")
                .hasMessageContaining("give separator ';'");
        assertRefused("a\tb\n1\t2\n", PLAIN, "a").hasMessageContaining("give separator tab");
    }

    @Test
    void aCellThatIsNoNumberIsNamedByFileLineAndColumn() {
        assertRefused("a,b\n1,2\n3,4\n5,six\n", PLAIN, "b")
                .hasMessageContaining("data.csv, line 4, column 'b': 'six' is not a number")
                .hasMessageContaining("missing 'six'");
    }

    @Test
    void lineNumbersCountEmptyLinesAndLinesWithinQuotes() {
        assertRefused("a,b\n\n1,\"x\ny\"\nbad,2\n", PLAIN, "a").hasMessageContaining("line 5, column 'a': 'bad'");
    }

    @Test
    void aDecimalCommaOrPointInTheWrongPlaceIsRecognised() {
        assertRefused("a;b\n1,5;2\n", PLAIN.withSeparator(';'), "a").hasMessageContaining("give decimalComma");
        assertRefused("a;b\n1.5;2\n", PLAIN.withSeparator(';').withDecimalComma(), "a")
                .hasMessageContaining("leave out decimalComma");
    }

    @Test
    void whatJavaWouldTakeForANumberIsNoneInAFile() {
        for (String cell : List.of("NaN", "Infinity", "0x10", "1d", "1_000", "1e999")) {
            assertRefused("a\n" + cell + "\n", PLAIN, "a").hasMessageContaining("'" + cell + "' is not a number");
        }
    }

    @Test
    void aColumnNotAskedForMayHoldAnything() {
        assertThat(read("a,b\n1,hello\n", PLAIN, "a").column("a")).containsExactly(1);
    }

    @Test
    void aLineWithTooFewOrTooManyCellsIsRefused() {
        assertRefused("a,b\n1,2\n3\n", PLAIN, "a").hasMessageContaining("line 3: 1 cells where the header has 2");
        assertRefused("a,b\n1,2,3\n", PLAIN, "a").hasMessageContaining("line 2: 3 cells where the header has 2");
    }

    @Test
    void anEmptyFileAndOneWithoutRowsAreRefused() {
        assertRefused("", PLAIN, "a").hasMessageContaining("data.csv is empty").hasMessageContaining("header line");
        assertRefused("a,b\n", PLAIN, "a").hasMessageContaining("no rows");
    }

    @Test
    void aMissingFileAndADirectoryAreRefused() {
        assertThatThrownBy(() -> new CsvSource(directory.resolve("no.csv"), PLAIN).read("a", List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("no.csv: no such file")
                .hasMessageContaining("Check the path");
        assertThatThrownBy(() -> new CsvSource(directory, PLAIN).read("a", List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("is a directory");
    }

    @Test
    void aFileThatIsNotUtf8IsRefused() {
        Path latin = file("a,\u00FC\n1,2\n".getBytes(StandardCharsets.ISO_8859_1));

        assertThatThrownBy(() -> new CsvSource(latin, PLAIN).read("a", List.of()))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("data.csv is not text in UTF-8")
                .hasMessageContaining("iconv");
    }

    @Test
    void aQuoteThatNeverEndsIsRefused() {
        assertRefused("a,b\n\"1,2\n3,4\n", PLAIN, "a").hasMessageContaining("cannot be read as CSV");
    }

    @Test
    void aCellThatIsNoDateIsNamedWithTheFormExpected() {
        assertRefused("t,a\n31/01/2024,1\n", PLAIN.withDates(Optional.empty(), "t"), "a")
                .hasMessageContaining("line 2, column 't': '31/01/2024' is not a date")
                .hasMessageContaining("datePattern");
        assertRefused("t,a\n2024-01-31,1\n", PLAIN.withDates(Optional.of("dd/MM/yyyy"), "t"), "a")
                .hasMessageContaining("of the form 'dd/MM/yyyy'");
    }

    @Test
    void aWrongDatePatternIsRefused() {
        assertRefused("t,a\n1,1\n", PLAIN.withDates(Optional.of("bbb"), "t"), "a")
                .hasMessageContaining("datePattern 'bbb' is not a date pattern");
    }

    @Test
    void rowsThatGoBackInTimeAreRefused() {
        assertRefused("t,a\n2024-01-02,1\n2024-01-01,2\n2024-01-03,3\n", PLAIN.withDates(Optional.empty(), "t"), "a")
                .hasMessageContaining("line 3, column 't': 2024-01-01 comes after")
                .hasMessageContaining("oldest first");
    }
}
