package io.github.dl4jpruning.runtime.format;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON text (RFC 8259), read strictly: no comments, no duplicate names, no depth beyond 32, nothing after the value.
 *
 * <p>Values are {@code Map<String, Object>} in the order of the text, {@code List<Object>}, {@link String}, {@link
 * Long} for integers of up to 18 digits, {@link Double} for other numbers, {@link Boolean} and null.
 */
final class Json {
    private static final int DEPTH = 32;
    private static final int LONGEST_NUMBER = 64;
    private static final int LONGEST_INTEGER = 18;

    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException if the text is no JSON; the message tells the place
     */
    static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.space();
        if (json.at < text.length()) {
            throw json.error("text after the end of the value");
        }
        return value;
    }

    private IllegalArgumentException error(String what) {
        return new IllegalArgumentException(what + " at character " + at);
    }

    private void space() {
        while (at < text.length() && " \t\n\r".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        if (at >= text.length()) {
            throw error("the text ends too early");
        }
        return text.charAt(at);
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw error("'" + wanted + "' is missing");
        }
        at++;
    }

    private boolean take(char wanted) {
        boolean found = at < text.length() && text.charAt(at) == wanted;
        if (found) {
            at++;
        }
        return found;
    }

    private Object value(int depth) {
        if (depth > DEPTH) {
            throw error("more than " + DEPTH + " values inside each other");
        }
        space();
        return switch (peek()) {
            case '{' -> object(depth);
            case '[' -> array(depth);
            case '"' -> string();
            case 't' -> word("true", Boolean.TRUE);
            case 'f' -> word("false", Boolean.FALSE);
            case 'n' -> word("null", null);
            default -> number();
        };
    }

    private Object word(String word, Object value) {
        if (!text.startsWith(word, at)) {
            throw error("no value");
        }
        at += word.length();
        return value;
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> members = new LinkedHashMap<>();
        expect('{');
        space();
        if (take('}')) {
            return members;
        }
        do {
            space();
            String name = string();
            space();
            expect(':');
            if (members.containsKey(name)) {
                throw error("the name \"" + name + "\" a second time");
            }
            members.put(name, value(depth + 1));
            space();
        } while (take(','));
        expect('}');
        return members;
    }

    private List<Object> array(int depth) {
        List<Object> elements = new ArrayList<>();
        expect('[');
        space();
        if (take(']')) {
            return elements;
        }
        do {
            elements.add(value(depth + 1));
            space();
        } while (take(','));
        expect(']');
        return elements;
    }

    private String string() {
        expect('"');
        StringBuilder string = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return string.toString();
            } else if (c < ' ') {
                throw error("a control character in a string");
            } else if (c != '\\') {
                string.append(c);
            } else {
                string.append(escaped());
            }
        }
    }

    private char escaped() {
        char c = peek();
        at++;
        switch (c) {
            case '"', '\\', '/':
                return c;
            case 'b':
                return '\b';
            case 'f':
                return '\f';
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'u':
                int code = 0;
                for (int i = 0; i < 4; i++) {
                    char hex = peek();
                    int digit = hex < 128 ? Character.digit(hex, 16) : -1;
                    if (digit < 0) {
                        throw error("no hexadecimal digit");
                    }
                    code = 16 * code + digit;
                    at++;
                }
                return (char) code;
            default:
                throw error("an unknown escape");
        }
    }

    private Object number() {
        int start = at;
        take('-');
        if (!take('0')) {
            digits();
        }
        boolean integer = true;
        if (take('.')) {
            integer = false;
            digits();
        }
        if (take('e') || take('E')) {
            integer = false;
            if (!take('+')) {
                take('-');
            }
            digits();
        }
        String number = text.substring(start, at);
        if (number.length() > LONGEST_NUMBER) {
            throw error("a number of " + number.length() + " characters");
        }
        if (integer && number.length() <= LONGEST_INTEGER) {
            return Long.valueOf(number);
        }
        double value = Double.parseDouble(number);
        if (!Double.isFinite(value)) {
            throw error("a number that is too large");
        }
        return value;
    }

    private void digits() {
        int start = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == start) {
            throw error("no value");
        }
    }

    /** Writes a value on one line. */
    static String write(Object value) {
        StringBuilder text = new StringBuilder();
        write(value, text);
        return text.toString();
    }

    private static void write(Object value, StringBuilder text) {
        if (value instanceof Map<?, ?> members) {
            text.append('{');
            String comma = "";
            for (Map.Entry<?, ?> member : members.entrySet()) {
                text.append(comma);
                quote(member.getKey().toString(), text);
                text.append(':');
                write(member.getValue(), text);
                comma = ",";
            }
            text.append('}');
        } else if (value instanceof List<?> elements) {
            text.append('[');
            String comma = "";
            for (Object element : elements) {
                text.append(comma);
                write(element, text);
                comma = ",";
            }
            text.append(']');
        } else if (value instanceof String string) {
            quote(string, text);
        } else {
            text.append(value);
        }
    }

    private static void quote(String string, StringBuilder text) {
        text.append('"');
        for (int i = 0; i < string.length(); i++) {
            char c = string.charAt(i);
            if (c == '"' || c == '\\') {
                text.append('\\').append(c);
            } else if (c < ' ' || Character.isSurrogate(c)) { // half a pair has no UTF-8
                text.append(String.format("\\u%04x", (int) c));
            } else {
                text.append(c);
            }
        }
        text.append('"');
    }
}
