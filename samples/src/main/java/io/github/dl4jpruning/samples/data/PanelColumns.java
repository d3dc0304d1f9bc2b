package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Finds the columns that name the series, where a file holds several one below the other or in turn. */
final class PanelColumns {
    private static final Pattern NAME = Pattern.compile(
            "(unique|series|item|ts|store|shop|sensor|station|meter|device|customer|user|site)([_ -]?(id|nbr|nr|no|number|name))?|id"
                    + "|symbol|ticker");
    private static final int MOST_VALUES = 100_000;
    private static final int SHOWN = 3;
    private static final int MOST_COLUMNS_OF_PAIRS = 12;

    private final CsvHeader header;
    private final List<Integer> candidates;
    private final Map<Integer, Map<String, Long>> counts = new LinkedHashMap<>();
    private long rows;

    /**
     * Watches the columns whose names are those of series.
     *
     * @param used columns that hold numbers or times
     */
    PanelColumns(CsvHeader header, List<String> used) {
        this.header = header;
        this.candidates = IntStream.range(0, header.names().size())
                .filter(c -> !used.contains(header.names().get(c)))
                .filter(c -> isName(header.names().get(c)))
                .boxed()
                .toList();
        candidates.forEach(c -> counts.put(c, new LinkedHashMap<>()));
    }

    private static boolean isName(String name) {
        return NAME.matcher(name.toLowerCase(java.util.Locale.ROOT)).matches();
    }

    /** Counts the values of a row. */
    void see(List<String> row) {
        rows++;
        for (int column : candidates) {
            Map<String, Long> seen = counts.get(column);
            if (column < row.size() && seen.size() < MOST_VALUES) {
                seen.merge(row.get(column), 1L, Long::sum);
            }
        }
    }

    /** Refuses rows of several series, told apart by a column with such a name. */
    void requireOneSeries() {
        List<Integer> panel = candidates.stream()
                .filter(c -> counts.get(c).size() > 1 && counts.get(c).size() <= rows / 2)
                .toList();
        if (!panel.isEmpty()) {
            Map<String, List<String>> values = new LinkedHashMap<>();
            panel.forEach(c ->
                    values.put(header.names().get(c), List.copyOf(counts.get(c).keySet())));
            throw refusal(header, values);
        }
    }

    /** What to say of several series. */
    static InputException refusal(CsvHeader header, Map<String, List<String>> values) {
        return new InputException(header.file() + " holds " + advice(values));
    }

    /** The same as the end of a message. */
    static String advice(Map<String, List<String>> values) {
        String columns = values.entrySet().stream()
                .map(e -> "column '" + Texts.shown(e.getKey()) + "' names "
                        + e.getValue().size() + ": "
                        + e.getValue().stream().limit(SHOWN).map(Texts::shown).collect(Collectors.joining(", "))
                        + (e.getValue().size() > SHOWN ? ", ..." : ""))
                .collect(Collectors.joining("; "));
        String options = values.entrySet().stream()
                .map(e -> "{{series}} '" + e.getKey() + "=" + e.getValue().get(0) + "'")
                .collect(Collectors.joining(" "));
        String all =
                values.keySet().stream().map(k -> "{{series}} '" + k + "=*'").collect(Collectors.joining(" "));
        return "several series (" + columns + "). Choose one, for example by " + options
                + ", or take all rows for one by " + all + ".";
    }

    /**
     * Looks through a file for one or two columns whose values tell rows apart so that the times of each are in order.
     *
     * @return values by column, in the order of the file; nothing if there are no such columns
     */
    static Optional<Map<String, List<String>>> search(CsvReading file, CsvFormat format, List<String> used) {
        CsvHeader header = file.header();
        List<Integer> free = new ArrayList<>(IntStream.range(0, header.names().size())
                .filter(c -> !used.contains(header.names().get(c))
                        && !header.names().get(c).isEmpty())
                .boxed()
                .toList());
        free.sort((a, b) -> Boolean.compare(
                isName(header.names().get(b)), isName(header.names().get(a))));
        List<List<Integer>> keys = new ArrayList<>(free.stream().map(List::of).toList());
        int few = Math.min(free.size(), MOST_COLUMNS_OF_PAIRS);
        for (int a = 0; a < few; a++) {
            for (int b = a + 1; b < few; b++) {
                keys.add(List.of(free.get(a), free.get(b)));
            }
        }
        Map<List<Integer>, Map<List<String>, LocalDateTime>> last = new LinkedHashMap<>();
        keys.forEach(key -> last.put(key, new HashMap<>()));
        Map<Integer, Map<String, Long>> values = new HashMap<>();
        free.forEach(c -> values.put(c, new LinkedHashMap<>()));
        Dates dates = format.datePattern().map(Dates::ofPattern).orElseGet(Dates::iso);
        int[] dateCells = format.dateColumns().stream().mapToInt(header::index).toArray();
        long rows = 0;
        for (List<String> next = file.next(); next != null; next = file.next()) {
            List<String> row = next;
            if (row.size() < header.names().size()) {
                continue;
            }
            Optional<LocalDateTime> time = dates.parse(
                    Texts.trimmed(IntStream.of(dateCells).mapToObj(row::get).collect(Collectors.joining(" "))));
            if (time.isEmpty()) {
                continue;
            }
            rows++;
            last.values().removeIf(seen -> seen.size() > MOST_VALUES);
            last.entrySet().removeIf(entry -> {
                List<String> key = entry.getKey().stream().map(row::get).toList();
                LocalDateTime before = entry.getValue().put(key, time.get());
                return before != null && !before.isBefore(time.get());
            });
            free.forEach(c -> values.get(c).merge(row.get(c), 1L, Long::sum));
        }
        long all = rows;
        return last.entrySet().stream()
                .filter(entry -> entry.getValue().size() > 1 && entry.getValue().size() <= all / 2)
                .findFirst()
                .map(entry -> {
                    Map<String, List<String>> found = new LinkedHashMap<>();
                    entry.getKey()
                            .forEach(c -> found.put(
                                    header.names().get(c),
                                    List.copyOf(values.get(c).keySet())));
                    return found;
                });
    }
}
