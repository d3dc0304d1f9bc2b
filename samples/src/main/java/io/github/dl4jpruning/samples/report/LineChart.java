package io.github.dl4jpruning.samples.report;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lines over a common axis, with marks and intervals where they are given. */
final class LineChart {
    private static final int WIDTH = 360;
    private static final int HEIGHT = 240;
    private static final int LEFT = 66;
    private static final int RIGHT = 10;
    private static final int TOP = 10;
    private static final int BOTTOM = 42;
    private static final int Y_TICKS = 5;
    private static final int X_TICKS = 6;
    private static final double OFFSET = 4;

    private final String xTitle;
    private final String yTitle;
    private final List<Line> lines = new ArrayList<>();
    private final List<Mark> marks = new ArrayList<>();
    private List<String> categories = List.of();
    private List<Point> band = List.of();
    private double yLow = Double.NaN;
    private double yHigh = Double.NaN;

    /**
     * A line.
     *
     * @param name for tooltips
     * @param css classes of the line
     * @param style of marks, {@code null} for none
     * @param points in order of x
     */
    record Line(String name, String css, ArmStyle style, List<Point> points) {}

    /**
     * A point.
     *
     * @param x place, or index of the category
     * @param y value
     * @param low end of its interval, NaN for none
     * @param high likewise
     */
    record Point(double x, double y, double low, double high) {
        static Point of(double x, double y) {
            return new Point(x, y, Double.NaN, Double.NaN);
        }
    }

    /** A place on the x axis that is marked by a vertical line with a label. */
    private record Mark(double x, String label) {}

    LineChart(String xTitle, String yTitle) {
        this.xTitle = xTitle;
        this.yTitle = yTitle;
    }

    /** The x axis has these names at equal distances instead of numbers. */
    LineChart categories(List<String> names) {
        categories = List.copyOf(names);
        return this;
    }

    /** The y axis has these ends whatever the values are. */
    LineChart yBetween(double low, double high) {
        yLow = low;
        yHigh = high;
        return this;
    }

    LineChart add(Line line) {
        if (!line.points().isEmpty()) {
            lines.add(line);
        }
        return this;
    }

    /** Marks a place on the x axis; of several, the labels stand one below the other. */
    LineChart mark(double x, String label) {
        marks.add(new Mark(x, label));
        return this;
    }

    /** Shades what lies between the ends of the intervals of some points. */
    LineChart band(List<Point> points) {
        band = List.copyOf(points);
        return this;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    Markup draw(String description) {
        Axis x = xAxis();
        Axis y = yAxis();
        Svg svg = new Svg(WIDTH, HEIGHT, description);
        for (double tick : y.ticks()) {
            svg.line(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick), "grid");
            svg.text(LEFT - 6, y.at(tick) + 4, "end", "tick", y.label(tick));
        }
        svg.line(LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, HEIGHT - BOTTOM, "axis");
        if (categories.isEmpty()) {
            for (double tick : x.ticks()) {
                svg.text(x.at(tick), HEIGHT - BOTTOM + 16, "middle", "tick", x.label(tick));
            }
        } else {
            for (int i = 0; i < categories.size(); i++) {
                svg.text(x.at(i), HEIGHT - BOTTOM + 16, "middle", "tick", categories.get(i));
            }
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 6, "middle", "title", xTitle);
        svg.upwards(12, (TOP + HEIGHT - BOTTOM) / 2.0, "title", yTitle);
        if (!band.isEmpty()) {
            svg.area(
                    band.stream()
                            .map(p -> new double[] {x.at(p.x()), y.at(p.low()), y.at(p.high())})
                            .toList(),
                    "band");
        }
        for (int i = 0; i < marks.size(); i++) {
            Mark mark = marks.get(i);
            double at = x.at(mark.x());
            boolean right = at > (LEFT + WIDTH - RIGHT) / 2.0;
            svg.line(at, TOP, at, HEIGHT - BOTTOM, "moment");
            svg.text(at + (right ? -5 : 5), TOP + 12 + 15.0 * i, right ? "end" : "start", "tick", mark.label());
        }
        long marked = lines.stream().filter(l -> l.style() != null).count();
        int index = 0;
        for (Line line : lines) {
            double offset = line.style() == null ? 0 : OFFSET * (index++ - (marked - 1) / 2.0);
            draw(svg, line, x, y, offset);
        }
        return svg.done();
    }

    private void draw(Svg svg, Line line, Axis x, Axis y, double offset) {
        for (Point p : line.points()) {
            if (!Double.isNaN(p.low())) {
                double px = x.at(p.x()) + offset;
                svg.line(px, y.at(p.low()), px, y.at(p.high()), "interval " + line.css());
            }
        }
        svg.path(
                line.points().stream()
                        .map(p -> new double[] {x.at(p.x()) + offset, y.at(p.y())})
                        .toList(),
                "line " + line.css());
        if (line.style() != null) {
            line.points().stream()
                    .filter(p -> !Double.isNaN(p.y()))
                    .forEach(p -> svg.mark(x.at(p.x()) + offset, y.at(p.y()), line.style(), line.name()));
        }
    }

    private Axis xAxis() {
        if (!categories.isEmpty()) {
            return new Axis(-0.5, categories.size() - 0.5, LEFT, WIDTH - RIGHT, 1);
        }
        double low = points().mapToDouble(Point::x).min().orElse(0);
        double high = points().mapToDouble(Point::x).max().orElse(1);
        return Axis.within(low, high > low ? high : low + 1, LEFT + 6, WIDTH - RIGHT - 6, X_TICKS);
    }

    private Axis yAxis() {
        if (!Double.isNaN(yLow)) {
            return Axis.within(yLow, yHigh, HEIGHT - BOTTOM, TOP, Y_TICKS);
        }
        double[] values = points().flatMap(p -> Stream.of(p.y(), p.low(), p.high()))
                .filter(Double::isFinite)
                .mapToDouble(Double::doubleValue)
                .sorted()
                .toArray();
        return values.length == 0
                ? Axis.within(0, 1, HEIGHT - BOTTOM, TOP, Y_TICKS)
                : Axis.around(values[0], values[values.length - 1], HEIGHT - BOTTOM, TOP, Y_TICKS);
    }

    private Stream<Point> points() {
        return Stream.concat(lines.stream().flatMap(l -> l.points().stream()), band.stream());
    }
}
