package io.github.dl4jpruning.samples.catalogue;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a user may have meant by a misspelt name. */
final class Nearest {
    private static final int MOST_EDITS = 3;

    private Nearest() {}

    /** The name with the fewest letters to change, if these are few and fewer than the word has. */
    static Optional<String> to(String word, Collection<String> names) {
        String lower = word.toLowerCase(Locale.ROOT);
        return names.stream()
                .min(Comparator.comparingInt(name -> edits(lower, name)))
                .filter(name -> edits(lower, name) <= Math.min(MOST_EDITS, word.length() - 1));
    }

    /** Letters to add, drop or replace (Levenshtein). */
    private static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[to.length()];
    }
}
