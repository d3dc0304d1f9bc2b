package io.github.dl4jpruning.samples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputFileTest {
    @TempDir
    private Path directory;

    @Test
    void whenWritingFailsTheOlderFileIsWholeAndNothingIsLeftBehind() throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "older");

        assertThatThrownBy(() -> OutputFile.write(file, path -> {
                    Files.writeString(path, "half");
                    throw new IOException("disk full");
                }))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("disk full");

        assertThat(file).hasContent("older");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).containsExactly(file);
        }
    }

    @Test
    void missingDirectoriesAreMade() {
        Path file = directory.resolve("a/b/file");

        OutputFile.write(file, path -> Files.writeString(path, "text"));

        assertThat(file).hasContent("text");
    }
}
