package io.github.dl4jpruning.samples.report;

import java.util.Arrays;
import java.util.List;

/**
 * A table in a box of its own, which scrolls when the screen is narrow. The first columns are text, the others numbers.
 */
final class HtmlTable {
    private final Markup markup = new Markup();
    private final int textColumns;

    /** A table with a caption and the names of its columns. */
    HtmlTable(String caption, int textColumns, List<String> header) {
        this.textColumns = textColumns;
        markup.open("div", "class", "table")
                .element("p", caption, "class", "caption"); // outside, so that it does not scroll
        markup.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", caption);
        markup.open("table").open("thead").open("tr");
        for (int i = 0; i < header.size(); i++) {
            cell("th", i, header.get(i), "scope", "col");
        }
        markup.close().close().open("tbody");
    }

    /** Adds a row; the class, if any, sets it off. */
    HtmlTable add(String css, List<String> cells) {
        markup.open("tr", css.isEmpty() ? new String[0] : new String[] {"class", css});
        for (int i = 0; i < cells.size(); i++) {
            if (i == 0) {
                cell("th", i, cells.get(i), "scope", "row");
            } else {
                cell("td", i, cells.get(i));
            }
        }
        markup.close();
        return this;
    }

    /** The finished table. */
    Markup done() {
        return markup.close().close().close().close();
    }

    private void cell(String tag, int column, String content, String... attributes) {
        String[] all = attributes;
        if (column >= textColumns) {
            all = Arrays.copyOf(attributes, attributes.length + 2);
            all[attributes.length] = "class";
            all[attributes.length + 1] = "n";
        }
        markup.element(tag, content, all);
    }
}
