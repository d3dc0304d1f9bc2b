package io.github.dl4jpruning.samples.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NotebookRunnerTest {
    @TempDir
    private Path directory;

    private record Result(int exitCode, String output, String errors) {}

    private Result run(String name) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        int exitCode = new NotebookRunner(stream(output), stream(errors), List.of()).run(directory, name);
        return new Result(exitCode, output.toString(StandardCharsets.UTF_8), errors.toString(StandardCharsets.UTF_8));
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private Result runScript(String... lines) throws IOException {
        Files.writeString(directory.resolve("script.jsh"), String.join("\n", lines));
        return run("script");
    }

    @Test
    void aNotebookPrintsWhatItPrintsAndNothingElse() throws IOException {
        Result result = runScript(
                "// a comment",
                "int a = List.of(1, 2, 3).stream().",
                "    mapToInt(i -> i).sum(); /* and",
                "another */",
                "a + 1",
                "if (a == 6) {",
                "    System.out.println(\"six\");",
                "}",
                "String text = \"\"\"",
                "    /exit",
                "    \"\"\";",
                "System.out.print(text);",
                "/exit",
                "this is not Java");

        assertThat(result.errors()).isEmpty();
        assertThat(result.output()).isEqualToNormalizingNewlines("six\n/exit\n");
        assertThat(result.exitCode()).isZero();
    }

    @Test
    void theSamplesAreOnTheClassPath() throws IOException {
        Result result = runScript(
                "import io.github.dl4jpruning.samples.data.HourlyLoad;",
                "System.out.println(HourlyLoad.ofDays(1, 1).rows());");

        assertThat(result.output()).isEqualToNormalizingNewlines("24\n");
    }

    @Test
    void aSnippetThatThrowsEndsTheNotebookWithItsLineAndCause() throws IOException {
        Result result = runScript(
                "int a = 1;",
                "void fail() { throw new IllegalStateException(\"why\", new RuntimeException(\"deeper\")); }",
                "",
                "fail();",
                "System.out.println(\"not reached\");");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors())
                .startsWith("script.jsh, line 4: java.lang.IllegalStateException: why, caused by")
                .contains("deeper");
    }

    @Test
    void aSnippetThatDoesNotCompileEndsTheNotebookWithItsLine() throws IOException {
        Result result = runScript("int a =", "    \"text\";", "System.out.println(\"not reached\");");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.output()).isEmpty();
        assertThat(result.errors()).startsWith("script.jsh, line 2: incompatible types");
    }

    @Test
    void aSyntaxErrorInTheMiddleDoesNotPass() throws IOException {
        Result result = runScript("int a = ;", "System.out.println(\"not reached\");");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors()).startsWith("script.jsh, line 1: illegal start of expression");
    }

    @Test
    void aChainWithTheDotOnTheNextLineFailsInsteadOfEndingEarly() throws IOException {
        assertThat(runScript("var b = new StringBuilder()", "    .append(1);").exitCode())
                .isEqualTo(1);
    }

    @Test
    void aNotebookThatKillsItsMachineFails() throws IOException {
        Result result = runScript("int a = 1;", "System.exit(0);");

        assertThat(result.exitCode()).isEqualTo(1);
        assertThat(result.errors()).contains("line 2: this snippet ended the virtual machine");
    }

    @Test
    void anUnfinishedSnippetAndAToolCommandAreRefused() throws IOException {
        assertThat(runScript("int a = (1").errors()).contains("line 1: the snippet that starts here does not end");
        assertThat(runScript("int a = 1;", "/vars").errors())
                .contains("line 2: '/vars' is a command of the jshell tool");
        assertThat(run("script").exitCode()).isEqualTo(2);
    }

    @Test
    void anUnknownNameIsAnsweredWithThoseThereAre() throws IOException {
        Files.writeString(directory.resolve("second.jsh"), "");
        Files.writeString(directory.resolve("first.jsh"), "");

        Result result = run("other");

        assertThat(result.exitCode()).isEqualTo(2);
        assertThat(result.errors().strip())
                .isEqualTo("error: there is no notebook 'other'. Choose one of: first, second");
    }
}
