package io.github.dl4jpruning.samples.report;

import java.util.List;
import java.util.Locale;

/** A drawing of fixed proportions that is as wide as its box. Colours come from the classes of the style sheet. */
final class Svg {
    private final Markup markup = new Markup();

    /** An empty drawing; the description is for those who cannot see it. */
    Svg(int width, int height, String description) {
        markup.open(
                "svg",
                "viewBox",
                "0 0 " + width + " " + height,
                "role",
                "img",
                "aria-label",
                description,
                "style",
                "max-width:" + width * 3 / 2 + "px");
    }

    Svg line(double x1, double y1, double x2, double y2, String classes) {
        markup.empty("line", "x1", at(x1), "y1", at(y1), "x2", at(x2), "y2", at(y2), "class", classes);
        return this;
    }

    /** A line through points; a point that is no number breaks it. */
    Svg path(List<double[]> points, String classes) {
        StringBuilder path = new StringBuilder();
        boolean pen = false;
        for (double[] point : points) {
            if (!Double.isFinite(point[0]) || !Double.isFinite(point[1])) {
                pen = false;
            } else {
                path.append(pen ? "L" : "M").append(at(point[0])).append(' ').append(at(point[1]));
                pen = true;
            }
        }
        markup.empty("path", "d", path.toString(), "class", classes);
        return this;
    }

    /** The area between two lines; points are x, lower y and upper y. */
    Svg area(List<double[]> points, String classes) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < points.size(); i++) {
            double[] p = points.get(i);
            path.append(i == 0 ? "M" : "L").append(at(p[0])).append(' ').append(at(p[2]));
        }
        for (int i = points.size() - 1; i >= 0; i--) {
            double[] p = points.get(i);
            path.append('L').append(at(p[0])).append(' ').append(at(p[1]));
        }
        markup.empty("path", "d", path.append('z').toString(), "class", classes);
        return this;
    }

    Svg rect(double x, double y, double width, double height, String classes) {
        markup.empty("rect", "x", at(x), "y", at(y), "width", at(width), "height", at(height), "class", classes);
        return this;
    }

    /** Text; the anchor is {@code start}, {@code middle} or {@code end}. */
    Svg text(double x, double y, String anchor, String classes, String content) {
        markup.element("text", content, "x", at(x), "y", at(y), "text-anchor", anchor, "class", classes);
        return this;
    }

    /** Text that reads upwards, centred. */
    Svg upwards(double x, double y, String classes, String content) {
        markup.element(
                "text",
                content,
                "transform",
                "translate(" + at(x) + " " + at(y) + ") rotate(-90)",
                "text-anchor",
                "middle",
                "class",
                classes);
        return this;
    }

    /** A mark with a tooltip; its shape tells arms apart without colour. */
    Svg mark(double x, double y, ArmStyle style, String tooltip) {
        markup.open("path", "d", style.mark(x, y), "class", "mark " + style.css());
        if (!tooltip.isEmpty()) {
            markup.element("title", tooltip);
        }
        markup.close();
        return this;
    }

    /** The finished drawing. */
    Markup done() {
        return markup.close();
    }

    static String at(double coordinate) {
        String text = String.format(Locale.ROOT, "%.1f", coordinate);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
