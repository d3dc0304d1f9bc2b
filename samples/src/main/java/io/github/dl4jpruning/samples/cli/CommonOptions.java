package io.github.dl4jpruning.samples.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import io.github.dl4jpruning.samples.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Option;

/** Options of every command. */
final class CommonOptions {
    /** Where {@code samples/run} wants plots and tables by default. */
    private static final String OUT_PROPERTY = "dl4jpruning.out";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "Where to write plots and tables (default: samples/out).")
    private Path out = Path.of(System.getProperty(OUT_PROPERTY, "out"));

    @Option(names = "--verbose", description = "Show log messages, and where an error comes from.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;

    Path out() {
        return out;
    }

    /** Makes the directory, before work is done that would have no place to go. */
    void createOut() {
        try {
            Files.createDirectories(out);
        } catch (IOException e) {
            throw new InputException(
                    "--out " + out + " is not a directory that can be made: " + e + ". Give another one.", e);
        }
    }

    /** Keeps the log of the library away from the progress bar unless it is asked for. */
    void applyLogLevel() {
        Logger logger = (Logger) LoggerFactory.getLogger("io.github.dl4jpruning");
        logger.setLevel(verbose ? Level.INFO : Level.WARN);
    }
}
