package io.github.dl4jpruning.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few hundred files of {@link FuzzModelFiles}. */
class FuzzTest {

    @TempDir
    Path folder;

    @Test
    void damagedFilesEndInAnIOExceptionOrAreRead() throws Exception {
        long seed = System.nanoTime();
        Process child = ChildJvm.start(
                ChildJvm.classPath(), FuzzModelFiles.class, "300", String.valueOf(seed), folder.toString());
        List<String> lines;
        try (BufferedReader out = child.inputReader()) {
            lines = out.lines().toList();
        }

        assertThat(child.waitFor()).as("seed %d: %s", seed, lines).isZero();
        assertThat(lines).anyMatch(line -> line.startsWith("fuzzed 300 DL4J zip files") && line.contains("refused="));
    }
}
