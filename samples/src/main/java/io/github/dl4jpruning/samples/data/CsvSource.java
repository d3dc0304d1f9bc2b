package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Reasons;
import io.github.dl4jpruning.samples.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A CSV file in UTF-8 or UTF-16 with rows in time order. Only the columns asked for are read as numbers; rows of empty
 * cells alone are skipped, columns without a name are ignored.
 *
 * @param file the file
 * @param format how it is written
 */
public record CsvSource(Path file, CsvFormat format) {
    /** In the place of feature names: every named column that is not part of the date, nor tells series apart. */
    public static final String EVERY_COLUMN = "*";

    private static final int LONGEST_PREAMBLE = 50;
    private static final int MOST_COLUMNS = 100_000;

    /**
     * Reads the target and the features.
     *
     * @param target the column to forecast; the first column of the result
     * @param features further columns, or {@link #EVERY_COLUMN}
     * @return the series, {@code NaN} where a value is missing
     * @throws InputException if the file cannot be read as described; the message names file, line, column, value and
     *     way out
     */
    public Series read(String target, List<String> features) {
        return table(target, features).series();
    }

    /**
     * Reads the target and the features, so that further rows can be read.
     *
     * @param target as in {@link #read}
     * @param features as in {@link #read}
     * @throws InputException as in {@link #read}
     */
    public CsvTable table(String target, List<String> features) {
        requireFile();
        try (CsvReading reading = CsvReading.open(file, format)) {
            return table(reading, target, features);
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    private void requireFile() {
        if (Files.isDirectory(file)) {
            throw new InputException(file + " is a directory. Give a CSV file.");
        }
        if (!Files.exists(file)) {
            throw new InputException(file + ": no such file. Check the path.");
        }
    }

    private InputException unreadable(Exception e) {
        IOException cause = e instanceof UncheckedIOException unchecked ? unchecked.getCause() : (IOException) e;
        if (cause instanceof CharacterCodingException) {
            return new InputException(
                    file + " is not text in UTF-8. Convert it first, for example: iconv -f windows-1252 -t utf-8 '"
                            + file + "' > utf8.csv",
                    e);
        }
        return new InputException(file + " cannot be read as CSV: " + Reasons.of(cause), e);
    }

    private CsvTable table(CsvReading reading, String target, List<String> features) {
        CsvHeader header = reading.header();
        requireHeader(header, target);
        List<String> columns = columns(header, target, features);
        List<String> used = new ArrayList<>(columns);
        used.addAll(format.dateColumns());
        PanelColumns panel = new PanelColumns(header, used);
        CsvRows rows = new CsvRows(
                header, file.toString(), format, columns, new FileAdvice(file, format, header, columns, panel));
        for (List<String> row = reading.next(); row != null; row = reading.next()) {
            panel.see(row);
            rows.add(reading.line(), row);
        }
        return new CsvTable(rows.toSeries(), header, format, columns);
    }

    /** Says more of a header without the target than that it is not there, where that is known. */
    private void requireHeader(CsvHeader header, String target) {
        if (header.names().size() > MOST_COLUMNS) {
            throw new InputException(header.place() + " has " + header.names().size() + " columns: more than "
                    + MOST_COLUMNS + " cannot be read. Give a file with a row per time.");
        }
        if (header.has(target) || !Files.isRegularFile(file)) {
            return;
        }
        String first = header.names().get(0);
        if (format.lines().comment().isEmpty()
                && first.startsWith("#")
                && hasColumn(format.withLines(format.lines().withComment('#')), target)) {
            throw new InputException(header.place() + " begins with '#' like a comment. Give {{comment}} '#'.");
        }
        Set<Long> before = linesBefore(target);
        if (!before.isEmpty()) {
            throw new InputException(header.place() + ": there is no column '" + Texts.shown(target)
                    + "' here, but there is further down. Leave out what stands before the header with {{skip}} "
                    + before.stream().map(String::valueOf).collect(Collectors.joining(",")) + ".");
        }
        boolean numbers = header.names().stream()
                .anyMatch(n -> Numbers.parse(n, format.decimalComma(), format.thousands())
                        .isPresent());
        if (format.lines().header() && numbers && header.names().size() > 1) {
            throw new InputException(header.place() + ": there is no column '" + Texts.shown(target)
                    + "'; the line looks like a row of numbers. If the file has no header, give {{noHeader}}; its columns are then called 1 to "
                    + header.names().size() + ".");
        }
    }

    private boolean hasColumn(CsvFormat other, String target) {
        try (CsvReading reading = CsvReading.open(file, other)) {
            return reading.header().has(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines before one that names the target, if that is near the beginning. */
    private Set<Long> linesBefore(String target) {
        Set<Long> before = new TreeSet<>();
        try (CsvReading reading = CsvReading.open(file, format)) {
            before.add(reading.header().line());
            for (List<String> row = reading.next();
                    row != null && before.size() < LONGEST_PREAMBLE;
                    row = reading.next()) {
                if (row.contains(Texts.trimmed(target))) {
                    return before;
                }
                before.add(reading.line());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return Set.of();
    }

    /**
     * Finds out which columns can be inputs: those of numbers, and the indicators of those of texts with few different
     * ones.
     *
     * @param target the column to forecast
     * @param wanted names of columns, or {@link #EVERY_COLUMN}
     * @throws InputException if the file cannot be read, there is no such column, or one that is wanted by its name
     *     cannot be an input
     */
    public CsvInputs inputs(String target, List<String> wanted) {
        requireFile();
        try (CsvReading reading = CsvReading.open(file, format)) {
            requireHeader(reading.header(), target);
            InputSearch search = new InputSearch(reading.header(), format, columns(reading.header(), target, wanted));
            for (List<String> row = reading.next(); row != null; row = reading.next()) {
                search.see(row);
            }
            return search.inputs(wanted.stream().map(Texts::trimmed).toList());
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    /** The columns to read, the target first, each once. */
    private List<String> columns(CsvHeader header, String target, List<String> features) {
        Set<String> columns = new LinkedHashSet<>();
        header.index(target);
        columns.add(Texts.trimmed(target));
        List<String> dates = format.dateColumns().stream().map(Texts::trimmed).toList();
        List<String> keys =
                format.lines().series().keySet().stream().map(Texts::trimmed).toList();
        for (String feature : features) {
            if (feature.equals(EVERY_COLUMN)) {
                header.names().stream()
                        .filter(n -> !n.isEmpty() && !dates.contains(n) && !keys.contains(n))
                        .forEach(columns::add);
            } else {
                columns.add(Texts.trimmed(feature));
            }
        }
        return new ArrayList<>(columns);
    }
}
