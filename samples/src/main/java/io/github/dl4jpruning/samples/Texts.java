package io.github.dl4jpruning.samples;

import java.util.regex.Pattern;

/** Text that comes from files and goes into messages and tables. */
public final class Texts {
    private static final int LONGEST = 80;
    private static final Pattern BLANKS =
            Pattern.compile("[ \\n\\r\\x0B\\f\\u00A0\\u2007\\u202F\\u2009\\uFEFF\\u200B]+");

    private Texts() {}

    /** Without blanks at its ends and with single ones inside; a blank may be a line end, or one that does not
     * break. */
    public static String trimmed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' && (c != ' ' && c != '\t' || i == 0 || i == text.length() - 1 || text.charAt(i - 1) == ' ')
                    || c >= '\u00A0') {
                return BLANKS.matcher(text).replaceAll(" ").strip();
            }
        }
        return text;
    }

    /** As it can be shown: control characters by their numbers, and cut if it is long. */
    public static String shown(String text) {
        String cut = text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
        return escaped(cut);
    }

    /**
     * The text with the numbers of control characters in their places, line ends excepted, so that none reaches a
     * terminal.
     */
    public static String escaped(String text) {
        if (text.chars().noneMatch(Texts::isControl)) {
            return text;
        }
        StringBuilder escaped = new StringBuilder();
        text.chars().forEach(c -> {
            if (isControl(c)) {
                escaped.append(String.format("\\u%04x", c));
            } else {
                escaped.append((char) c);
            }
        });
        return escaped.toString();
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c) && c != '\n' && c != '\r'
                || Character.getType(c) == Character.FORMAT && c != '\u00AD'
                || c == '\u2028'
                || c == '\u2029';
    }
}
