package io.github.dl4jpruning.samples.notebook;

import io.github.dl4jpruning.samples.InputException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.Completeness;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * A JShell script, cut into snippets as the {@code jshell} tool does it: {@code /exit} ends it; other commands of the
 * tool are refused.
 *
 * @param snippets in order
 */
record Notebook(List<Snippet> snippets) {
    private static final Pattern COMMAND = Pattern.compile("/[a-z!?-].*");

    /**
     * A declaration, statement or expression.
     *
     * @param line where it starts, from 1
     * @param source its text
     */
    record Snippet(int line, String source) {}

    /**
     * Cuts a script line by line: a snippet ends where a line ends and what has been read so far can stand alone.
     *
     * @param name what messages call it
     * @throws InputException if it uses a command other than {@code /exit}, or ends within a snippet
     */
    static Notebook parse(String name, String text, SourceCodeAnalysis analysis) {
        List<Snippet> snippets = new ArrayList<>();
        String open = "";
        int start = 0;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (open.isBlank()) {
                open = "";
                start = number;
                if (COMMAND.matcher(line.strip()).matches()) {
                    requireExit(name, number, line.strip());
                    break;
                }
            }
            open += line + "\n";
            CompletionInfo info = analysis.analyzeCompletion(open);
            while (info.completeness().isComplete() && !open.isBlank()) {
                if (info.completeness() != Completeness.EMPTY) {
                    snippets.add(new Snippet(start, info.source()));
                }
                open = info.remaining();
                start = number;
                info = analysis.analyzeCompletion(open);
            }
        }
        if (!open.isBlank()) {
            throw new InputException(
                    name + ", line " + start + ": the snippet that starts here does not end. Complete it.");
        }
        return new Notebook(List.copyOf(snippets));
    }

    private static void requireExit(String name, int line, String command) {
        if (!command.equals("/exit")) {
            throw new InputException(name + ", line " + line + ": '" + command
                    + "' is a command of the jshell tool. A notebook may only use /exit.");
        }
    }
}
