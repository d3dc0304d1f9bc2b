import io.github.dl4jpruning.samples.notebook.NotebookRunner;
import io.github.dl4jpruning.samples.notebook.Picture;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import jdk.jshell.Diag;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet.Status;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/**
 * A Jupyter kernel on JShell, for the notebooks: samples/jupyter compiles and starts it with jupyter-jvm-basekernel,
 * which speaks Jupyter's protocol, on the class path. Like NotebookRunner it prints nothing of its own, and stops a
 * cell at the first snippet that fails.
 */
public final class JShellKernel extends BaseKernel {
    private final JShell shell;

    private JShellKernel() {
        // In this virtual machine, so that what a cell prints and draws comes by here.
        shell = JShell.builder()
                .executionEngine("local")
                .compilerOptions("--class-path", System.getProperty("java.class.path"))
                .build();
        NotebookRunner.DEFAULT_IMPORTS.forEach(name -> shell.eval("import " + name + ";"));
        Picture.showOn(this::show);
    }

    /** Starts a kernel; Jupyter gives the file that says where it listens. */
    public static void main(String[] arguments) throws Exception {
        Logger.getLogger("").setLevel(Level.WARNING); // else the protocol tells of every message
        String properties = Files.readString(Path.of(arguments[0]));
        JupyterConnection connection = new JupyterConnection(KernelConnectionProperties.parse(properties));
        new JShellKernel().becomeHandlerForConnection(connection);
        connection.connect();
        connection.waitUntilClose();
    }

    private void show(byte[] png) {
        DisplayData picture = new DisplayData();
        picture.putData(MIMEType.IMAGE_PNG, Base64.getEncoder().encodeToString(png));
        display(picture);
    }

    @Override
    public DisplayData eval(String cell) {
        String rest = cell;
        while (!rest.isBlank()) {
            CompletionInfo info = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            switch (info.completeness()) {
                case EMPTY -> rest = ""; // comments
                case COMPLETE, COMPLETE_WITH_SEMI, CONSIDERED_INCOMPLETE, UNKNOWN -> {
                    shell.eval(info.source() == null ? rest : info.source()).forEach(this::requireSuccess);
                    rest = info.remaining();
                }
                default -> throw new IllegalArgumentException("this does not end: " + rest);
            }
        }
        return null;
    }

    private void requireSuccess(SnippetEvent event) {
        if (event.exception() != null) {
            throw new IllegalStateException(described(event.exception()), event.exception());
        }
        if (event.status() == Status.REJECTED) {
            throw new IllegalArgumentException(shell.diagnostics(event.snippet())
                    .filter(Diag::isError)
                    .map(diagnostic -> diagnostic.getMessage(Locale.ROOT))
                    .reduce("", (a, b) -> a + b + "\n"));
        }
    }

    private static String described(JShellException thrown) {
        return thrown instanceof EvalException e ? e.getExceptionClassName() + ": " + e.getMessage() : thrown.toString();
    }

    @Override
    public LanguageInfo getLanguageInfo() {
        return new LanguageInfo.Builder("java")
                .version(System.getProperty("java.specification.version"))
                .mimetype("text/x-java")
                .fileExtension(".java")
                .pygments("java")
                .codemirror("text/x-java")
                .build();
    }

    @Override
    public void onShutdown(boolean restarting) {
        shell.close();
    }
}
