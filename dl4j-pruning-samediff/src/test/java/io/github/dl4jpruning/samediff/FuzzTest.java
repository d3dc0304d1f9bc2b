package io.github.dl4jpruning.samediff;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A few hundred files of {@link FuzzGraphFiles}. */
class FuzzTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"samediff, 500", "patchtst, 100"})
    void damagedFilesEndInAnIOExceptionOrAreRead(String kind, int count) throws Exception {
        long seed = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        FuzzGraphFiles.class.getName(),
                        kind,
                        String.valueOf(count),
                        String.valueOf(seed),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("OMP_NUM_THREADS", "1");
        Process child = builder.start();
        List<String> lines;
        try (BufferedReader out = child.inputReader()) {
            lines = out.lines().toList();
        }

        assertThat(child.waitFor()).as("seed %d: %s", seed, lines).isZero();
        assertThat(lines)
                .anyMatch(line ->
                        line.startsWith("fuzzed " + count + " " + kind + " files") && line.contains("refused="));
    }
}
