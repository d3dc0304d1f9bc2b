package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.bench.InferenceTable;
import io.github.dl4jpruning.samples.bench.KernelTable;
import io.github.dl4jpruning.samples.bench.ListenerCost;
import io.github.dl4jpruning.samples.bench.PatchTstStep;
import io.github.dl4jpruning.samples.bench.SelectionTable;
import io.github.dl4jpruning.samples.bench.StartUp;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** The benchmarks: five tables, or whatever JMH is told. */
public final class Benchmarks {
    private static final String PACKAGE = "^io\\.github\\.dl4jpruning\\.samples\\.bench\\.";

    private Benchmarks() {}

    /**
     * Runs the benchmarks of this project: all, or {@code selection} or {@code kernels} (further arguments are those of
     * JMH),
     * {@code listener} (further arguments name networks), {@code patchtst}, {@code inference} or {@code start}. All
     * other arguments go to JMH as they are.
     */
    public static void run(String... arguments) throws Exception {
        String which = arguments.length == 0 ? "" : arguments[0];
        switch (which) {
            case "" -> {
                ListenerCost.print(List.of());
                SelectionTable.print(new CommandLineOptions());
                PatchTstStep.print();
                InferenceTable.print();
                StartUp.print();
                KernelTable.print(new CommandLineOptions());
            }
            case "inference" -> InferenceTable.print();
            case "start" -> StartUp.print();
            case "kernels" ->
                KernelTable.print(new CommandLineOptions(Arrays.copyOfRange(arguments, 1, arguments.length)));
            case "patchtst" -> PatchTstStep.print();
            case "listener" -> ListenerCost.print(List.of(arguments).subList(1, arguments.length));
            case "selection" ->
                SelectionTable.print(new CommandLineOptions(Arrays.copyOfRange(arguments, 1, arguments.length)));
            default -> org.openjdk.jmh.Main.main(withFilter(arguments));
        }
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
