package io.github.dl4jpruning.samples.report;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

/** Writes HTML or SVG: closes what it opens and escapes all text and values. */
final class Markup {
    private static final Set<String> INLINE = Set.of("a", "span");

    private final StringBuilder text = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Opens an element with attributes: name, value, name, value. */
    Markup open(String tag, String... attributes) {
        start(tag, attributes).append('>');
        open.push(tag);
        return this;
    }

    /** Closes the element opened last. */
    Markup close() {
        String tag = open.pop();
        text.append("</").append(tag).append('>');
        if (!INLINE.contains(tag) && !open.contains("svg")) { // a line end would show as a space
            text.append('\n');
        }
        return this;
    }

    /** An element with nothing in it: of SVG, or one of HTML that has no end. */
    Markup empty(String tag, String... attributes) {
        start(tag, attributes).append(open.contains("svg") ? "/>" : ">");
        return this;
    }

    /** An element with text in it. */
    Markup element(String tag, String content, String... attributes) {
        return open(tag, attributes).text(content).close();
    }

    /** Text within the open element. */
    Markup text(String content) {
        text.append(escaped(content));
        return this;
    }

    /** Markup that was written elsewhere. */
    Markup add(Markup other) {
        text.append(other);
        return this;
    }

    /** What is not escaped: the style sheet. */
    Markup verbatim(String content) {
        text.append(content);
        return this;
    }

    /**
     * The whole.
     *
     * @throws IllegalStateException if an element is still open
     */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("<" + open.peek() + "> is still open");
        }
        return text.toString();
    }

    private StringBuilder start(String tag, String... attributes) {
        text.append('<').append(tag);
        for (int i = 0; i < attributes.length; i += 2) {
            text.append(' ')
                    .append(attributes[i])
                    .append("=\"")
                    .append(escaped(attributes[i + 1]))
                    .append('"');
        }
        return text;
    }

    private static String escaped(String content) {
        return content.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
