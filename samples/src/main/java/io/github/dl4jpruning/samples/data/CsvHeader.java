package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The columns of a CSV file.
 *
 * @param file where they are
 * @param separator that split it
 * @param names the cells of the header line, trimmed; empty for a column without a name
 * @param line the line of the header
 */
record CsvHeader(Path file, char separator, List<String> names, long line) {
    private static final int MOST_SHOWN = 50;

    /**
     * The place of a column, counted from 0.
     *
     * @throws InputException if there is none of this name, or more than one
     */
    int index(String column) {
        String name = Texts.trimmed(column);
        int index = names.indexOf(name);
        if (index < 0) {
            throw new InputException(looksUnsplit() ? unsplit() : unknown(name));
        }
        if (Collections.frequency(names, name) > 1) {
            throw new InputException(place() + ": more than one column is called '" + Texts.shown(name)
                    + "'. Rename all but one of them in the file.");
        }
        return index;
    }

    boolean has(String column) {
        return names.contains(Texts.trimmed(column));
    }

    String place() {
        return file + ", line " + line;
    }

    private String unknown(String column) {
        String there = names.stream()
                .filter(n -> !n.isEmpty())
                .limit(MOST_SHOWN)
                .map(Texts::shown)
                .collect(Collectors.joining(", "));
        String close = names.stream()
                .filter(n -> n.equalsIgnoreCase(column))
                .findFirst()
                .map(n -> " Did you mean '" + Texts.shown(n) + "'?")
                .orElse("");
        return place() + ": there is no column '" + Texts.shown(column) + "'." + close + " Choose one of: " + there
                + (names.size() > MOST_SHOWN ? ", and others" : "");
    }

    /** Whether the whole line became a single name that holds other separators. */
    private boolean looksUnsplit() {
        return names.size() == 1 && likelySeparator() != separator;
    }

    private String unsplit() {
        char likely = likelySeparator();
        return place() + ": separator '" + separator + "' leaves a single column, '" + Texts.shown(names.get(0))
                + "'. It looks separated by "
                + (likely == '\t'
                        ? "tabs: give {{separator}} tab"
                        : "'" + likely + "': give {{separator}} '" + likely + "'");
    }

    private char likelySeparator() {
        char best = separator;
        long most = 0;
        for (char candidate : new char[] {';', ',', '\t', '|'}) {
            long count = names.get(0).chars().filter(c -> c == candidate).count();
            if (count > most) {
                best = candidate;
                most = count;
            }
        }
        return best;
    }
}
