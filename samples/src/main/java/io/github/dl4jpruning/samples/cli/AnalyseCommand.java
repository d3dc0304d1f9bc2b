package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.OutputFile;
import io.github.dl4jpruning.samples.analysis.Analysis;
import io.github.dl4jpruning.samples.analysis.TrialRows;
import io.github.dl4jpruning.samples.report.HtmlReport;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What the trials of the experiment say. */
@Command(
        name = "analyse",
        description =
                "Analyses the trials that the experiment wrote: means with intervals, ranks, tests, effect sizes, costs, and how that"
                        + " stands beside the published claims. Prints it and writes analysis.txt, cells.csv and report.html to"
                        + " the same folder. Trials may still be running.")
final class AnalyseCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "Folder with " + TrialRows.FILE + ".")
    private Path directory;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Where to write the report (default: DIR/report.html).")
    private Path html;

    @Mixin
    private HelpOptions helpOptions;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        if (html != null) {
            OutputFile.requireOther("--html", html, "the trials", TrialRows.file(directory));
        }
        PrintWriter output = spec.commandLine().getOut();
        Analysis analysis = Analysis.of(TrialRows.read(directory));
        String text = analysis.toText();
        output.println(text);
        write(output, directory.resolve("analysis.txt"), text);
        write(output, directory.resolve("cells.csv"), analysis.toCsv());
        write(output, html == null ? directory.resolve("report.html") : html, HtmlReport.of(analysis));
        output.flush();
        return 0;
    }

    private static void write(PrintWriter output, Path file, String content) {
        OutputFile.write(file, temporary -> Files.writeString(temporary, content));
        output.println("wrote " + file);
    }
}
