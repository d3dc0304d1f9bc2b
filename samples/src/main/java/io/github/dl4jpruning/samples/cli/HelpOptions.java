package io.github.dl4jpruning.samples.cli;

import picocli.CommandLine.Option;

/** Options of commands that write no files. */
final class HelpOptions {
    @Option(names = "--verbose", description = "Show where an error comes from.")
    private boolean verbose;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help.")
    private boolean help;
}
