package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The first line of a CSV file.
 *
 * @param file where it stands
 * @param separator that split it
 * @param names the cells, trimmed; empty for a column without a name
 */
record CsvHeader(Path file, char separator, List<String> names) {

    /**
     * The place of a column, counted from 0.
     *
     * @throws InputException if there is none of this name, or more than one
     */
    int index(String column) {
        int index = names.indexOf(column);
        if (index < 0) {
            throw new InputException(looksUnsplit() ? unsplit() : unknown(column));
        }
        if (Collections.frequency(names, column) > 1) {
            throw new InputException(file + ", line 1: more than one column is called '" + column
                    + "'. Rename all but one of them in the file.");
        }
        return index;
    }

    private String unknown(String column) {
        String there = names.stream().filter(n -> !n.isEmpty()).collect(Collectors.joining(", "));
        String close = names.stream()
                .filter(n -> n.equalsIgnoreCase(column))
                .findFirst()
                .map(n -> " Did you mean '" + n + "'?")
                .orElse("");
        return file + ", line 1: there is no column '" + column + "'." + close + " Choose one of: " + there;
    }

    /** Whether the whole line became a single name that holds other separators. */
    private boolean looksUnsplit() {
        return names.size() == 1 && likelySeparator() != separator;
    }

    private String unsplit() {
        char likely = likelySeparator();
        return file + ", line 1: separator '" + separator + "' leaves a single column, '" + abbreviated()
                + "'. It looks separated by "
                + (likely == '\t'
                        ? "tabs: give --separator tab"
                        : "'" + likely + "': give --separator '" + likely + "'");
    }

    private String abbreviated() {
        String name = names.get(0).replace('\t', ' ');
        return name.length() <= 60 ? name : name.substring(0, 60) + "...";
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
