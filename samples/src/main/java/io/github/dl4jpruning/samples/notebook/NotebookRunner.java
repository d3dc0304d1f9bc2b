package io.github.dl4jpruning.samples.notebook;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.notebook.Notebook.Snippet;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;

/**
 * Runs a notebook in JShell and stops at the first snippet that does not compile or throws. The {@code jshell} tool
 * would go on and exit with 0.
 */
public final class NotebookRunner {
    /** What the {@code jshell} tool imports by itself. */
    public static final List<String> DEFAULT_IMPORTS = List.of(
            "java.io.*",
            "java.math.*",
            "java.net.*",
            "java.nio.file.*",
            "java.util.*",
            "java.util.concurrent.*",
            "java.util.function.*",
            "java.util.prefs.*",
            "java.util.regex.*",
            "java.util.stream.*");

    private final PrintStream output;
    private final PrintStream errors;
    private final List<String> machineOptions;

    /**
     * A runner.
     *
     * @param output where the notebook prints
     * @param errors where failures are told
     * @param machineOptions for the virtual machine the snippets run in
     */
    NotebookRunner(PrintStream output, PrintStream errors, List<String> machineOptions) {
        this.output = output;
        this.errors = errors;
        this.machineOptions = List.copyOf(machineOptions);
    }

    /**
     * Runs {@code samples/notebooks/NAME.jsh} and exits: 0 if every snippet ran, 1 if one failed, 2 if there is no such
     * notebook.
     *
     * @param arguments directory of the notebooks, name, then options for the virtual machine of the snippets
     */
    public static void main(String[] arguments) throws IOException {
        List<String> options = List.of(arguments).subList(2, arguments.length);
        System.exit(new NotebookRunner(System.out, System.err, options).run(Path.of(arguments[0]), arguments[1]));
    }

    /** Runs a notebook of a directory; the result is an exit code. */
    int run(Path directory, String name) throws IOException {
        try {
            return run(find(directory, name));
        } catch (InputException e) {
            errors.println("error: " + e.getMessage());
            return 2;
        }
    }

    private static Path find(Path directory, String name) throws IOException {
        String file = name.endsWith(".jsh") ? name : name + ".jsh";
        try (Stream<Path> entries = Files.list(directory)) {
            List<Path> notebooks =
                    entries.filter(p -> p.toString().endsWith(".jsh")).sorted().toList();
            return notebooks.stream()
                    .filter(p -> p.getFileName().toString().equals(file))
                    .findFirst()
                    .orElseThrow(() -> new InputException("there is no notebook '" + name + "'. Choose one of: "
                            + notebooks.stream()
                                    .map(p -> p.getFileName().toString().replaceFirst("\\.jsh$", ""))
                                    .collect(Collectors.joining(", "))));
        }
    }

    private int run(Path file) throws IOException {
        AtomicBoolean ended = new AtomicBoolean();
        try (JShell shell = shell()) {
            shell.onShutdown(s -> ended.set(true));
            for (String imported : DEFAULT_IMPORTS) {
                shell.eval("import " + imported + ";");
            }
            String name = file.getFileName().toString();
            Notebook notebook = Notebook.parse(name, Files.readString(file), shell.sourceCodeAnalysis());
            for (Snippet snippet : notebook.snippets()) {
                List<String> failures = failures(shell, name, snippet);
                if (ended.get()) {
                    failures.add(name + ", line " + snippet.line() + ": this snippet ended the virtual machine");
                }
                failures.forEach(errors::println);
                if (!failures.isEmpty()) {
                    return 1;
                }
            }
            return 0;
        }
    }

    private JShell shell() {
        String classPath = System.getProperty("java.class.path");
        List<String> options = new ArrayList<>(List.of("--class-path", classPath));
        options.addAll(machineOptions);
        return JShell.builder()
                .out(output)
                .err(errors)
                .compilerOptions("--class-path", classPath)
                .remoteVMOptions(options.toArray(String[]::new))
                .build();
    }

    private static List<String> failures(JShell shell, String name, Snippet snippet) {
        List<String> failures = new ArrayList<>();
        for (SnippetEvent event : shell.eval(snippet.source())) {
            if (event.exception() != null) {
                failures.add(name + ", line " + snippet.line() + ": " + described(event.exception()));
            } else if (event.status() == Status.REJECTED) {
                shell.diagnostics(event.snippet())
                        .filter(Diag::isError)
                        .map(d -> name + ", line " + line(snippet, d) + ": " + d.getMessage(Locale.ROOT))
                        .forEach(failures::add);
            }
        }
        return failures;
    }

    private static long line(Snippet snippet, Diag diagnostic) {
        String before = snippet.source().substring(0, (int)
                Math.min(diagnostic.getPosition(), snippet.source().length()));
        return snippet.line() + before.chars().filter(c -> c == '\n').count();
    }

    private static String described(Throwable thrown) {
        String text = thrown instanceof EvalException e
                ? e.getExceptionClassName() + (e.getMessage() == null ? "" : ": " + e.getMessage())
                : thrown.toString();
        Throwable cause = thrown.getCause();
        return cause instanceof JShellException ? text + ", caused by " + described(cause) : text;
    }
}
