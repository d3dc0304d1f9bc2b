package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.report.SizeReport;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import io.github.dl4jpruning.samples.deploy.DeployedForecaster;
import io.github.dl4jpruning.samples.forecast.ForecasterFile;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** From a saved model to a file for the runtime. */
@Command(
        name = "export",
        description =
                "Writes a model that 'forecast --save' saved as a file that needs neither DL4J nor ND4J: 'predict' runs"
                        + " it, and so does dl4j-pruning-runtime in any program.")
final class ExportCommand implements Callable<Integer> {
    @Option(names = "--model", required = true, paramLabel = "FILE.zip", description = "The saved model.")
    private Path model;

    @Option(names = "--out", required = true, paramLabel = "FILE.dlp", description = "The file to write.")
    private Path out;

    @Option(
            names = "--values",
            paramLabel = "float32|bfloat16|float16",
            defaultValue = "float32",
            description =
                    "Bits of a weight; with 16 the largest change of a weight is told (default: ${DEFAULT-VALUE}).")
    private ValueFormat values;

    @Mixin
    private HelpOptions help;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter output = spec.commandLine().getOut();
        ForecasterFile saved = ForecasterFile.load(model);
        SizeReport sizes = DeployedForecaster.export(saved, values, out);
        output.println("wrote " + out);
        output.println(sizes);
        output.flush();
        return 0;
    }
}
