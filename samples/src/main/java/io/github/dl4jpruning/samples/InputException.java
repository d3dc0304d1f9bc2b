package io.github.dl4jpruning.samples;

/**
 * Something the user gave (an option, a file, a cell) cannot be used. The message is one line that names the place, the value
 * and the way out; it is all the user sees.
 */
public final class InputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** An error with the line to print. */
    public InputException(String message) {
        super(message);
    }

    /** An error with the line to print and what caused it (shown with {@code --verbose}). */
    public InputException(String message, Throwable cause) {
        super(message, cause);
    }
}
