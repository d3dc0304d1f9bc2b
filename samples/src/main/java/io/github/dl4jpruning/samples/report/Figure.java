package io.github.dl4jpruning.samples.report;

import java.util.List;

/** Drawings with their captions and legends. */
final class Figure {
    private Figure() {}

    /** A drawing under its caption. */
    static Markup of(String caption, Markup drawing) {
        return new Markup()
                .open("figure")
                .element("figcaption", caption)
                .add(drawing)
                .close();
    }

    /** Drawings side by side as the screen allows. */
    static Markup grid(List<Markup> figures) {
        return grid("grid", figures);
    }

    /** The same for drawings that are wider. */
    static Markup wideGrid(List<Markup> figures) {
        return grid("grid wide", figures);
    }

    private static Markup grid(String css, List<Markup> figures) {
        Markup grid = new Markup().open("div", "class", css);
        figures.forEach(grid::add);
        return grid.close();
    }

    /** Drawings side by side under a legend that stays in sight while they are. */
    static Markup grid(Markup legend, List<Markup> figures) {
        return new Markup()
                .open("div", "class", "shared")
                .add(legend)
                .add(grid(figures))
                .close();
    }

    /** What the marks and lines of the drawings below mean: the arms, then lines with a class and a name each. */
    static Markup legend(List<String> arms, String... others) {
        Markup legend = new Markup().open("ul", "class", "legend");
        for (String arm : arms) {
            ArmStyle style = ArmStyle.of(arm);
            Svg swatch =
                    new Svg(30, 14, "").line(1, 7, 29, 7, "line " + style.css()).mark(15, 7, style, "");
            legend.open("li").add(swatch.done()).text(arm).close();
        }
        for (int i = 0; i < others.length; i += 2) {
            Svg swatch = new Svg(30, 14, "").line(1, 7, 29, 7, "line " + others[i]);
            legend.open("li").add(swatch.done()).text(others[i + 1]).close();
        }
        return legend.close();
    }
}
