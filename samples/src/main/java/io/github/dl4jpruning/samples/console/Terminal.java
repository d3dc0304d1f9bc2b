package io.github.dl4jpruning.samples.console;

/** What the launcher knows about where the output goes. */
final class Terminal {
    /** Set to {@code true} by {@code samples/run} if standard error is a terminal; Java cannot ask for that. */
    private static final String PROPERTY = "dl4jpruning.terminal";

    private Terminal() {}

    static boolean isStandardError() {
        return Boolean.getBoolean(PROPERTY);
    }
}
