package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.attentionGraph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.denseNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.fit;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstmNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.network;
import static io.github.dl4jpruning.dl4j.SmallNetworks.output;
import static io.github.dl4jpruning.dl4j.SmallNetworks.plan;
import static io.github.dl4jpruning.dl4j.SmallNetworks.rows;
import static io.github.dl4jpruning.dl4j.SmallNetworks.series;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.learning.config.Sgd;

class LostUpdaterStateTest {

    private static final String TOLD = "its optimizer has no state";

    @TempDir
    Path folder;

    private Model trained(Model model) {
        PruningListener.of(plan()).attachTo(model);
        for (int i = 0; i < 3; i++) {
            fit(
                    model,
                    model.numParams() == denseNetwork().numParams() || model.numParams() == 10 ? rows(i) : series(i));
        }
        return model;
    }

    @Test
    void aNetworkThatIsResumedWithoutItIsToldOfInTheReport() throws Exception {
        for (Model model : new Model[] {lstmNetwork(), attentionGraph()}) {
            Path file = folder.resolve("model.zip");
            ModelSerializer.writeModel(trained(model), file.toFile(), false);

            String report = PruningListener.resume()
                    .attachTo(ModelFiles.load(file))
                    .report()
                    .toText();

            assertThat(report).contains("warning: ").contains(TOLD).contains("to resume to the last bit");
            ModelFiles.save(model, file);
            PruningListener whole = PruningListener.resume().attachTo(ModelFiles.load(file));
            assertThat(whole.report().warnings()).isEmpty();
            assertThat(whole.report().toText()).doesNotContain("warning");
        }
    }

    @Test
    void itIsAWarningInTheLogAndInTheJson() throws Exception {
        Path file = folder.resolve("model.zip");
        ModelSerializer.writeModel(trained(denseNetwork()), file.toFile(), false);
        Model model = ModelFiles.load(file);

        assertThat(Warnings.during(() -> PruningListener.resume().attachTo(model)))
                .anyMatch(warning -> warning.contains(TOLD));

        assertThat(PruningListener.resume()
                        .attachTo(ModelFiles.load(file))
                        .report()
                        .toJson())
                .contains("\"warnings\"")
                .contains(TOLD);
    }

    @Test
    void anUpdaterThatKeepsNoStateAndANetworkThatBeginsAreNotToldOf() throws Exception {
        MultiLayerNetwork plain = network(
                new NeuralNetConfiguration.Builder().seed(7).updater(new Sgd(0.01)),
                output(SmallNetworks.FEATURES).build());
        Path file = folder.resolve("model.zip");
        ModelSerializer.writeModel(trained(plain), file.toFile(), false);

        assertThat(PruningListener.resume()
                        .attachTo(ModelFiles.load(file))
                        .report()
                        .warnings())
                .isEmpty();
        assertThat(PruningListener.of(plan()).attachTo(lstmNetwork()).report().warnings())
                .isEmpty();
    }
}
