package io.github.dl4jpruning.samples.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.samples.plot.LinePlot;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PictureTest {
    private static final LinePlot PLOT =
            LinePlot.of("Two lines", "hour", 1, "MW").line("truth", 1, 2, 3).line("forecast", 1, 2, 2.5);

    @TempDir
    private Path folder;

    @AfterEach
    void backToFiles() {
        Picture.showOn(null);
        System.clearProperty("dl4jpruning.out");
    }

    @Test
    void withoutAScreenItIsAFile() throws IOException {
        System.setProperty("dl4jpruning.out", folder.toString());

        Picture.show("two-lines", PLOT::write);

        BufferedImage image =
                ImageIO.read(folder.resolve("notebooks/two-lines.png").toFile());
        assertThat(image.getWidth()).isGreaterThan(image.getHeight());
    }

    @Test
    void withAScreenItGoesThereAndLeavesNoFile() throws IOException {
        System.setProperty("dl4jpruning.out", folder.toString());
        List<byte[]> shown = new ArrayList<>();
        Picture.showOn(shown::add);

        Picture.show("two-lines", PLOT::write);

        assertThat(shown).hasSize(1);
        assertThat(ImageIO.read(new ByteArrayInputStream(shown.get(0)))).isNotNull();
        assertThat(folder).isEmptyDirectory();
    }
}
