package io.github.dl4jpruning.dl4j;

import static io.github.dl4jpruning.dl4j.SmallNetworks.denseNetwork;
import static io.github.dl4jpruning.dl4j.SmallNetworks.fit;
import static io.github.dl4jpruning.dl4j.SmallNetworks.plan;
import static io.github.dl4jpruning.dl4j.SmallNetworks.rows;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** This library in a class loader below DL4J's, and the context class loader of the thread above it, as in plugins. */
class ChildLoaderTest {

    @TempDir
    Path folder;

    @Test
    void aPrunedFileIsReadThere() throws Exception {
        MultiLayerNetwork net = denseNetwork();
        PruningListener.of(plan()).attachTo(net);
        fit(net, rows(1));
        Path file = folder.resolve("model.zip");
        ModelFiles.save(net, file);
        List<String> arguments = new ArrayList<>(List.of(file.toString()));
        for (Path entry : ChildJvm.classPath()) { // of all modules of this library
            if (ChildJvm.holdsThisLibrary(entry) || entry.toString().contains("dl4j-pruning-runtime")) {
                arguments.add(entry.toString());
            }
        }

        Process child = ChildJvm.start(
                ChildJvm.classPathWithoutThisLibrary(folder, ChildLoaderProgram.class),
                ChildLoaderProgram.class,
                arguments.toArray(String[]::new));
        List<String> lines;
        try (BufferedReader out = child.inputReader()) {
            lines = out.lines().filter(line -> line.startsWith("loaded ")).toList();
        }

        assertThat(child.waitFor()).isZero();
        assertThat(lines).containsExactly("loaded " + PruningMask.class.getName() + " true true");
    }
}
