package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.TestNetworks.EPOCH;
import static io.github.dl4jpruning.dl4j.TestNetworks.base;
import static io.github.dl4jpruning.dl4j.TestNetworks.batches;
import static io.github.dl4jpruning.dl4j.TestNetworks.fit;
import static io.github.dl4jpruning.dl4j.TestNetworks.iterator;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.learning.config.Adam;

/** What a criterion or a search must remember travels in the model's own file. */
class NotesTest {

    private static final String TEXT = "{\"epoch\": 3, \"quoted\": \"\\\"ü\\n\"}";

    @TempDir
    Path folder;

    private static Model network(boolean graph) {
        return graph ? TestNetworks.graph(base(new Adam(0.01))) : TestNetworks.sequential(base(new Adam(0.01)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void notesAreInTheFileOfTheNetworkAndAreReadBack(boolean graph) throws Exception {
        Model net = network(graph);
        PruningListener listener = PruningListener.of(TestNetworks.planInIterations());
        listener.attachTo(net);
        listener.pruner().putNote("search", TEXT);
        listener.pruner().putNote("criterion", "");
        fit(net, iterator(batches(EPOCH)), 1);
        Path file = folder.resolve("model.zip");
        ModelSerializer.writeModel(net, file.toFile(), true);

        PruningListener resumed = PruningListener.resume().attachTo(ModelFiles.load(file));

        assertThat(resumed.pruner().notes()).isEqualTo(Map.of("search", TEXT, "criterion", ""));
        assertThat(resumed.pruner().note("search")).contains(TEXT);
        assertThat(resumed.pruner().note("other")).isEmpty();
    }

    @Test
    void onlyTheFirstLayerThatIsPrunedCarriesThem() {
        MultiLayerNetwork net = (MultiLayerNetwork) network(false);
        PruningListener listener = PruningListener.of(TestNetworks.planInIterations());
        listener.attachTo(net);
        listener.pruner().putNote("search", TEXT);
        fit(net, iterator(batches(EPOCH)), 1);

        String json = net.getLayerWiseConfigurations().toJson();

        assertThat(json.split("\"notes\"", -1)).hasSize(2);
    }

    @Test
    void aNetworkWithoutNotesHasNoneInItsFile() {
        MultiLayerNetwork net = (MultiLayerNetwork) network(false);
        net.addListeners(PruningListener.of(TestNetworks.planInIterations()));
        fit(net, iterator(batches(EPOCH)), 1);

        assertThat(net.getLayerWiseConfigurations().toJson()).doesNotContain("\"notes\"");
    }

    @Test
    void aNewPlanOverOldMasksBeginsWithoutNotes() {
        MultiLayerNetwork net = (MultiLayerNetwork) network(false);
        PruningListener listener = PruningListener.of(TestNetworks.planInIterations());
        listener.attachTo(net);
        listener.pruner().putNote("search", TEXT);
        fit(net, iterator(batches(EPOCH)), 1);
        net.setListeners();

        PruningListener anew =
                PruningListener.restart(TestNetworks.planInIterations()).attachTo(net);

        assertThat(anew.pruner().notes()).isEmpty();
    }

    @Test
    void aNoteWithoutKeyOrTextIsRefused() {
        PruningListener listener =
                PruningListener.of(TestNetworks.planInIterations()).attachTo(network(false));

        assertThatThrownBy(() -> listener.pruner().putNote(" ", "text"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("needs a name");
        assertThatThrownBy(() -> listener.pruner().putNote("search", null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'search' is null");
    }
}
