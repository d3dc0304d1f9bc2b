package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.Texts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Reads the file again, all of it, to say only what helps with all of its rows. */
final class FileAdvice implements CsvAdvice {
    private static final int MOST_MARKS = 3;
    private static final int MOST_LINES = 5;
    private static final int NOON = 12;
    private static final char[] GROUPING_MARKS = {'.', ',', ' ', '\''};
    private static final List<String> ZONES = List.of(
            "Europe/Berlin",
            "Europe/London",
            "America/New_York",
            "America/Chicago",
            "America/Denver",
            "America/Los_Angeles",
            "Australia/Sydney",
            "Europe/Athens",
            "Europe/Lisbon",
            "America/Santiago",
            "Pacific/Auckland",
            "Asia/Jerusalem",
            "America/Sao_Paulo",
            "America/Halifax");

    private final Path file;
    private final CsvFormat format;
    private final CsvHeader header;
    private final List<String> columns;
    private final PanelColumns panel;

    FileAdvice(Path file, CsvFormat format, CsvHeader header, List<String> columns, PanelColumns panel) {
        this.file = file;
        this.format = format;
        this.header = header;
        this.columns = columns;
        this.panel = panel;
    }

    /** Hands over all rows with their lines; none of a file that can be read once only. */
    private void forEachRow(BiConsumer<Long, List<String>> use) {
        if (!Files.isRegularFile(file)) {
            return;
        }
        try (CsvReading reading = CsvReading.open(file, format)) {
            for (List<String> row = reading.next(); row != null; row = reading.next()) {
                if (!row.stream().allMatch(String::isEmpty)) {
                    use.accept(reading.line(), row);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String skip(Set<Long> lines) {
        return "{{skip}} " + lines.stream().map(String::valueOf).collect(Collectors.joining(","));
    }

    @Override
    public String onWidth(long line, int cells, int expected) {
        Set<Long> odd = new LinkedHashSet<>();
        long[] rows = {0};
        forEachRow((number, row) -> {
            rows[0]++;
            if (row.size() < expected || row.stream().skip(expected).anyMatch(cell -> !cell.isEmpty())) {
                odd.add(number);
            }
        });
        String few = odd.isEmpty() || odd.size() > MOST_LINES
                ? odd.size() > 1 ? ", as " + odd.size() + " of the " + rows[0] + " lines need it." : "."
                : ", or leave it out with " + skip(odd) + ".";
        String comma = header.separator() == ',' && cells > expected && !format.decimalComma()
                ? " If the commas are decimal commas, the file cannot be split by commas: write it with {{separator}} ';'."
                : "";
        return "Complete the line, or quote a cell that holds the separator '" + header.separator() + "'" + few + comma;
    }

    /** A way to read numbers, and the cells that it cannot read. */
    private static final class Reader {
        private final boolean comma;
        private final Grouping grouping;
        private final ThousandsWatch[] watches;
        private final Map<String, Long> bad = new LinkedHashMap<>();
        private final Set<Long> badLines = new LinkedHashSet<>();
        private long count;

        Reader(boolean comma, Grouping grouping, int columns) {
            this.comma = comma;
            this.grouping = grouping;
            this.watches = Stream.generate(() -> new ThousandsWatch(comma))
                    .limit(columns)
                    .toArray(ThousandsWatch[]::new);
        }

        void see(int column, String cell, long line) {
            if (Numbers.parse(cell, comma, grouping).isPresent()) {
                if (grouping.mark().isEmpty()) {
                    watches[column].see(cell);
                }
                return;
            }
            count++;
            if (bad.size() <= MOST_MARKS) {
                bad.put(cell, line);
            }
            if (badLines.size() <= MOST_LINES) {
                badLines.add(line);
            }
        }

        boolean ambiguous() {
            return Arrays.stream(watches).anyMatch(ThousandsWatch::ambiguous);
        }
    }

    @Override
    public String onNumber(String cell, long line) {
        List<Reader> readers = new ArrayList<>();
        readers.add(new Reader(format.decimalComma(), format.thousands(), columns.size()));
        readers.add(new Reader(!format.decimalComma(), format.thousands(), columns.size()));
        for (boolean comma : new boolean[] {format.decimalComma(), !format.decimalComma()}) {
            for (char mark : GROUPING_MARKS) {
                if (mark != (comma ? ',' : '.')) {
                    readers.add(new Reader(comma, new Grouping(Optional.of(mark), true), columns.size()));
                }
            }
        }
        int[] cells = columns.stream().mapToInt(header::index).toArray();
        Set<String> missing = format.missing().stream().map(Texts::trimmed).collect(Collectors.toSet());
        forEachRow((number, row) -> {
            for (int c = 0; c < cells.length && row.size() >= header.names().size(); c++) {
                String text = row.get(cells[c]);
                if (!text.isEmpty() && !missing.contains(text)) {
                    for (Reader reader : readers) {
                        reader.see(c, text, number);
                    }
                }
            }
        });
        Reader best = readers.get(0);
        for (Reader reader : readers) {
            if (reader.count < best.count || reader.count == best.count && best.ambiguous() && !reader.ambiguous()) {
                best = reader;
            }
        }
        return best == readers.get(0) ? rest(best, cell) : change(best) + (best.count == 0 ? "" : " " + rest(best, ""));
    }

    /** How to read numbers otherwise. */
    private String change(Reader reader) {
        String advice = "";
        if (reader.comma && !format.decimalComma()) {
            advice = reader.grouping.equals(format.thousands())
                    ? "If the comma is a decimal comma, give {{decimalComma}}"
                            + (header.separator() == ',' ? " and {{separator}} ','." : ".")
                    : "The comma is a decimal comma: give {{decimalComma}}"
                            + (header.separator() == ',' ? " and {{separator}} ','." : ".");
        } else if (!reader.comma && format.decimalComma()) {
            advice = "The file uses a decimal point here: leave out {{decimalComma}}.";
        }
        if (!reader.grouping.equals(format.thousands())) {
            char mark = reader.grouping.mark().orElseThrow();
            String name = mark == '.' ? "a point" : mark == ',' ? "a comma" : mark == ' ' ? "a blank" : "an apostrophe";
            advice = (advice.isEmpty() ? "" : advice + " ") + "If " + name + " groups thousands, give {{thousands}} "
                    + reader.grouping + ".";
        }
        return advice;
    }

    /** What to do about the cells that cannot be read. */
    private static String rest(Reader reader, String cell) {
        Set<String> marks = reader.bad.keySet();
        boolean typed = marks.stream().allMatch(mark -> Texts.shown(mark).equals(mark) && mark.indexOf('\'') < 0);
        if (reader.count == 0) {
            return "Correct the cell.";
        } else if (marks.size() <= MOST_MARKS && typed) {
            String options = marks.stream()
                    .map(mark -> "{{missing}} '" + Texts.shown(mark) + "'")
                    .collect(Collectors.joining(" "));
            String lines = reader.badLines.size() <= MOST_LINES
                    ? ", or " + skip(reader.badLines) + " to leave out "
                            + (reader.badLines.size() == 1 ? "the line" : "the lines")
                    : "";
            return "Correct the cell, or give " + options + " if " + (marks.size() == 1 ? "it stands" : "these stand")
                    + " for a missing value" + lines + ".";
        } else if (reader.badLines.size() <= MOST_LINES) {
            return "Correct the cells, or give " + skip(reader.badLines) + " to leave out the lines.";
        }
        return reader.count
                + " cells of the columns asked for hold no number: remove units, signs and words from them, or"
                + " choose other columns.";
    }

    @Override
    public String onDate(String text) {
        int[] cells = format.dateColumns().stream().mapToInt(header::index).toArray();
        Map<String, Long> texts = new LinkedHashMap<>();
        forEachRow((number, row) -> {
            if (row.size() >= header.names().size()) {
                texts.putIfAbsent(
                        Texts.trimmed(IntStream.of(cells).mapToObj(row::get).collect(Collectors.joining(" "))), number);
            }
        });
        if (texts.isEmpty()) {
            return "Correct the cell or {{datePattern}}.";
        }
        Dates dates = format.datePattern().map(Dates::ofPattern).orElseGet(Dates::iso);
        Set<Long> bad = texts.entrySet().stream()
                .filter(e -> dates.parse(e.getKey()).isEmpty())
                .map(Map.Entry::getValue)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (bad.size() <= MOST_LINES && bad.size() < texts.size()) {
            List<String> good = texts.entrySet().stream()
                    .filter(e -> !bad.contains(e.getValue()))
                    .map(Map.Entry::getKey)
                    .toList();
            if (good.size() > bad.size()) {
                return "Correct the cell, or leave out what is no row of data with " + skip(bad) + ".";
            }
        }
        List<String> all = List.copyOf(texts.keySet());
        if (format.datePattern().isPresent() && DateAdvice.isIso(all)) {
            return "The dates are as ISO 8601 has them: leave out {{datePattern}}.";
        }
        DateAdvice.Found found = DateAdvice.patterns(all, MOST_LINES);
        if (found.patterns().isEmpty()) {
            return format.datePattern().isPresent()
                    ? "Correct the cell or {{datePattern}}."
                    : "Give the form with {{datePattern}}, for example {{datePattern}} 'dd/MM/yyyy HH.mm.ss'.";
        }
        return "Give the form with "
                + found.patterns().stream()
                        .limit(2)
                        .map(p -> "{{datePattern}} " + quoted(p))
                        .collect(Collectors.joining(", or "))
                + ".";
    }

    private static String quoted(String pattern) {
        return pattern.indexOf('\'') >= 0 ? "\"" + pattern + "\"" : "'" + pattern + "'";
    }

    @Override
    public String onOrder(LocalDateTime[] times, int row) {
        Optional<Map<String, List<String>>> several = searchPanel();
        if (several.isPresent()) {
            return "The file holds " + PanelColumns.advice(several.get());
        }
        if (isDescending(times)) {
            return format.lines().newestFirst()
                    ? "The rows are in order: leave out {{newestFirst}}."
                    : "The newest row comes first: give {{newestFirst}}.";
        }
        boolean halfClock = Arrays.stream(times).allMatch(t -> t.getHour() >= 1 && t.getHour() <= NOON)
                && Arrays.stream(times).map(LocalDateTime::getHour).distinct().count() > 2;
        if (halfClock) {
            return "No hour is above 12: the file has a 12-hour clock without AM and PM, which does not tell the time of day."
                    + " Leave out {{dateColumns}}.";
        }
        Optional<String> zone = clockChange(times, row);
        if (zone.isPresent()) {
            return "If the clock went back from summer time here, give its zone, for example {{zone}} " + zone.get()
                    + ", or times with an offset, or leave out {{dateColumns}}.";
        }
        return "Sort the rows, oldest first.";
    }

    private static boolean isDescending(LocalDateTime[] times) {
        for (int i = 1; i < times.length; i++) {
            if (times[i].isAfter(times[i - 1])) {
                return false;
            }
        }
        return true;
    }

    /** A zone whose clocks went back at a row, and in which all rows are in order. */
    private Optional<String> clockChange(LocalDateTime[] times, int row) {
        if (format.zone().isPresent()) {
            return Optional.empty();
        }
        return Stream.concat(Stream.of(ZoneId.systemDefault().getId()), ZONES.stream())
                .filter(name -> {
                    ZoneId zone = ZoneId.of(name);
                    ZoneOffsetTransition change = zone.getRules().getTransition(times[row]);
                    return change != null && change.isOverlap() && isInOrder(times, zone);
                })
                .findFirst();
    }

    private static boolean isInOrder(LocalDateTime[] times, ZoneId zone) {
        long[] instants = Instants.of(times, Optional.of(zone));
        return IntStream.range(1, instants.length).allMatch(i -> instants[i] >= instants[i - 1])
                && Arrays.stream(times).noneMatch(time -> Instants.isSkipped(time, zone));
    }

    private Optional<Map<String, List<String>>> searchPanel() {
        if (!format.lines().series().isEmpty() || !Files.isRegularFile(file)) {
            return Optional.empty();
        }
        List<String> used = new ArrayList<>(columns);
        used.addAll(format.dateColumns());
        try (CsvReading reading = CsvReading.open(file, format)) {
            return PanelColumns.search(reading, format, used);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void requireOneSeries() {
        if (format.lines().series().isEmpty()) {
            panel.requireOneSeries();
        }
    }

    @Override
    public void onDoubledTimes() {
        searchPanel().ifPresent(values -> {
            throw PanelColumns.refusal(header, values);
        });
    }
}
