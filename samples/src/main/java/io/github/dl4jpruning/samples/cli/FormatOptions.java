package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import io.github.dl4jpruning.samples.catalogue.CatalogueEntry;
import io.github.dl4jpruning.samples.data.CsvFormat;
import io.github.dl4jpruning.samples.data.Grouping;
import io.github.dl4jpruning.samples.data.RowRange;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import picocli.CommandLine.Option;

/** How files are written, and which rows of them are used. */
class FormatOptions {
    private static final Pattern LINES = Pattern.compile("(\\d{1,12})(?:-(\\d{1,12}))?");
    private static final int MOST_SKIPPED = 1_000_000;
    private static final RowRange NO_RANGE = new RowRange(Optional.empty(), Optional.empty());
    /** What looks like a name of the catalogue, not like that of a file. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9-]+");

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
            description = "How the time is written, if not like 2024-01-31 12:00, for example 'dd/MM/yyyy HH.mm.ss';"
                    + " or epoch-seconds, epoch-millis, excel.")
    private Optional<String> datePattern = Optional.empty();

    @Option(
            names = "--time-zone",
            paramLabel = "ZONE",
            description =
                    "Whose clocks show the time, such as Europe/Berlin: tells apart the hour that comes twice in autumn.")
    private Optional<String> zone = Optional.empty();

    @Option(
            names = "--thousands",
            paramLabel = "CHAR|none",
            description = "What groups the thousands of numbers: '.', ',', a blank, an apostrophe; or none.")
    private Optional<String> thousands = Optional.empty();

    @Option(
            names = "--series",
            arity = "1",
            paramLabel = "COLUMN=VALUE",
            description =
                    "The rows of one series, where the file holds several; may be repeated. COLUMN=* takes all rows.")
    private List<String> series = List.of();

    @Option(
            names = "--skip",
            paramLabel = "LINES",
            description = "Lines of the file not to read, such as 1-3,7: what stands before the header, units, totals.")
    private Optional<String> skip = Optional.empty();

    @Option(names = "--comment", paramLabel = "CHAR", description = "Lines that begin with it are not read.")
    private Optional<String> comment = Optional.empty();

    @Option(names = "--no-header", description = "The first line is a row; columns are called 1, 2, 3 and so on.")
    private boolean noHeader;

    @Option(names = "--newest-first", description = "The rows go back in time.")
    private boolean newestFirst;

    @Option(
            names = "--from",
            paramLabel = "ROW",
            description = "The first row to use: its number from 1, or with --date a year, month, day or time.")
    private Optional<String> from = Optional.empty();

    @Option(names = "--to", paramLabel = "ROW", description = "The last row to use.")
    private Optional<String> to = Optional.empty();

    /**
     * The file or the series of the catalogue that is meant. A name without a folder is one of the catalogue, unless
     * there is a file of this name.
     */
    final SeriesSource source(Path data, Catalogue catalogue) {
        return known(data, catalogue)
                .<SeriesSource>map(entry -> new SeriesSource.Known(changed(entry), catalogue.files()))
                .orElseGet(() -> new SeriesSource.UserFile(data, format(CsvFormat.plain()), range(NO_RANGE)));
    }

    private static Optional<CatalogueEntry> known(Path data, Catalogue catalogue) {
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
                || datePattern.isPresent()
                || zone.isPresent()
                || thousands.isPresent()
                || skip.isPresent()
                || comment.isPresent()
                || !series.isEmpty()
                || noHeader
                || newestFirst;
        if (formatGiven && entry.file().isEmpty()) {
            throw new InputException("--data " + entry.name() + " is generated: leave out --separator, --decimal-comma,"
                    + " --missing, --date, --date-format and all else that tells how a file is written.");
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
        char cells = separator.map(FormatOptions::character).orElse(otherwise.separator());
        boolean comma = decimalComma || otherwise.decimalComma();
        if (comma && cells == ',' && separator.isEmpty()) {
            throw new InputException(
                    "--decimal-comma needs another separator than ',': add --separator ';', or --separator"
                            + " ',' if the file quotes its numbers.");
        }
        return new CsvFormat(
                cells,
                comma,
                missing.isEmpty() ? otherwise.missing() : missing,
                dates,
                date.isEmpty() ? datePattern.or(otherwise::datePattern) : datePattern,
                thousands.map(Grouping::of).orElse(otherwise.thousands()),
                zone.map(FormatOptions::zone).or(otherwise::zone),
                lines());
    }

    private CsvFormat.Lines lines() {
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String text : series) {
            int at = text.indexOf('=');
            if (at < 1) {
                throw new InputException("--series '" + text + "' must be a column and a value, such as unique_id=A.");
            }
            chosen.put(text.substring(0, at), text.substring(at + 1));
        }
        return new CsvFormat.Lines(
                !noHeader,
                newestFirst,
                skip.map(FormatOptions::lineNumbers).orElse(Set.of()),
                comment.map(text -> {
                    if (text.length() != 1) {
                        throw new InputException("--comment '" + text + "' must be one character, such as '#'.");
                    }
                    return text.charAt(0);
                }),
                chosen);
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw new InputException(
                    "--time-zone '" + name + "' is not a time zone. Give one such as Europe/Berlin or UTC.", e);
        }
    }

    /** Line numbers of a list such as 1-3,7. */
    private static Set<Long> lineNumbers(String text) {
        Set<Long> numbers = new HashSet<>();
        for (String part : text.split(",", -1)) {
            Matcher range = LINES.matcher(part.strip());
            if (!range.matches()) {
                throw new InputException("--skip '" + text + "' must be numbers of lines, such as 1-3,7.");
            }
            long first = Long.parseLong(range.group(1));
            long last = range.group(2) == null ? first : Long.parseLong(range.group(2));
            if (first < 1 || last < first || last - first >= MOST_SKIPPED) {
                throw new InputException("--skip '" + text + "': the lines from " + first + " to " + last
                        + " must be in order, from 1 up, and not more than " + MOST_SKIPPED + ".");
            }
            LongStream.rangeClosed(first, last).forEach(numbers::add);
        }
        return numbers;
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
