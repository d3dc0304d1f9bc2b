package io.github.dl4jpruning.samples.plot;

import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;

/** Lines over a common axis that counts, such as hours or epochs: the first one in dark grey, the others in colours. */
public final class LinePlot {
    /** Told apart by the colour-blind, too (Okabe and Ito). */
    private static final List<Color> COLORS = List.of(
            Plots.TRUTH,
            new Color(0x00, 0x9E, 0x73),
            new Color(0xE6, 0x9F, 0x00),
            new Color(0x00, 0x72, 0xB2),
            new Color(0xCC, 0x79, 0xA7));

    private final XYChart chart;
    private final int first;
    private int lines;

    private LinePlot(XYChart chart, int first) {
        this.chart = chart;
        this.first = first;
    }

    /**
     * A plot without lines.
     *
     * @param x what is counted
     * @param first the number of the first value of every line
     * @param y what the values are, with their unit
     */
    public static LinePlot of(String title, String x, int first, String y) {
        return new LinePlot(Plots.chart(title, x, y), first);
    }

    /** Adds a line, at most five. */
    public LinePlot line(String name, double... values) {
        double[] axis =
                IntStream.range(first, first + values.length).asDoubleStream().toArray();
        Plots.style(chart.addSeries(name, axis, values), COLORS.get(lines++), Plots.SOLID);
        return this;
    }

    /** Writes the plot as PNG. */
    public void write(Path file) {
        Plots.write(chart, file);
    }
}
