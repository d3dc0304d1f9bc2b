package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** One way through a CSV file: the header, then row after row as texts. */
final class CsvReading implements AutoCloseable {
    private final CSVParser parser;
    private final Iterator<CSVRecord> records;
    private final CsvHeader header;
    private CSVRecord first; // a row already, if there is no header

    private CsvReading(Path file, Reader text, char separator, CsvFormat format) throws IOException {
        parser = CSVParser.builder()
                .setReader(text)
                .setFormat(CSVFormat.DEFAULT.builder().setDelimiter(separator).get())
                .get();
        records = parser.iterator();
        if (!records.hasNext()) {
            throw new InputException(
                    file + " is empty. It needs a header line with the names of the columns, then rows.");
        }
        CSVRecord top = records.next();
        long line = parser.getCurrentLineNumber();
        if (format.lines().header()) {
            header = new CsvHeader(file, separator, trimmed(top), line);
        } else {
            first = top;
            header = new CsvHeader(
                    file,
                    separator,
                    IntStream.rangeClosed(1, top.size())
                            .mapToObj(String::valueOf)
                            .toList(),
                    line);
        }
    }

    static CsvReading open(Path file, CsvFormat format) throws IOException {
        CsvLines text = CsvLines.open(file, format.lines());
        try {
            return new CsvReading(file, text, text.separator().orElse(format.separator()), format);
        } catch (IOException | RuntimeException e) {
            text.close();
            throw e;
        }
    }

    CsvHeader header() {
        return header;
    }

    /** The cells of the next row, trimmed, or null. */
    List<String> next() {
        if (first != null) {
            CSVRecord row = first;
            first = null;
            return trimmed(row);
        }
        return records.hasNext() ? trimmed(records.next()) : null;
    }

    /** The line that the row given last ends on. */
    long line() {
        return parser.getCurrentLineNumber();
    }

    /** The cells of a line that stands alone. */
    static List<String> cells(String line, char separator) throws IOException {
        CSVFormat format = CSVFormat.DEFAULT.builder().setDelimiter(separator).get();
        try (CSVParser parser = CSVParser.builder()
                .setReader(new StringReader(line))
                .setFormat(format)
                .get()) {
            Iterator<CSVRecord> records = parser.iterator();
            return records.hasNext() ? trimmed(records.next()) : List.of();
        }
    }

    private static List<String> trimmed(CSVRecord row) {
        return StreamSupport.stream(row.spliterator(), false)
                .map(Texts::trimmed)
                .toList();
    }

    @Override
    public void close() throws IOException {
        parser.close();
    }
}
