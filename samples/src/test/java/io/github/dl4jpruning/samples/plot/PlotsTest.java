package io.github.dl4jpruning.samples.plot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningUpdate;
import io.github.dl4jpruning.report.PruningHistory;
import io.github.dl4jpruning.search.SearchRule;
import io.github.dl4jpruning.search.SearchTable;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlotsTest {
    @TempDir
    private Path directory;

    @Test
    void theSparsityPlotIsAPngThatShowsItsCurve() throws IOException {
        PruningHistory history = new PruningHistory(List.of(
                new PruningUpdate(10, 1, 0.3, 30, 100, 30, 0.1, 0, 5),
                new PruningUpdate(20, 2, 0.7, 70, 100, 40, 0.2, 0, 5)));
        Path file = directory.resolve("new/sparsity.png");

        SparsityPlot.write(file, history, 0, 30);

        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(image.getWidth()).isEqualTo(1200);
        assertThat(image.getHeight()).isEqualTo(600);
        assertThat(pixels(image, new Color(0x00, 0x9E, 0x73))).isGreaterThan(200);
    }

    @Test
    void theSearchPlotShowsErrorsSparsityAndTheChosenEpoch() throws IOException {
        SearchTable table = SearchTable.of(SearchRule.leastError())
                .add(0, 0.3)
                .add(0.5, 0.2)
                .add(0.8, Double.NaN)
                .add(0.95, 0.4);
        Path file = directory.resolve("search.png");

        SearchPlot.write(file, table, "degrees");

        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(pixels(image, new Color(0x00, 0x72, 0xB2))).isGreaterThan(200);
        assertThat(pixels(image, Plots.REFERENCE)).isGreaterThan(200);
        assertThat(pixels(image, new Color(0xD5, 0x5E, 0x00))).isGreaterThan(20);
    }

    @Test
    void aSearchWithoutAnyFiniteErrorIsPlottedAndOneWithoutEpochsIsRefused() throws IOException {
        Path file = directory.resolve("search.png");

        SearchPlot.write(
                file,
                SearchTable.of(SearchRule.leastError()).add(0.5, Double.NaN).add(0.6, 1 / 0.0),
                "");

        BufferedImage image = ImageIO.read(file.toFile());
        assertThat(pixels(image, new Color(0x00, 0x72, 0xB2))).isZero();
        assertThat(pixels(image, Plots.REFERENCE)).isGreaterThan(200);
        assertThatThrownBy(() -> SearchPlot.write(file, SearchTable.of(SearchRule.leastError()), ""))
                .hasMessageContaining("nothing to plot");
    }

    private static long pixels(BufferedImage image, Color color) {
        return java.util.Arrays.stream(
                        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .filter(rgb -> rgb == color.getRGB())
                .count();
    }
}
