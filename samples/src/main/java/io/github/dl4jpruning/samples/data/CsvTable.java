package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import java.util.Optional;

/**
 * What was read of a CSV file, and the way to read further rows that are written like its own, but come without a
 * header.
 */
public final class CsvTable {
    private final Series series;
    private final CsvHeader header;
    private final CsvFormat format;
    private final List<String> columns;

    CsvTable(Series series, CsvHeader header, CsvFormat format, List<String> columns) {
        this.series = series;
        this.header = header;
        this.format = format;
        this.columns = columns;
    }

    /**
     * Reads a line of bounded length.
     *
     * @param text to read from
     * @param source what messages call it
     * @param line the number of the line there
     * @return the line without its end, or null at the end of the text
     * @throws InputException if the line does not end, or is no text
     */
    public static String readLine(Reader text, String source, long line) throws IOException {
        String read = CsvLines.readLine(text, source, line);
        return read == null ? null : read.replaceFirst("\\r?\\n$", "");
    }

    /** The rows of the file. */
    public Series series() {
        return series;
    }

    /**
     * Reads one further row.
     *
     * @param text a line
     * @param source what messages call the place the line comes from
     * @param line its number there
     * @return a series of one row, or nothing if the line is empty or of another series than that chosen
     * @throws InputException if it cannot be read like those of the file
     */
    public Optional<Series> further(String text, String source, long line) {
        List<String> cells;
        try {
            cells = CsvReading.cells(text, header.separator());
        } catch (IOException | RuntimeException e) {
            throw new InputException(source + ", line " + line + ", cannot be read as CSV: " + e.getMessage(), e);
        }
        CsvRows rows = new CsvRows(header, source, format, columns, CsvAdvice.NONE);
        rows.add(line, cells);
        return rows.isEmpty() ? Optional.empty() : Optional.of(rows.toSeries());
    }
}
