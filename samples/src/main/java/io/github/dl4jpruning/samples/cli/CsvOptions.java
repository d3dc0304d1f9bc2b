package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import io.github.dl4jpruning.samples.data.CsvFormat;
import io.github.dl4jpruning.samples.data.RowRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Option;

/** Which file, how it is written, and which rows of it. */
final class CsvOptions {
    private static final RowRange NO_RANGE = new RowRange(Optional.empty(), Optional.empty());
    /** What looks like a name of the catalogue, not like that of a file. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");

    @Option(
            names = "--data",
            required = true,
            paramLabel = "FILE.csv|NAME",
            description =
                    "The file: a header line, rows in time order. Or a series that 'data list' names, which brings"
                            + " format, rows, target and features along.")
    private Path data;

    @Option(
            names = "--separator",
            paramLabel = "CHAR",
            description = "Between cells; 'tab' for tabs (default: the comma).")
    private Optional<String> separator = Optional.empty();

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

    /**
     * The file or the series of the catalogue that is meant. A name without a folder is one of the catalogue, unless there is a file of
     * this name.
     */
    SeriesSource source(Catalogue catalogue) {
        return known(catalogue)
                .<SeriesSource>map(entry -> new SeriesSource.Known(changed(entry), catalogue.files()))
                .orElseGet(() -> new SeriesSource.UserFile(data, format(CsvFormat.plain()), range(NO_RANGE)));
    }

    private Optional<CatalogueEntry> known(Catalogue catalogue) {
        String name = data.toString();
        boolean isFile = Files.exists(data) && !Files.isDirectory(data);
        if (isFile || data.getParent() != null || data.isAbsolute()) {
            return Optional.empty();
        }
        Optional<CatalogueEntry> entry = catalogue.find(name);
        if (entry.isEmpty() && NAME.matcher(name).matches() && !Files.exists(data)) {
            try {
                return Optional.of(catalogue.get(name));
            } catch (InputException e) {
                throw new InputException("--data " + name + ": no such file, and " + e.getMessage(), e);
            }
        }
        return entry;
    }

    /** An entry, read as the options say where they say something. */
    private CatalogueEntry changed(CatalogueEntry entry) {
        boolean formatGiven = separator.isPresent()
                || decimalComma
                || !missing.isEmpty()
                || !date.isEmpty()
                || datePattern.isPresent();
        if (formatGiven && entry.file().isEmpty()) {
            throw new InputException("--data " + entry.name() + " is generated: leave out --separator, --decimal-comma,"
                    + " --missing, --date and --date-format.");
        }
        CatalogueEntry other = entry.withRange(range(entry.range()));
        return formatGiven ? other.withFormat(format(entry.format())) : other;
    }

    private RowRange range(RowRange otherwise) {
        return new RowRange(from.or(otherwise::from), to.or(otherwise::to));
    }

    private CsvFormat format(CsvFormat otherwise) {
        List<String> dates = date.isEmpty() ? otherwise.dateColumns() : date;
        if (datePattern.isPresent() && dates.isEmpty()) {
            throw new InputException(
                    "--date-format '" + datePattern.get() + "' needs the column it is for: add --date.");
        }
        char cells = separator.map(CsvOptions::character).orElse(otherwise.separator());
        boolean comma = decimalComma || otherwise.decimalComma();
        if (comma && cells == ',') {
            throw new InputException("--decimal-comma needs another separator than ',': add --separator ';'.");
        }
        return new CsvFormat(
                cells,
                comma,
                missing.isEmpty() ? otherwise.missing() : missing,
                dates,
                date.isEmpty() ? datePattern.or(otherwise::datePattern) : datePattern);
    }

    private static char character(String separator) {
        if (separator.equals("tab") || separator.equals("\\t")) {
            return '\t';
        }
        if (separator.length() != 1 || "\"\r\n".contains(separator)) {
            throw new InputException("--separator '" + separator + "' must be one character, such as ';', or 'tab'.");
        }
        return separator.charAt(0);
    }
}
