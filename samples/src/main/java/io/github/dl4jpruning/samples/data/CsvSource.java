package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * A CSV file in UTF-8 with a header line, rows in time order. Only the columns asked for are read as numbers; rows of empty
 * cells alone are skipped, columns without a name are ignored.
 *
 * @param file the file
 * @param format how it is written
 */
public record CsvSource(Path file, CsvFormat format) {
    /** In the place of feature names: every named column that is not part of the date. */
    public static final String EVERY_COLUMN = "*";

    /**
     * Reads the target and the features.
     *
     * @param target the column to forecast; the first column of the result
     * @param features further columns, or {@link #EVERY_COLUMN}
     * @return the series, {@code NaN} where a value is missing
     * @throws InputException if the file cannot be read as described; the message names file, line, column, value and way out
     */
    public Series read(String target, List<String> features) {
        if (Files.isDirectory(file)) {
            throw new InputException(file + " is a directory. Give a CSV file.");
        }
        try (BufferedReader text = withoutByteOrderMark(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            return read(text, target, features);
        } catch (NoSuchFileException e) {
            throw new InputException(file + ": no such file. Check the path given with --data.", e);
        } catch (AccessDeniedException e) {
            throw new InputException(file + ": not allowed to read this file. Check its permissions.", e);
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    /**
     * Reads rows that are written like those of the file, but come without its header line.
     *
     * @param rows lines of text
     * @param target as in {@link #read}
     * @param features as in {@link #read}
     * @throws InputException as in {@link #read}; lines are counted from that of the header
     */
    public Series readFurther(String rows, String target, List<String> features) {
        try (BufferedReader text = withoutByteOrderMark(Files.newBufferedReader(file, StandardCharsets.UTF_8))) {
            return read(new StringReader(text.readLine() + "\n" + rows), target, features);
        } catch (IOException | UncheckedIOException e) {
            throw unreadable(e);
        }
    }

    private Series read(Reader text, String target, List<String> features) throws IOException {
        try (CSVParser parser =
                CSVParser.builder().setReader(text).setFormat(commonsFormat()).get()) {
            return read(parser, target, features);
        }
    }

    private InputException unreadable(Exception e) {
        Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
        if (cause instanceof CharacterCodingException) {
            return new InputException(
                    file + " is not text in UTF-8. Convert it first, for example: iconv -f latin1 -t utf-8", e);
        }
        return new InputException(file + " cannot be read as CSV: " + cause.getMessage(), e);
    }

    private CSVFormat commonsFormat() {
        return CSVFormat.DEFAULT.builder().setDelimiter(format.separator()).get();
    }

    private static BufferedReader withoutByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\uFEFF') {
            reader.reset();
        }
        return reader;
    }

    private Series read(CSVParser parser, String target, List<String> features) {
        Iterator<CSVRecord> records = parser.iterator();
        if (!records.hasNext()) {
            throw new InputException(
                    file + " is empty. It needs a header line with the names of the columns, then rows.");
        }
        CsvHeader header = new CsvHeader(file, format.separator(), trimmed(records.next()));
        CsvRows rows = new CsvRows(header, format, columns(header, target, features));
        while (records.hasNext()) {
            CSVRecord row = records.next();
            rows.add(parser.getCurrentLineNumber(), trimmed(row)); // the line a row ends on
        }
        return rows.toSeries();
    }

    /** The columns to read, the target first, each once. */
    private List<String> columns(CsvHeader header, String target, List<String> features) {
        Set<String> columns = new LinkedHashSet<>();
        columns.add(target);
        header.index(target);
        for (String feature : features) {
            if (feature.equals(EVERY_COLUMN)) {
                header.names().stream()
                        .filter(n -> !n.isEmpty() && !format.dateColumns().contains(n))
                        .forEach(columns::add);
            } else {
                columns.add(feature);
            }
        }
        return new ArrayList<>(columns);
    }

    private static List<String> trimmed(CSVRecord row) {
        return StreamSupport.stream(row.spliterator(), false).map(String::strip).toList();
    }
}
