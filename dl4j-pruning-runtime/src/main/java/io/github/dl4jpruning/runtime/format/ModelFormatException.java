package io.github.dl4jpruning.runtime.format;

import java.io.IOException;

/**
 * A file that is no exported forecaster, or a damaged one, or one of a later version. The message says which and where.
 */
public final class ModelFormatException extends IOException {

    /**
     * A fault of a file.
     *
     * @param message what is wrong and the way out
     */
    public ModelFormatException(String message) {
        super(message);
    }

    /**
     * A fault of a file that something else has found.
     *
     * @param message what is wrong and the way out
     * @param cause what found it
     */
    public ModelFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
