package io.github.dl4jpruning.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DL4J writes and reads names in the default charset, as Java 17 on Windows has one that is not UTF-8. */
class CharsetTest {

    @TempDir
    Path folder;

    @Test
    void namesComeBackInAnyCharsetFromOurFilesAndFromDl4js() throws Exception {
        Process child = ChildJvm.start(
                ChildJvm.classPath(), CharsetProgram.class, Map.of("file.encoding", "ISO-8859-1"), folder.toString());
        List<String> lines;
        try (BufferedReader out = child.inputReader();
                Stream<String> all = out.lines()) {
            lines = all.filter(line -> line.matches("(charset|ours|theirs) .*")).toList();
        }
        assertThat(child.waitFor()).isZero();

        assertThat(lines)
                .containsExactly(
                        "charset ISO-8859-1",
                        "ours ours.zip true",
                        "theirs ours.zip true",
                        "ours theirs.zip true",
                        "theirs theirs.zip true",
                        "ours plain.zip true",
                        "theirs plain.zip true");
        for (String file :
                new String[] {"ours.zip", "theirs.zip", "plain.zip"}) { // in UTF-8, where DL4J misreads its own
            MultiLayerNetwork read = ModelFiles.loadMultiLayerNetwork(folder.resolve(file));
            assertThat(read.getLayer(0).conf().getLayer().getLayerName()).isEqualTo(CharsetProgram.NAME);
        }
        assertThat(PruningListener.resume()
                        .attachTo(ModelFiles.load(folder.resolve("ours.zip")))
                        .pruner()
                        .masks()
                        .prunedCount())
                .isPositive();
    }
}
