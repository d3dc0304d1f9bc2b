package io.github.dl4jpruning.samples.data;

import io.github.dl4jpruning.samples.InputException;
import java.util.Optional;

/**
 * What groups the thousands of a number, as the points of 1.234.567 do.
 *
 * @param mark between the groups, if there is one
 * @param told whether the user said so; if not, numbers that can be read both ways are refused
 */
public record Grouping(Optional<Character> mark, boolean told) {
    /** Nothing was said, and nothing groups thousands. */
    public static final Grouping UNTOLD = new Grouping(Optional.empty(), false);

    /** Nothing groups thousands. */
    public static final Grouping NONE = new Grouping(Optional.empty(), true);

    private static final String MARKS = ".,' ";

    /**
     * Thousands that a character groups.
     *
     * @param text one of {@code . , '} and the blank, which also stands for blanks that do not break, or {@code none}
     * @throws InputException if it is another
     */
    public static Grouping of(String text) {
        if (text.equalsIgnoreCase("none")) {
            return NONE;
        }
        if (text.length() != 1 || MARKS.indexOf(canonical(text.charAt(0))) < 0) {
            throw new InputException(
                    "{{thousands}} '" + text + "' must be one of '.', ',', a blank, an apostrophe, or none.");
        }
        return new Grouping(Optional.of(canonical(text.charAt(0))), true);
    }

    /** Blanks of every kind as the plain one, apostrophes likewise. */
    static char canonical(char mark) {
        return switch (mark) {
            case '\u00A0', '\u202F', '\u2009', '\u2007' -> ' ';
            case '\u2019', '\u00B4', '`' -> '\'';
            default -> mark;
        };
    }

    /** How it is given: a character, or none. */
    @Override
    public String toString() {
        return mark.map(m -> m == '\'' ? "\"'\"" : "'" + m + "'").orElse("none");
    }
}
