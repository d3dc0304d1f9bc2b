package io.github.dl4jpruning.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class TemporaryFileTest {

    @Test
    void filesOfDeadProcessesAreDeletedAndThoseOfTheLivingLeft() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .start();
        process.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        process.waitFor();
        Path folder = Path.of(System.getProperty("java.io.tmpdir"));
        Path dead = Files.writeString(folder.resolve("dl4j-pruning-test-p" + process.pid() + "-1.zip"), "");
        Path other = Files.writeString(folder.resolve("dl4j-pruning-test-without-number.zip"), "");
        Path first = TemporaryFile.create("test", ".zip");
        Path second = TemporaryFile.create("test", ".zip");
        try {
            assertThat(dead).doesNotExist();
            assertThat(first).exists().isNotEqualTo(second);
            assertThat(other).exists();
        } finally {
            Files.delete(first);
            Files.delete(second);
            Files.delete(other);
        }
    }
}
