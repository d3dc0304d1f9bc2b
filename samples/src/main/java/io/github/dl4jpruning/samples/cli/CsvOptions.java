package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.data.CsvFormat;
import io.github.dl4jpruning.samples.data.CsvSource;
import io.github.dl4jpruning.samples.data.RowRange;
import io.github.dl4jpruning.samples.data.Series;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which file, how it is written, and which rows of it. */
final class CsvOptions {
    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE.csv",
            description = "The file: a header line, rows in time order.")
    private Path data;

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            defaultValue = ",",
            description = "Between cells; 'tab' for tabs (default: ${DEFAULT-VALUE}).")
    private String separator;

    @Option(names = "--decimal-comma", description = "3,5 is three and a half.")
    private boolean decimalComma;

    @Option(
            names = "--missing",
            arity = "1",
            paramLabel = "VALUE",
            description = "Stands for a missing value, beside the empty cell; may be repeated.")
    private List<String> missing = List.of();

    @Option(
            names = "--date",
            split = ",",
            paramLabel = "COLUMN",
            description = "The column with the time; Date,Time for two of them.")
    private List<String> date = List.of();

    @Option(
            names = "--date-format",
            paramLabel = "PATTERN",
            description = "How the time is written, if not like 2024-01-31 12:00, for example 'dd/MM/yyyy HH.mm.ss'.")
    private Optional<String> datePattern = Optional.empty();

    @Option(
            names = "--from",
            paramLabel = "ROW",
            description = "The first row to use: its number from 1, or with --date a year, month, day or time.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "ROW", description = "The last row to use.")
    private Optional<String> to = Optional.empty();

    /** The rows asked for, gaps filled forward. */
    Series read(String target, List<String> features) {
        if (datePattern.isPresent() && date.isEmpty()) {
            throw new InputException(
                    "--date-format '" + datePattern.get() + "' needs the column it is for: add --date.");
        }
        CsvFormat format = new CsvFormat(separator(), decimalComma, missing, date, datePattern);
        Series whole = new CsvSource(data, format).read(target, features);
        return new RowRange(from, to).of(whole).filledForward();
    }

    /** The file name without its ending, for the names of outputs. */
    String stem() {
        return data.getFileName().toString().replaceFirst("\\.[^.]*$", "");
    }

    private char separator() {
        if (separator.equals("tab") || separator.equals("\\t")) {
            return '\t';
        }
        if (separator.length() != 1 || "\"\r\n".contains(separator)) {
            throw new InputException("--separator '" + separator + "' must be one character, such as ';', or 'tab'.");
        }
        if (decimalComma && separator.equals(",")) {
            throw new InputException("--decimal-comma needs another separator than ',': add --separator ';'.");
        }
        return separator.charAt(0);
    }
}
