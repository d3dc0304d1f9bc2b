package io.github.dl4jpruning.samples.notebook;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ArrayNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Makes a Jupyter notebook of a JShell script: a paragraph, from one blank line to the next, becomes a cell of code,
 * and the comment it begins with a cell of text before it. Blank lines within a snippet do not count. The first line is
 * the title.
 */
public final class JupyterNotebook {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String COMMENT = "//";
    private static final String EXIT = "/exit";

    private JupyterNotebook() {}

    /**
     * Writes a notebook without outputs.
     *
     * @param arguments the script, the notebook to write
     */
    public static void main(String[] arguments) throws IOException {
        Files.writeString(Path.of(arguments[1]), of(Files.readString(Path.of(arguments[0]))));
    }

    /** The notebook of a script, as JSON of Jupyter's format 4.5. */
    static String of(String script) {
        ObjectNode notebook = JSON.createObjectNode();
        ArrayNode cells = notebook.putArray("cells");
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            for (List<String> paragraph : paragraphs(script, shell.sourceCodeAnalysis())) {
                add(cells, paragraph);
            }
        }
        ObjectNode kernel = notebook.putObject("metadata").putObject("kernelspec");
        kernel.put("display_name", "Java (JShell)").put("language", "java").put("name", "dl4j-pruning");
        notebook.put("nbformat", 4).put("nbformat_minor", 5);
        return notebook.toPrettyString() + "\n";
    }

    private static List<List<String>> paragraphs(String script, SourceCodeAnalysis analysis) {
        List<List<String>> paragraphs = new ArrayList<>();
        List<String> open = new ArrayList<>();
        for (String line : script.lines().toList()) {
            if (line.equals(EXIT)) {
                break;
            }
            if (line.isBlank() && isWhole(String.join("\n", open), analysis)) {
                if (!open.isEmpty()) {
                    paragraphs.add(open);
                }
                open = new ArrayList<>();
            } else {
                open.add(line);
            }
        }
        if (!open.isEmpty()) {
            paragraphs.add(open);
        }
        return paragraphs;
    }

    /** Whether the last snippet ends where the text does. */
    private static boolean isWhole(String text, SourceCodeAnalysis analysis) {
        String rest = text;
        while (!rest.isBlank()) {
            SourceCodeAnalysis.CompletionInfo info = analysis.analyzeCompletion(rest);
            if (info.completeness() == SourceCodeAnalysis.Completeness.EMPTY) {
                return true;
            }
            if (!info.completeness().isComplete()) {
                return false;
            }
            rest = info.remaining();
        }
        return true;
    }

    private static void add(ArrayNode cells, List<String> paragraph) {
        int code = 0;
        while (code < paragraph.size() && paragraph.get(code).startsWith(COMMENT)) {
            code++;
        }
        List<String> text = paragraph.subList(0, code).stream()
                .map(line -> line.substring(COMMENT.length()).strip())
                .collect(Collectors.toCollection(ArrayList::new));
        if (!text.isEmpty()) {
            if (cells.isEmpty()) {
                text.set(0, "# " + text.get(0));
            }
            cell(cells, "markdown", text);
        }
        if (code < paragraph.size()) {
            ObjectNode cell = cell(cells, "code", paragraph.subList(code, paragraph.size()));
            cell.putNull("execution_count");
            cell.putArray("outputs");
        }
    }

    private static ObjectNode cell(ArrayNode cells, String type, List<String> lines) {
        ObjectNode cell = cells.addObject();
        cell.put("cell_type", type).put("id", type + "-" + cells.size());
        cell.putObject("metadata");
        ArrayNode source = cell.putArray("source");
        for (int i = 0; i < lines.size(); i++) {
            source.add(lines.get(i) + (i < lines.size() - 1 ? "\n" : ""));
        }
        return cell;
    }
}
