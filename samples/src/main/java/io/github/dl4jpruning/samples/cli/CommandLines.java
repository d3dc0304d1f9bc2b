package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.Texts;
import io.github.dl4jpruning.samples.catalogue.Catalogue;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** The command line as a whole: which commands there are and how errors are told. */
public final class CommandLines {
    private static final String VERBOSE = "--verbose";
    private static final int LONGEST_MESSAGE = 2000;
    private static final long BYTES_PER_MEGABYTE = 1_000_000;

    private CommandLines() {}

    /** A fresh command line over the public series. */
    public static CommandLine create() {
        return create(Catalogue.ofUser());
    }

    /**
     * Runs a command.
     *
     * @return the exit code: 0 if all went well, 2 if the input is to blame, 1 if anything else is
     */
    public static int run(String... arguments) {
        return run(create(), arguments);
    }

    /** The same with another command line. */
    static int run(CommandLine line, String... arguments) {
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError e) {
            tell(
                    line,
                    "the input needs more memory than Java has, "
                            + Runtime.getRuntime().maxMemory() / BYTES_PER_MEGABYTE
                            + " MB. Give a smaller one, or more memory by JAVA_TOOL_OPTIONS=-Xmx8g",
                    e,
                    Arrays.asList(arguments).contains(VERBOSE));
            return ExitCode.USAGE;
        } catch (StackOverflowError e) {
            tell(
                    line,
                    "the input is nested too deeply to be read",
                    e,
                    Arrays.asList(arguments).contains(VERBOSE));
            return ExitCode.USAGE;
        }
    }

    /** A fresh command line over some catalogue. */
    static CommandLine create(Catalogue catalogue) {
        return create(catalogue, System.in);
    }

    /** A fresh command line over some catalogue and standard input. */
    static CommandLine create(Catalogue catalogue, InputStream input) {
        CommandLine data = new CommandLine(new DataCommand())
                .addSubcommand(new DataListCommand(catalogue))
                .addSubcommand(new DataGetCommand(catalogue))
                .addSubcommand(new DataCheckCommand(catalogue));
        CommandLine line = new CommandLine(new DemoCommand())
                .addSubcommand(new ForecastCommand(catalogue))
                .addSubcommand(data)
                .addSubcommand(new ExportCommand())
                .addSubcommand(new PredictCommand(catalogue, input))
                .addSubcommand(new Etth1Command())
                .addSubcommand(new CompareCommand(catalogue))
                .addSubcommand(new ExperimentCommand())
                .addSubcommand(new AnalyseCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(CommandLines::tellUsageError)
                .setExecutionExceptionHandler(CommandLines::tellFailure);
        line.setExecutionStrategy(new CommandLine.RunLast());
        return line;
    }

    private static int tellUsageError(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        tell(
                line,
                e.getMessage() + " (see " + line.getCommandSpec().qualifiedName() + " --help)",
                e,
                Arrays.asList(arguments).contains(VERBOSE));
        return ExitCode.USAGE;
    }

    private static int tellFailure(Exception e, CommandLine line, ParseResult parsed) {
        boolean verbose = parsed.originalArgs().contains(VERBOSE);
        if (e instanceof InputException input) {
            tell(line, input.message(OptionNames::of), e, verbose);
            return ExitCode.USAGE;
        }
        tell(line, "unexpected failure: " + e + (verbose ? "" : " (--verbose tells where)"), e, verbose);
        return ExitCode.SOFTWARE;
    }

    private static void tell(CommandLine line, String message, Throwable cause, boolean verbose) {
        line.getErr().println("error: " + line(message));
        if (verbose) {
            cause.printStackTrace(line.getErr());
        }
        line.getErr().flush();
    }

    /** A message as one line that a terminal can show: control characters escaped, and cut if it is very long. */
    static String line(String message) {
        String line = Texts.escaped(message.strip().replaceAll("\\s*\\R\\s*", " "));
        return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + " ...";
    }

    /** Text with numbers in it, the same in every country. */
    static String text(String format, Object... arguments) {
        return String.format(Locale.ROOT, format, arguments);
    }
}
