package io.github.dl4jpruning.samples.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The notebooks are run by {@code .ci/run}; here only what needs no training. */
class NotebooksTest {
    private static final Path FOLDER = Path.of("notebooks");

    static List<Path> notebooks() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".jsh"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void thereAreNotebooks() throws IOException {
        assertThat(notebooks()).hasSizeGreaterThanOrEqualTo(5);
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void fallsIntoWholeSnippets(Path notebook) throws IOException {
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            assertThat(Notebook.parse(name(notebook), Files.readString(notebook), shell.sourceCodeAnalysis())
                            .snippets())
                    .hasSizeGreaterThan(10);
        }
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void beginsWithATitleAndSaysHowToRunIt(Path notebook) throws IOException {
        List<String> lines = Files.readAllLines(notebook);

        assertThat(lines.get(0)).matches("// [A-Z].*[^.]");
        assertThat(lines.get(1)).isEqualTo("//");
        assertThat(String.join(" ", lines.subList(2, lines.indexOf(""))))
                .contains("Run it: samples/notebook " + name(notebook));
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void endsInExitSoThatTheJshellToolEndsToo(Path notebook) throws IOException {
        assertThat(Files.readString(notebook)).endsWith("\n\n/exit\n");
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void isCheckedByWhatItThrows(Path notebook) throws IOException {
        assertThat(Files.readString(notebook)).contains("throw new IllegalStateException(");
    }

    @ParameterizedTest
    @MethodSource("notebooks")
    void isInTheTableOfTheReadme(Path notebook) throws IOException {
        assertThat(Files.readString(Path.of("README.md")))
                .contains("| [" + name(notebook) + "](notebooks/" + name(notebook) + ".jsh) |");
    }

    private static String name(Path notebook) {
        return notebook.getFileName().toString().replaceFirst("\\.jsh$", "");
    }
}
