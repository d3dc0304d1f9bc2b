package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Figures;
import java.util.Map;

/** Shares from 0 to 100% as horizontal bars. */
final class BarChart {
    private static final int WIDTH = 360;
    private static final int LEFT = 112;
    private static final int RIGHT = 52;
    private static final int ROW = 22;
    private static final int TOP = 6;
    private static final int BOTTOM = 42;
    private static final int TICKS = 4;
    private static final int LONGEST = 16;

    private BarChart() {}

    static Markup draw(Map<String, Double> shares, String title, ArmStyle style, String description) {
        int height = TOP + ROW * shares.size() + BOTTOM;
        int bottom = height - BOTTOM;
        Axis x = Axis.within(0, 100, LEFT, WIDTH - RIGHT, TICKS);
        Svg svg = new Svg(WIDTH, height, description);
        for (double tick : x.ticks()) {
            svg.line(x.at(tick), TOP, x.at(tick), bottom, "grid");
            svg.text(x.at(tick), bottom + 16, "middle", "tick", x.label(tick));
        }
        svg.text((LEFT + WIDTH - RIGHT) / 2.0, height - 6, "middle", "title", title);
        int i = 0;
        for (Map.Entry<String, Double> share : shares.entrySet()) {
            double y = TOP + ROW * i++;
            String name = share.getKey();
            svg.text(
                    LEFT - 8,
                    y + ROW / 2.0 + 4,
                    "end",
                    "label",
                    name.length() > LONGEST ? "…" + name.substring(name.length() - LONGEST + 1) : name);
            if (Double.isFinite(share.getValue())) {
                svg.rect(LEFT, y + 4, x.at(100 * share.getValue()) - LEFT, ROW - 8.0, "bar " + style.css());
            }
            svg.text(WIDTH - 4, y + ROW / 2.0 + 4, "end", "value", Figures.percent(share.getValue()));
        }
        return svg.done();
    }
}
