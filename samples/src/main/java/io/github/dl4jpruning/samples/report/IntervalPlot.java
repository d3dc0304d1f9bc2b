package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Figures;
import io.github.dl4jpruning.samples.statistics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;

/** Relative figures with their intervals under each other, beside a line at zero. */
final class IntervalPlot {
    private static final int WIDTH = 440;
    private static final int LEFT = 112;
    private static final int RIGHT = 64;
    private static final int ROW = 24;
    private static final int TOP = 8;
    private static final int BOTTOM = 42;
    private static final int TICKS = 4;

    private final String title;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String label, ArmStyle style, double value, Interval interval) {}

    IntervalPlot(String title) {
        this.title = title;
    }

    /** A row; the value is a share and shown in percent. */
    IntervalPlot add(String label, ArmStyle style, double value, Interval interval) {
        rows.add(new Row(label, style, value, interval));
        return this;
    }

    Markup draw(String description) {
        int height = TOP + ROW * rows.size() + BOTTOM;
        double[] ends = rows.stream()
                .flatMapToDouble(r -> DoubleStream.of(
                        0, r.value(), r.interval().low(), r.interval().high()))
                .filter(Double::isFinite)
                .map(v -> 100 * v)
                .sorted()
                .toArray();
        Axis x = Axis.around(ends[0], ends[ends.length - 1], LEFT, WIDTH - RIGHT, TICKS);
        Svg svg = new Svg(WIDTH, height, description);
        int bottom = height - BOTTOM;
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), TOP, x.at(tick), bottom, Math.abs(tick) < 1e-9 ? "zero" : "grid");
            svg.text(x.at(tick), bottom + 16, "middle", "tick", x.label(tick));
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, height - 6, "middle", "title", title);
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            double y = TOP + ROW * (i + 0.5);
            svg.text(LEFT - 8, y + 4, "end", "label", row.label());
            if (row.interval().known()) {
                svg.line(
                        x.at(100 * row.interval().low()),
                        y,
                        x.at(100 * row.interval().high()),
                        y,
                        "interval thick " + row.style().css());
            }
            if (Double.isFinite(row.value())) {
                svg.mark(x.at(100 * row.value()), y, row.style(), Figures.change(row.value(), row.interval()));
            }
            svg.text(WIDTH - 4, y + 4, "end", "value", Figures.signedPercent(row.value()));
        }
        return svg.done();
    }
}
