package io.github.dl4jpruning.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Messages name arguments; only the command line knows its options. */
class MessagesTest {
    private static final Pattern OPTION = Pattern.compile("\"[^\"]*--[a-z][^\"]*\"");

    @Test
    void noClassOutsideTheCommandLineSpeaksOfItsOptions() throws IOException {
        Path sources = Path.of("src/main/java/io/github/dl4jpruning/samples");
        try (Stream<Path> files = Files.walk(sources)) {
            List<String> found = files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.startsWith(sources.resolve("cli")))
                    .filter(file -> !file.endsWith("NotebookRunner.java")) // gives options to the compiler
                    .flatMap(MessagesTest::linesWithOptions)
                    .toList();
            assertThat(found).isEmpty();
        }
    }

    private static Stream<String> linesWithOptions(Path file) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> OPTION.matcher(line).find())
                    .map(line -> file.getFileName() + ": " + line.strip());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anArgumentIsCalledByItsNameOrAsWhoeverCatchesTheErrorCallsIt() {
        InputException error = new InputException("{{decimalComma}} and {{length}}: $1 {{ }} '{x}'");
        assertThat(error).hasMessage("decimalComma and length: $1 {{ }} '{x}'");
        assertThat(error.message(name -> "--" + name)).isEqualTo("--decimalComma and --length: $1 {{ }} '{x}'");
        assertThat(error.at("line 3: "))
                .hasMessage("line 3: decimalComma and length: $1 {{ }} '{x}'")
                .hasCause(error);
    }

    @Test
    void textOfFilesIsShownWithoutControlCharactersAndCut() {
        assertThat(Texts.shown("a\u001b[31m\u0000\u202E\tb")).isEqualTo("a\\u001b[31m\\u0000\\u202e\\u0009b");
        assertThat(Texts.shown("x".repeat(500))).hasSize(83).endsWith("...");
        assertThat(Texts.trimmed("\u00A0 load\u00A0[kW]\n ")).isEqualTo("load [kW]");
        assertThat(Texts.trimmed("größe")).isEqualTo("größe");
    }

    @Test
    void theReasonIsToldWhereJavaGivesTheNameOfAFileAlone() {
        assertThat(Reasons.of(new java.nio.file.AccessDeniedException("/x"))).contains("not allowed");
        assertThat(Reasons.of(new java.nio.file.NoSuchFileException("/x"))).contains("no such file");
        assertThat(Reasons.of(new java.nio.file.FileSystemException("/x", null, "No space left on device")))
                .isEqualTo("No space left on device");
        assertThat(Reasons.of(new IOException())).isEqualTo("IO");
    }
}
