package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.fit;
import static io.github.dl4jpruning.dl4j.SmallNetworks.graph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstm;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstmNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.output;
import static io.github.dl4jpruning.dl4j.SmallNetworks.plan;
import static io.github.dl4jpruning.dl4j.SmallNetworks.series;
import static io.github.dl4jpruning.dl4j.SmallNetworks.settings;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.report.SizeReport;
import java.nio.file.Files;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sizes that an export tells are those of the files that a user gets. */
class SizesAgreeTest {

    @TempDir
    Path folder;

    @Test
    void toTheByte() throws Exception {
        Model[] models = {
            lstmNetwork(),
            graph(settings()
                    .graphBuilder()
                    .addInputs("in")
                    .addLayer(
                            "lstm",
                            new LastTimeStep(lstm(SmallNetworks.FEATURES, SmallNetworks.UNITS)
                                    .build()),
                            "in")
                    .addLayer("out", output(SmallNetworks.UNITS).build(), "lstm")
                    .setOutputs("out")
                    .build())
        };
        for (Model model : models) {
            PruningListener.of(plan()).attachTo(model);
            for (int i = 0; i < 4; i++) {
                fit(model, series(i));
            }
            Path saved = folder.resolve("saved.zip");
            Path stripped = folder.resolve("stripped.zip");
            Path exported = folder.resolve("model.dlp");
            ModelFiles.save(model, saved);
            ModelFiles.strip(saved, stripped);

            SizeReport sizes = ModelExport.of(model).write(exported);

            assertThat(sizes.zip()).isEqualTo(Files.size(saved));
            assertThat(sizes.stripped()).isEqualTo(Files.size(stripped));
            assertThat(sizes.file()).isEqualTo(Files.size(exported));
            assertThat(sizes.stripped()).isLessThan(sizes.zip());
            assertThat(ZipFiles.entries(stripped)).containsOnlyKeys("configuration.json", "coefficients.bin");
        }
    }
}
