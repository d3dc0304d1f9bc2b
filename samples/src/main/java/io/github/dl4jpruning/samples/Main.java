package io.github.dl4jpruning.samples;

import io.github.dl4jpruning.samples.cli.Benchmarks;
import io.github.dl4jpruning.samples.cli.CommandLines;
import java.util.Arrays;

/** What {@code samples/run} starts. */
public final class Main {
    private Main() {}

    /** Runs a command and exits: 0 if all went well, 2 if the input is to blame, 1 if anything else is. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("bench")) {
            try {
                Benchmarks.run(Arrays.copyOfRange(arguments, 1, arguments.length));
            } catch (InputException e) {
                System.err.println("error: " + e.getMessage());
                System.exit(2);
            }
        } else {
            System.exit(CommandLines.run(arguments));
        }
    }
}
