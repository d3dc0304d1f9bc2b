package io.github.dl4jpruning.runtime.format;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Members of a JSON object by name and type. What is missing, of another type, or not asked for is an error. */
final class JsonObject {
    private final Map<?, ?> members;
    private final String place;
    private final Set<String> asked = new HashSet<>();

    private JsonObject(Map<?, ?> members, String place) {
        this.members = members;
        this.place = place;
    }

    static JsonObject of(Object value, String place) {
        if (value instanceof Map<?, ?> members) {
            return new JsonObject(members, place);
        }
        throw new IllegalArgumentException(place + " is no object");
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    Object any(String name) {
        asked.add(name);
        if (!members.containsKey(name)) {
            throw new IllegalArgumentException(place + " has no \"" + name + "\"");
        }
        return members.get(name);
    }

    String string(String name) {
        if (any(name) instanceof String string) {
            return string;
        }
        throw new IllegalArgumentException(place + ": \"" + name + "\" is no string");
    }

    int integer(String name, int least, int most) {
        if (any(name) instanceof Long value && value >= least && value <= most) {
            return value.intValue();
        }
        throw new IllegalArgumentException(place + ": \"" + name + "\" is no integer from " + least + " to " + most);
    }

    double number(String name) {
        if (any(name) instanceof Number value) {
            return value.doubleValue();
        }
        throw new IllegalArgumentException(place + ": \"" + name + "\" is no number");
    }

    boolean bool(String name) {
        if (any(name) instanceof Boolean value) {
            return value;
        }
        throw new IllegalArgumentException(place + ": \"" + name + "\" is neither true nor false");
    }

    List<?> list(String name) {
        if (any(name) instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(place + ": \"" + name + "\" is no list");
    }

    JsonObject object(String name) {
        return of(any(name), place + ": \"" + name + "\"");
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) {
        String text = string(name);
        for (E constant : type.getEnumConstants()) {
            if (lower(constant).equals(text)) {
                return constant;
            }
        }
        throw new IllegalArgumentException(place + ": \"" + name + "\" is unknown");
    }

    /** How a constant is written. */
    static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(java.util.Locale.ROOT);
    }

    /** Refuses members that nobody has asked for. */
    void close() {
        for (Object name : members.keySet()) {
            if (!asked.contains(name)) {
                throw new IllegalArgumentException(place + " has an unknown member");
            }
        }
    }
}
