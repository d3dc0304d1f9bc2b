package io.github.dl4jpruning.samples.report;

import io.github.dl4jpruning.samples.analysis.Comparison;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Average ranks on a line, bars over arms that are not told apart (Demsar, JMLR 7, 2006). */
final class CriticalDifferencePlot {
    private static final int WIDTH = 440;
    private static final int LEFT = 118;
    private static final int AXIS = 48;
    private static final int ROW = 20;
    private static final int GROUP = 8;

    private CriticalDifferencePlot() {}

    static Markup draw(Comparison comparison) {
        List<Double> ranks = comparison.friedman().averageRanks();
        int arms = ranks.size();
        List<Integer> order = IntStream.range(0, arms)
                .boxed()
                .sorted(Comparator.comparing(ranks::get))
                .toList();
        List<List<Integer>> groups = comparison.criticalDifference().groups(ranks);
        int half = (arms + 1) / 2;
        int below = AXIS + 14 + GROUP * groups.size();
        int height = below + ROW * half + 6;
        double to = WIDTH - LEFT;
        Axis x = new Axis(1, arms, LEFT, to, 1);
        Svg svg = new Svg(WIDTH, height, "Critical difference diagram, " + comparison.scope());

        double difference = comparison.criticalDifference().value();
        double bar = Math.min(to, x.at(1 + difference));
        svg.line(LEFT, 16, bar, 16, "axis").line(LEFT, 12, LEFT, 20, "axis").line(bar, 12, bar, 20, "axis");
        svg.text(bar + 6, 20, "start", "tick", String.format(Locale.ROOT, "critical difference %.2f", difference));

        svg.line(LEFT, AXIS, to, AXIS, "axis");
        for (int rank = 1; rank <= arms; rank++) {
            svg.line(x.at(rank), AXIS - 5, x.at(rank), AXIS, "axis");
            svg.text(x.at(rank), AXIS - 8, "middle", "tick", Integer.toString(rank));
        }
        for (int place = 0; place < arms; place++) {
            int index = order.get(place);
            boolean left = place < half;
            double y = below + ROW * ((left ? place : arms - 1 - place) + 0.5);
            double at = x.at(ranks.get(index));
            double end = left ? LEFT - 14 : to + 14;
            ArmStyle style = ArmStyle.of(comparison.arms().get(index));
            svg.path(
                    List.of(new double[] {at, AXIS}, new double[] {at, y}, new double[] {end, y}),
                    "leader " + style.css());
            svg.mark(at, AXIS, style, "");
            String name = comparison.arms().get(index);
            String rank = String.format(Locale.ROOT, "%.2f", ranks.get(index));
            svg.text(
                    left ? end - 4 : end + 4,
                    y + 4,
                    left ? "end" : "start",
                    "label",
                    left ? name + " " + rank : rank + " " + name);
        }
        for (int g = 0; g < groups.size(); g++) {
            List<Integer> group = groups.get(g);
            double y = AXIS + 11 + GROUP * g;
            svg.line(
                    x.at(ranks.get(group.get(0))) - 4, y, x.at(ranks.get(group.get(group.size() - 1))) + 4, y, "group");
        }
        return svg.done();
    }
}
