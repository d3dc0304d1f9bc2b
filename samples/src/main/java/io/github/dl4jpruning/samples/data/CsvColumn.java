package io.github.dl4jpruning.samples.data;

import java.util.Optional;

/**
 * A column to read: one of numbers, or the indicator of a category, which is 1 where a column of texts holds that text
 * and 0 where it holds another.
 *
 * @param name of the column in the series: {@code cbwd}, or {@code cbwd=NW} for an indicator
 * @param cell its place in the file, counted from 0
 * @param category the text that an indicator is about; nothing for a column of numbers
 */
record CsvColumn(String name, int cell, Optional<String> category) {
    private static final char IS = '=';

    /** The name of an indicator. */
    static String indicator(String column, String category) {
        return column + IS + category;
    }

    /**
     * Finds a column by its name. A column of the file that is called so has precedence over an indicator.
     *
     * @throws io.github.dl4jpruning.samples.InputException if there is neither
     */
    static CsvColumn of(CsvHeader header, String name) {
        if (!header.names().contains(name)) {
            for (int at = name.indexOf(IS); at >= 0; at = name.indexOf(IS, at + 1)) {
                String column = name.substring(0, at);
                if (header.names().contains(column)) {
                    return new CsvColumn(name, header.index(column), Optional.of(name.substring(at + 1)));
                }
            }
        }
        return new CsvColumn(name, header.index(name), Optional.empty());
    }

    /** Whether this is the indicator of a category. */
    boolean isIndicator() {
        return category.isPresent();
    }
}
