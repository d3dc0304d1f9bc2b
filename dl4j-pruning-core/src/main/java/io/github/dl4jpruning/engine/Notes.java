package io.github.dl4jpruning.engine;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Immutable maps of notes, in the order of their keys, so that equal notes make equal files. */
final class Notes {

    private Notes() {}

    static Map<String, String> copy(Map<String, String> notes) {
        if (notes == null) {
            throw new IllegalArgumentException("the notes are null: give Map.of() where there are none");
        }
        return notes.isEmpty() ? Map.of() : Collections.unmodifiableMap(new TreeMap<>(notes));
    }

    static Map<String, String> with(Map<String, String> notes, String key, String text) {
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException(
                    "the key of a note is '" + key + "', but it needs a name, such as 'search'");
        }
        if (text == null) {
            throw new IllegalArgumentException("the text of note '" + key + "' is null: give an empty text instead");
        }
        Map<String, String> more = new TreeMap<>(notes);
        more.put(key, text);
        return Collections.unmodifiableMap(more);
    }
}
