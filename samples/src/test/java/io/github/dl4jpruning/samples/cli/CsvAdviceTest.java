package io.github.dl4jpruning.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.data.Series;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * CSV files of many kinds are read, or refused with advice; whoever follows it, step by step, gets the numbers of the
 * file.
 */
class CsvAdviceTest {
    private static final int ROWS = 120;
    private static final String SEPARATED_BY = "It looks separated by ';': give --separator ';'";
    private static final String NO_DATE = "is not a date like 2024-01-31 or 2024-01-31 12:00. ";

    @TempDir
    private Path folder;

    /** The options that say how a file is written. */
    private static final class Reading {
        @Mixin
        private CsvOptions csv;

        @Option(names = "--target")
        private String target;

        @Option(names = "--features", split = ",")
        private List<String> features = List.of();
    }

    /** What the options must be after a message. */
    private record Step(String message, String options) {}

    private static double value(int row) {
        return 990 + row / 4.0;
    }

    private static String number(int row) {
        return String.format(Locale.ROOT, "%.2f", value(row));
    }

    private static String grouped(int row) {
        return String.format(Locale.ROOT, "%,.2f", value(row));
    }

    private static LocalDate day(int row) {
        return LocalDate.of(2018, 1, 1).plusDays(row);
    }

    private static LocalDateTime hour(int row) {
        return LocalDateTime.of(2024, 1, 31, 0, 0).plusHours(row);
    }

    private static String rows(String header, IntFunction<String> row) {
        return header + "\n" + IntStream.range(0, ROWS).mapToObj(row).collect(Collectors.joining("\n")) + "\n";
    }

    private static String dated(String header, String pattern) {
        DateTimeFormatter formatter = DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
        return rows(header, row -> formatter.format(hour(row)) + "," + number(row));
    }

    private Series read(Path file, String options) {
        Reading reading = new Reading();
        List<String> arguments = new ArrayList<>(List.of("--data", file.toString()));
        Stream.of(options.split("\t")).filter(o -> !o.isEmpty()).forEach(arguments::add);
        new CommandLine(reading).parseArgs(arguments.toArray(String[]::new));
        return reading.csv.source(Catalogue.ofUser()).read(reading.target, reading.features);
    }

    /**
     * Reads a file by options that stand between tabs; each step tells the error and the options that its advice makes
     * of them.
     */
    private DynamicTest file(String name, String text, Charset charset, String options, Step... steps) {
        return dynamicTest(name, () -> {
            Path file = Files.write(folder.resolve(name.replace(' ', '-') + ".csv"), text.getBytes(charset));
            String now = options;
            for (Step step : steps) {
                try {
                    read(file, now);
                    throw new AssertionError("read by " + now + ", but expected: " + step.message());
                } catch (InputException e) {
                    assertThat(e.message(OptionNames::of)).contains(step.message());
                }
                now = step.options();
            }
            Series series = read(file, now);
            assertThat(series.rows()).isEqualTo(ROWS);
            double[] column = series.column(series.names().get(0));
            assertThat(column[0]).isEqualTo(value(0));
            assertThat(column[ROWS - 1]).isEqualTo(value(ROWS - 1));
        });
    }

    private DynamicTest file(String name, String text, String options, Step... steps) {
        return file(name, text, StandardCharsets.UTF_8, options, steps);
    }

    @TestFactory
    Stream<DynamicTest> datesOfEveryUsualKindAreReadOrTheirPatternIsTold() {
        String y = "--target\ty\t--date\tt";
        return Stream.of(
                file("months", rows("t,y", r -> YearMonth.of(1949, 1).plusMonths(r) + "," + number(r)), y),
                file(
                        "months with their pattern",
                        rows("t,y", r -> YearMonth.of(1949, 1).plusMonths(r) + "," + number(r)),
                        y + "\t--date-format\tyyyy-MM"),
                file("years", rows("t,y", r -> 1849 + r + "," + number(r)), y),
                file("quarters", rows("t,y", r -> 1949 + r / 4 + "-Q" + (r % 4 + 1) + "," + number(r)), y),
                file(
                        "quarters first",
                        rows("t,y", r -> "Q" + (r % 4 + 1) + " " + (1949 + r / 4) + "," + number(r)),
                        y,
                        new Step(
                                NO_DATE + "Give the form with --date-format 'QQQ yyyy'.",
                                y + "\t--date-format\tQQQ yyyy")),
                file(
                        "iso weeks",
                        rows(
                                "t,y",
                                r -> DateTimeFormatter.ofPattern("YYYY-'W'ww", Locale.GERMANY)
                                                .format(LocalDate.of(2019, 1, 7).plusWeeks(r))
                                        + "," + number(r)),
                        y),
                file(
                        "month names",
                        rows(
                                "t,y",
                                r -> DateTimeFormatter.ofPattern("MMM yyyy", Locale.ENGLISH)
                                                .format(YearMonth.of(1949, 1).plusMonths(r))
                                        + "," + number(r)),
                        y,
                        new Step("--date-format 'MMM yyyy'", y + "\t--date-format\tMMM yyyy")),
                file(
                        "british",
                        dated("t,y", "dd/MM/yyyy HH:mm"),
                        y,
                        new Step("--date-format 'd/M/yyyy H:mm'.", y + "\t--date-format\td/M/yyyy H:mm")),
                file(
                        "american",
                        dated("t,y", "M/d/yyyy h:mm a"),
                        y,
                        new Step("--date-format 'M/d/yyyy h:mm a'.", y + "\t--date-format\tM/d/yyyy h:mm a")),
                file(
                        "compact",
                        rows("t,y", r -> day(r).toString().replace("-", "") + "," + number(r)),
                        y,
                        new Step("--date-format 'yyyyMMdd'", y + "\t--date-format\tyyyyMMdd")),
                file(
                        "epoch seconds",
                        rows("t,y", r -> 1_700_000_000L + 3600 * r + "," + number(r)),
                        y,
                        new Step("--date-format 'epoch-seconds'", y + "\t--date-format\tepoch-seconds")),
                file(
                        "epoch milliseconds",
                        rows("t,y", r -> 1000L * (1_700_000_000L + 3600 * r) + "," + number(r)),
                        y,
                        new Step("--date-format 'epoch-millis'", y + "\t--date-format\tepoch-millis")),
                file(
                        "spreadsheet serials",
                        rows("t,y", r -> String.format(Locale.ROOT, "%.5f", 45_292 + r / 24.0) + "," + number(r)),
                        y,
                        new Step("--date-format 'excel'", y + "\t--date-format\texcel")),
                file(
                        "date and time apart",
                        rows(
                                "d,h,y",
                                r -> DateTimeFormatter.ofPattern("dd/MM/yyyy,HH:mm")
                                                .format(hour(r)) + "," + number(r)),
                        "--target\ty\t--date\td,h",
                        new Step(
                                "--date-format 'd/M/yyyy H:mm'",
                                "--target\ty\t--date\td,h\t--date-format\td/M/yyyy H:mm")),
                file(
                        "offsets and UTC",
                        rows("t,y", r -> hour(r) + (r % 2 == 0 ? "+00:00" : " UTC") + "," + number(r)),
                        y),
                file(
                        "iso with a pattern",
                        dated("t,y", "yyyy-MM-dd HH:mm"),
                        y + "\t--date-format\tdd/MM/yyyy",
                        new Step("leave out --date-format", y)),
                file(
                        "newest first",
                        rows("t,y", r -> day(ROWS - r) + "," + number(ROWS - 1 - r)),
                        y,
                        new Step("The newest row comes first: give --newest-first.", y + "\t--newest-first")),
                file(
                        "a 12 hour clock without AM and PM",
                        dated("t,y", "yyyy-MM-dd hh:mm"),
                        y + "\t--date-format\tyyyy-MM-dd hh:mm",
                        new Step(
                                "hh is an hour from 1 to 12, which needs AM or PM (a) beside it: use HH",
                                y + "\t--date-format\tyyyy-MM-dd HH:mm"),
                        new Step("does not tell the time of day. Leave out --date.", "--target\ty")),
                file(
                        "one date that does not exist",
                        dated("t,y", "dd/MM/yyyy HH:mm") + "30/02/2024 00:00,1\n",
                        y,
                        new Step("--date-format 'd/M/yyyy H:mm'", y + "\t--date-format\td/M/yyyy H:mm"),
                        new Step(
                                "'30/02/2024 00:00' is not a date of the form 'd/M/yyyy H:mm'. Correct the cell, or leave out what is"
                                        + " no row of data with --skip 122.",
                                y + "\t--date-format\td/M/yyyy H:mm\t--skip\t122")));
    }

    @TestFactory
    Stream<DynamicTest> timesOfAZoneWithClockChangesAreReadOnceTheZoneIsTold() {
        ZoneId warsaw = ZoneId.of("Europe/Warsaw");
        IntFunction<ZonedDateTime> quarters =
                r -> ZonedDateTime.of(2024, 10, 27, 0, 0, 0, 0, warsaw).plusMinutes(15L * r);
        String text = rows(
                "Czas;MW",
                r -> quarters.apply(r).toLocalDateTime() + ";" + number(r).replace('.', ','));
        String mw = "--target\tMW\t--date\tCzas\t--separator\t;\t--decimal-comma";
        return Stream.of(
                file(
                        "quarter hours in autumn",
                        text,
                        mw,
                        new Step(
                                "If the clock went back from summer time here, give its zone, for example --time-zone ",
                                mw + "\t--time-zone\tEurope/Berlin")),
                file("quarter hours without times", text, "--target\tMW\t--separator\t;\t--decimal-comma"),
                file(
                        "quarter hours of another zone",
                        text,
                        mw + "\t--time-zone\tAmerica/New_York",
                        new Step("comes after a row with the later time", mw + "\t--time-zone\tEurope/Warsaw")));
    }

    @TestFactory
    Stream<DynamicTest> severalSeriesInOneFileAreToldApart() {
        String long2 = rows("unique_id,ds,y", r -> "A," + day(r) + "," + number(r))
                + IntStream.range(0, ROWS).mapToObj(r -> "B," + day(r) + ",5\n").collect(Collectors.joining());
        String wide = rows("city,ds,y", r -> "Ulm," + day(r) + "," + number(r) + "\nBonn," + day(r) + ",7");
        String pairs = rows("store,item,ds,y", r -> "1,1," + day(r) + "," + number(r))
                + IntStream.range(0, 3 * ROWS)
                        .mapToObj(r ->
                                (r / ROWS == 1 ? "1,2," : r / ROWS == 2 ? "2,2," : "2,1,") + day(r % ROWS) + ",5\n")
                        .collect(Collectors.joining());
        String ds = "--target\ty\t--date\tds";
        return Stream.of(
                file(
                        "one below the other",
                        long2,
                        ds,
                        new Step(
                                "holds several series (column 'unique_id' names 2: A, B). Choose one, for example by --series"
                                        + " 'unique_id=A'",
                                ds + "\t--series\tunique_id=A")),
                file(
                        "one below the other without dates",
                        long2,
                        "--target\ty",
                        new Step("by --series 'unique_id=A'", "--target\ty\t--series\tunique_id=A")),
                file(
                        "in turn, by a column of any name",
                        wide,
                        ds,
                        new Step("by --series 'city=Ulm'", ds + "\t--series\tcity=Ulm")),
                file(
                        "by two columns",
                        pairs,
                        ds,
                        new Step(
                                "by --series 'store=1' --series 'item=1'",
                                ds + "\t--series\tstore=1\t--series\titem=1")),
                file(
                        "one that is not there",
                        long2,
                        ds + "\t--series\tunique_id=C",
                        new Step("There are unique_id: A, B. Correct --series.", ds + "\t--series\tunique_id=A")));
    }

    @TestFactory
    Stream<DynamicTest> numbersOfEveryUsualKindAreReadOrTheirFormIsTold() {
        String y = "--target\ty\t--date\tt";
        String semicolon = y + "\t--separator\t;";
        IntFunction<String> german =
                r -> grouped(r).replace(',', '_').replace('.', ',').replace('_', '.');
        IntFunction<String> whole =
                r -> String.format(Locale.ROOT, "%,d", 990 + r / 4).replace(',', '.');
        return Stream.of(
                file(
                        "german",
                        rows("t;y", r -> day(r) + ";" + german.apply(r)),
                        semicolon,
                        new Step(
                                "give --decimal-comma. If a point groups thousands, give --thousands '.'.",
                                semicolon + "\t--decimal-comma\t--thousands\t.")),
                file(
                        "german with the comma told",
                        rows("t;y", r -> day(r) + ";" + german.apply(r)),
                        semicolon + "\t--decimal-comma",
                        new Step(
                                "is not a number. If a point groups thousands, give --thousands '.'.",
                                semicolon + "\t--decimal-comma\t--thousands\t.")),
                file(
                        "english",
                        rows("t,y", r -> day(r) + ",\"" + grouped(r) + "\""),
                        y,
                        new Step("If a comma groups thousands, give --thousands ','.", y + "\t--thousands\t,")),
                file(
                        "swiss",
                        rows("t,y", r -> day(r) + "," + grouped(r).replace(',', '\'')),
                        y,
                        new Step("give --thousands \"'\"", y + "\t--thousands\t'")),
                file(
                        "blanks that do not break",
                        rows(
                                "t;y",
                                r -> day(r) + ";"
                                        + grouped(r).replace(',', '\u00A0').replace('.', ',')),
                        semicolon,
                        new Step(
                                "give --decimal-comma. If a blank groups thousands, give --thousands ' '.",
                                semicolon + "\t--decimal-comma\t--thousands\t ")),
                file(
                        "quoted decimal commas",
                        rows("t,y", r -> day(r) + ",\"" + number(r).replace('.', ',') + "\""),
                        y,
                        new Step("give --decimal-comma and --separator ','.", y + "\t--decimal-comma\t--separator\t,")),
                file("percent", rows("t,y", r -> day(r) + "," + number(r) + "%"), y),
                file("scientific", rows("t,y", r -> day(r) + "," + String.format(Locale.ROOT, "%.6E", value(r))), y),
                file(
                        "marks for missing values",
                        rows("t,y", r -> day(r) + "," + (r % 50 == 7 ? "n/a" : r % 50 == 9 ? "-" : number(r))),
                        y,
                        new Step(
                                "give --missing 'n/a' --missing '-' if these stand for a missing value",
                                y + "\t--missing\tn/a\t--missing\t-")));
    }

    @TestFactory
    Stream<DynamicTest> filesOfOtherProgramsAreReadOrWhatToLeaveOutIsTold() {
        String y = "--target\ty\t--date\tt";
        String plain = rows("t,y", r -> day(r) + "," + number(r));
        String semicolons = plain.replace(',', ';');
        return Stream.of(
                file(
                        "utf-16 with tabs",
                        "\uFEFF" + plain.replace(',', '\t'),
                        StandardCharsets.UTF_16LE,
                        y,
                        new Step("tabs: give --separator tab", y + "\t--separator\ttab")),
                file("utf-16 without its mark", plain, StandardCharsets.UTF_16BE, y),
                file("a line for excel", "sep=;\r\n" + semicolons, y),
                file(
                        "semicolons and a byte order mark",
                        "\uFEFF" + semicolons,
                        y,
                        new Step(SEPARATED_BY, y + "\t--separator\t;")),
                file("names with blanks that do not break", plain.replace("t,y", "t,\u00A0y\u00A0"), y),
                file("a name over two lines", plain.replace("t,y", "t,\"y\n[kW]\""), "--target\ty [kW]\t--date\tt"),
                file(
                        "comments",
                        "# by a logger\n" + plain.replace("\n2018-02-01", "\n# pause\n2018-02-01"),
                        y,
                        new Step("Give --comment '#'.", y + "\t--comment\t#")),
                file(
                        "lines before the header",
                        "Logger,3000\nSerial,5\n\n" + plain,
                        y,
                        new Step("Leave out what stands before the header with --skip 1,2.", y + "\t--skip\t1,2")),
                file(
                        "a row of units",
                        plain.replace("t,y\n", "t,y\n[-],[kW]\n"),
                        y,
                        new Step("--skip 2 to leave out the line", y + "\t--skip\t2")),
                file(
                        "a row of totals",
                        plain + "Total,5000\n",
                        y,
                        new Step("leave out what is no row of data with --skip 122", y + "\t--skip\t122")),
                file(
                        "no header",
                        plain.substring(4),
                        y,
                        new Step(
                                "If the file has no header, give --no-header; its columns are then called 1 to 2.",
                                "--target\t2\t--date\t1\t--no-header")),
                file(
                        "a line that is too short",
                        rows("t,y,z", r -> day(r) + "," + number(r) + ",") + "2019-01-01,5\n",
                        y,
                        new Step("or leave it out with --skip 122", y + "\t--skip\t122")));
    }

    @Test
    void thousandsThatMayBeDecimalsAreRefusedUntilItIsToldWhichTheyAre() throws IOException {
        String text = "t;y\n2022-04-01;998\n2022-04-02;999\n2022-04-03;1.004\n2022-04-04;1.010\n";
        Path file = Files.writeString(folder.resolve("both.csv"), text);
        String options = "--target\ty\t--separator\t;";
        assertThat(refusal(file, options))
                .contains(
                        "1.004 beside 998 may be a thousand or one",
                        "Give --thousands '.' if the point groups thousands,"
                                + " or --thousands none if decimals follow it.");
        assertThat(read(file, options + "\t--thousands\t.").column("y")).containsExactly(998, 999, 1004, 1010);
        assertThat(read(file, options + "\t--thousands\tnone").column("y")).containsExactly(998, 999, 1.004, 1.010);
        assertThat(refusal(file, options + "\t--decimal-comma"))
                .contains("'1.004' is not a number. If a point groups thousands, give --thousands '.'.")
                .doesNotContain("leave out --decimal-comma");
        Path decimals = Files.writeString(folder.resolve("decimals.csv"), "y\n999\n1000\n1.004\n");
        assertThat(read(decimals, "--target\ty").column("y")).containsExactly(999, 1000, 1.004);
    }

    @Test
    void negativeNumbersAndTruthsAreReadAsAccountantsAndProgramsWriteThem() throws IOException {
        Path file = Files.writeString(
                folder.resolve("signs.csv"), "y,b\n(5.25),True\n5.25-,false\n\u22125.25,TRUE\n-5.25,False\n");
        Series series = read(file, "--target\ty\t--features\tb");
        assertThat(series.column("y")).containsOnly(-5.25);
        assertThat(series.column("b")).containsExactly(1, 0, 1, 0);
    }

    @Test
    void whatNoOptionHelpsWithIsRefusedWithoutOne() throws IOException {
        Path units = Files.writeString(folder.resolve("units.csv"), rows("y", r -> number(r) + " kW"));
        assertThat(refusal(units, "--target\ty"))
                .contains("120 cells of the columns asked for hold no number: remove units");
        Path mixed = Files.writeString(folder.resolve("mixed.csv"), "y\n5\n6%\n");
        assertThat(refusal(mixed, "--target\ty")).contains("'6%' has a percent sign, and rows before it have none");
        Path latin = Files.write(folder.resolve("latin.csv"), "größe\n5\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refusal(latin, "--target\tgröße")).contains("iconv -f windows-1252 -t utf-8 '" + latin + "'");
        Path back = Files.writeString(folder.resolve("back.csv"), "t,y\n2024-01-02,1\n2024-01-01,2\n2024-01-03,3\n");
        assertThat(refusal(back, "--target\ty\t--date\tt")).contains("Sort the rows, oldest first.");
    }

    private String refusal(Path file, String options) {
        try {
            read(file, options);
        } catch (InputException e) {
            return e.message(OptionNames::of);
        }
        throw new AssertionError("read by " + options);
    }
}
