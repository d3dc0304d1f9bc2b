package io.github.dl4jpruning.samples.cli;

import java.util.Arrays;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Hands over to JMH. */
public final class Benchmarks {
    private static final String PACKAGE = "^io\\.github\\.dl4jpruning\\.samples\\.bench\\.";

    private Benchmarks() {}

    /** Runs the benchmarks that the arguments name, or those of this project. */
    public static void run(String... arguments) throws Exception {
        org.openjdk.jmh.Main.main(withFilter(arguments));
    }

    /** The arguments, with our package in the place of a missing filter. */
    static String[] withFilter(String... arguments) {
        try {
            if (!new CommandLineOptions(arguments).getIncludes().isEmpty()) {
                return arguments;
            }
        } catch (CommandLineOptionException e) {
            return arguments; // JMH says what is wrong with them
        }
        String[] filtered = Arrays.copyOf(arguments, arguments.length + 1);
        filtered[arguments.length] = PACKAGE;
        return filtered;
    }
}
