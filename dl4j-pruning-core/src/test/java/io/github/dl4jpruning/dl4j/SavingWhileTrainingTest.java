package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.attentionGraph;
import static io.github.dl4jpruning.dl4j.SmallNetworks.fit;
import static io.github.dl4jpruning.dl4j.SmallNetworks.lstmNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.plan;
import static io.github.dl4jpruning.dl4j.SmallNetworks.series;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;

/** Another thread saves a network while it is trained. */
class SavingWhileTrainingTest {

    @TempDir
    Path folder;

    @Test
    void everyFileResumesAndItsPrunedWeightsAreZero() throws Exception {
        for (Model model : new Model[] {lstmNetwork(), attentionGraph()}) {
            PruningListener listener =
                    PruningListener.of(plan(0.1, 0.8, 1, 100_000)).attachTo(model);
            AtomicBoolean stop = new AtomicBoolean();
            DataSet batch = series(1);
            Thread training = new Thread(() -> {
                while (!stop.get()) {
                    fit(model, batch);
                }
            });
            training.start();
            try {
                for (int saves = 0; saves < 20 || listener.pruner().step() < 20; saves++) {
                    Path file = folder.resolve("model.zip");
                    ModelFiles.save(model, file);
                    Model loaded = ModelFiles.load(file);
                    PruningListener resumed = PruningListener.resume().attachTo(loaded);
                    assertThat(resumed.pruner().step())
                            .isEqualTo(NetworkModel.of(loaded).iteration());
                    resumed.pruner().afterUpdate(); // looks for pruned weights that are not zero
                    assertThat(resumed.pruner().zeroedAgain()).isZero();
                }
            } finally {
                stop.set(true);
                training.join();
            }
        }
    }

    @Test
    void withoutAListenerAFileThatMayBeTornIsNotWrittenAndTheReasonTold() throws Exception {
        MultiLayerNetwork net = lstmNetwork();
        Path file = Files.writeString(folder.resolve("model.zip"), "older");

        assertThatThrownBy(() -> PruningListener.betweenUpdates(net, () -> net.fit(series(1))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it was trained in the meantime, from iteration 0 to 1")
                .hasMessageContaining("save it from a listener, or after fit has returned");

        assertThat(file).hasContent("older");
        ModelFiles.save(net, file);
        assertThat(ModelFiles.loadMultiLayerNetwork(file).getIterationCount()).isEqualTo(1);
    }
}
