package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.OutputFile;
import io.github.dl4jpruning.samples.Reasons;
import io.github.dl4jpruning.samples.deploy.DeployedForecaster;
import io.github.dl4jpruning.samples.forecast.ForecasterFile;
import java.io.IOException;
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
                        + " it, and so does dl4j-pruning-runtime in any program. Models that DL4J's ModelSerializer saved"
                        + " are taken, too; their files have no scalers, and only programs can run them.")
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
        OutputFile.requireOther("--out", out, "--model", model);
        requireWritable();
        PrintWriter output = spec.commandLine().getOut();
        boolean plain = ForecasterFile.isPlainModel(model);
        Object told = plain
                ? DeployedForecaster.exportPlain(model, values, out)
                : DeployedForecaster.export(ForecasterFile.load(model), values, out);
        output.println("wrote " + out);
        output.println(told);
        if (plain) {
            output.println("it has no scalers: give it windows scaled as in the training");
        }
        output.flush();
        return 0;
    }

    private void requireWritable() {
        try {
            AtomicFile.requireWritable(out);
        } catch (IOException e) {
            throw new InputException("--out " + out + " cannot be written: " + Reasons.of(e) + ".", e);
        }
    }
}
