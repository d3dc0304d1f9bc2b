package io.github.dl4jpruning.samediff;

import java.io.PrintStream;
import java.util.Locale;

/**
 * A console without the lines that SameDiff prints while it makes a gradient graph. What other threads print goes on to
 * the true console, text as text, since how that encodes it is not known.
 */
final class QuietConsole extends PrintStream {

    private static final String NOISE = "Added differentiated op ";

    private final PrintStream console;

    QuietConsole(PrintStream console) {
        super(console, true);
        this.console = console;
    }

    @Override
    public void println(String line) {
        if (line == null || !line.startsWith(NOISE)) {
            console.println(line);
        }
    }

    @Override
    public void println(Object object) {
        console.println(object);
    }

    @Override
    public void println(char[] text) {
        console.println(text);
    }

    @Override
    public void println(char character) {
        console.println(character);
    }

    @Override
    public void print(String text) {
        console.print(text);
    }

    @Override
    public void print(Object object) {
        console.print(object);
    }

    @Override
    public void print(char[] text) {
        console.print(text);
    }

    @Override
    public void print(char character) {
        console.print(character);
    }

    @Override
    public PrintStream format(String format, Object... arguments) {
        console.format(format, arguments);
        return this;
    }

    @Override
    public PrintStream format(Locale locale, String format, Object... arguments) {
        console.format(locale, format, arguments);
        return this;
    }
}
