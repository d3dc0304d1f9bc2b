package io.github.dl4jpruning.samples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The catalogue of series; what to do with it say the commands below. */
@Command(
        name = "data",
        description =
                "Public series that 'forecast --data NAME' takes by name. Files are looked for in the folder that the"
                        + " environment variable DL4J_PRUNING_DATA names, then in the user's cache (dl4j-pruning in"
                        + " XDG_CACHE_HOME or ~/.cache); 'get' downloads them into the latter.")
final class DataCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
