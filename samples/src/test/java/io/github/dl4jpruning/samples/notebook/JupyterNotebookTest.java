package io.github.dl4jpruning.samples.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class JupyterNotebookTest {
    private static final String SCRIPT = """
            // A title
            //
            // What it is about.

            import java.time.Year;

            // A snippet with a blank line in it.
            int twice(int x) {

                return 2 * x; // a comment that stays
            }

            var four = twice(2);

            /exit
            """;

    static Stream<Path> jupyterNotebooks() throws IOException {
        return Files.list(Path.of("notebooks"))
                .filter(file -> file.toString().endsWith(".ipynb"))
                .sorted();
    }

    @Test
    void commentsBecomeTextAndParagraphsBecomeCells() throws IOException {
        assertThat(cells(JupyterNotebook.of(SCRIPT)))
                .containsExactly(
                        "markdown: # A title\n\nWhat it is about.",
                        "code: import java.time.Year;",
                        "markdown: A snippet with a blank line in it.",
                        "code: int twice(int x) {\n\n    return 2 * x; // a comment that stays\n}",
                        "code: var four = twice(2);");
    }

    @ParameterizedTest
    @MethodSource("jupyterNotebooks")
    void theOneInTheRepositoryIsOfItsScript(Path file) throws IOException {
        Path script = Path.of(file.toString().replaceFirst("\\.ipynb$", ".jsh"));

        assertThat(cells(Files.readString(file)))
                .as("make it again with samples/jupyter")
                .isEqualTo(cells(JupyterNotebook.of(Files.readString(script))));
    }

    @ParameterizedTest
    @MethodSource("jupyterNotebooks")
    void theOneInTheRepositoryIsSmallAndNamesNoFolderOfTheMachineItWasMadeOn(Path file) throws IOException {
        assertThat(file).content().doesNotContain("/tmp/", "/home/", "/work/", "/root/");
        assertThat(Files.size(file)).isLessThan(500_000);
    }

    private static List<String> cells(String notebook) throws IOException {
        List<String> cells = new ArrayList<>();
        for (JsonNode cell : new ObjectMapper().readTree(notebook).get("cells")) {
            StringBuilder text = new StringBuilder();
            if (cell.get("source").isTextual()) {
                text.append(cell.get("source").asText());
            }
            cell.get("source").forEach(line -> text.append(line.asText()));
            cells.add(cell.get("cell_type").asText() + ": " + text);
        }
        return cells;
    }
}
