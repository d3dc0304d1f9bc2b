package io.github.dl4jpruning.samples.console;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of cells under a header; the first column is set flush left, the others flush right. */
public final class TextTable {
    private static final String GAP = "  ";

    private final List<List<String>> rows = new ArrayList<>();

    /** A table with the names of its columns. */
    public TextTable(String... header) {
        rows.add(List.of(header));
    }

    /**
     * Adds a row.
     *
     * @throws IllegalArgumentException if it has not as many cells as the header
     */
    public TextTable add(String... cells) {
        if (cells.length != rows.get(0).size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells under " + rows.get(0).size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    /** The table with a rule under the header, every line ended. */
    @Override
    public String toString() {
        int columns = rows.get(0).size();
        int[] widths = IntStream.range(0, columns)
                .map(c -> rows.stream().mapToInt(r -> r.get(c).length()).max().orElseThrow())
                .toArray();
        StringBuilder text = new StringBuilder();
        for (int r = 0; r < rows.size(); r++) {
            appendLine(text, rows.get(r), widths);
            if (r == 0) {
                List<String> rule = IntStream.of(widths).mapToObj("-"::repeat).toList();
                appendLine(text, rule, widths);
            }
        }
        return text.toString();
    }

    private static void appendLine(StringBuilder text, List<String> cells, int[] widths) {
        for (int c = 0; c < widths.length; c++) {
            String padding = " ".repeat(widths[c] - cells.get(c).length());
            text.append(c == 0 ? cells.get(c) + padding : GAP + padding + cells.get(c));
        }
        text.append(System.lineSeparator());
    }
}
