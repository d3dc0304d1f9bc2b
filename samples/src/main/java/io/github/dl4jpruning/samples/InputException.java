package io.github.dl4jpruning.samples;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Something the user gave (an argument, a file, a cell) cannot be used. The message is one line that names the place,
 * the value and the way out; it is all the user sees.
 *
 * <p>Arguments stand in the text as <code>{{length}}</code>. {@link #getMessage()} names them as programs do, {@link
 * #message} as whoever catches the exception wants: the command line names its options.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern ARGUMENT = Pattern.compile("\\{\\{(\\w+)}}");

    private final String text;

    /** An error with the line to print. */
    public InputException(String text) {
        this(text, null);
    }

    /** An error with the line to print and what caused it. */
    public InputException(String text, Throwable cause) {
        super(named(text, name -> name), cause);
        this.text = text;
    }

    /**
     * The message with other names of the arguments.
     *
     * @param names gives the name to show for that of an argument, such as {@code --date-format} for {@code
     *     datePattern}
     */
    public String message(UnaryOperator<String> names) {
        return named(text, names);
    }

    /** The same error with something before its message, such as the place it is about. */
    public InputException at(String place) {
        return new InputException(place + text, this);
    }

    private static String named(String text, UnaryOperator<String> names) {
        return ARGUMENT.matcher(String.valueOf(text))
                .replaceAll(argument -> Matcher.quoteReplacement(names.apply(argument.group(1))));
    }
}
