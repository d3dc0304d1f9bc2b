package io.github.dl4jpruning.samples.plot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.engine.PruningUpdate;
import io.github.dl4jpruning.report.PruningHistory;
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

    private static long pixels(BufferedImage image, Color color) {
        return java.util.Arrays.stream(
                        image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth()))
                .filter(rgb -> rgb == color.getRGB())
                .count();
    }
}
