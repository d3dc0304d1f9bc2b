package io.github.dl4jpruning.samples.cli;

import java.util.Locale;
import java.util.Map;

/** The options that arguments of the library are given with. */
final class OptionNames {
    /** Those whose options are called otherwise. */
    private static final Map<String, String> OTHERS = Map.of(
            "dateColumns", "--date",
            "datePattern", "--date-format",
            "zone", "--time-zone",
            "folder", "--out",
            "workers", "--jobs");

    private OptionNames() {}

    /** The option for an argument: {@code --decimal-comma} for {@code decimalComma}. */
    static String of(String argument) {
        String plain = "--" + argument.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        return OTHERS.getOrDefault(argument, plain);
    }
}
