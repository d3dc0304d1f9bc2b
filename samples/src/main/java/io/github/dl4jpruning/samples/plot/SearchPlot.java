package io.github.dl4jpruning.samples.plot;

import io.github.dl4jpruning.search.SearchTable;
import java.awt.Color;
import java.nio.file.Path;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.YAxisPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Validation error, sparsity and the chosen epoch of a search for the sparsity. */
public final class SearchPlot {
    private static final Color ERROR = new Color(0x00, 0x72, 0xB2);
    private static final Color CHOSEN = new Color(0xD5, 0x5E, 0x00);

    private SearchPlot() {}

    /**
     * Writes the plot. Epochs whose error is not a finite number have no point on the line of the errors.
     *
     * @param file PNG to write
     * @param table of at least one epoch
     * @param unit of the error, for the axis; may be empty
     */
    public static void write(Path file, SearchTable table, String unit) {
        if (table.rows().isEmpty()) {
            throw new IllegalArgumentException("the table of the search has no rows, so there is nothing to plot");
        }
        String error = table.lowerIsBetter() ? "validation error" : "validation score";
        XYChart chart =
                Plots.chart("Search for the sparsity", "epoch", error + (unit.isEmpty() ? "" : " [" + unit + "]"));
        List<SearchTable.Row> finite = table.rows().stream()
                .filter(row -> Double.isFinite(row.error()))
                .toList();
        if (!finite.isEmpty()) {
            Plots.style(
                    chart.addSeries(
                            error,
                            finite.stream().map(SearchTable.Row::epoch).toList(),
                            finite.stream().map(SearchTable.Row::error).toList()),
                    ERROR,
                    Plots.SOLID);
        }
        table.chosen().ifPresent(row -> {
            XYSeries chosen = chart.addSeries("chosen epoch", List.of(row.epoch()), List.of(row.error()));
            chosen.setMarker(SeriesMarkers.CIRCLE);
            chosen.setMarkerColor(CHOSEN);
            chosen.setLineColor(CHOSEN);
        });
        XYSeries sparsity = chart.addSeries(
                "sparsity (right)",
                table.rows().stream().map(SearchTable.Row::epoch).toList(),
                table.rows().stream().map(SearchTable.Row::sparsity).toList());
        Plots.style(sparsity, Plots.REFERENCE, Plots.DASHED);
        sparsity.setYAxisGroup(1);
        chart.setYAxisGroupTitle(1, "sparsity");
        chart.getStyler().setYAxisGroupPosition(1, YAxisPosition.Right);
        chart.getStyler().setYAxisMin(1, 0.0);
        chart.getStyler().setYAxisMax(1, 1.0);
        Plots.write(chart, file);
    }
}
