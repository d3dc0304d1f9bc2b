package io.github.dl4jpruning.samples.console;

import java.util.function.Consumer;

/** Tells the user how far a download is. */
public interface TransferProgress {

    /**
     * A download begins.
     *
     * @param title what is fetched
     * @param bytes how many there are
     */
    Transfer start(String title, long bytes);

    /** Tells nothing. */
    static TransferProgress silent() {
        return lines(line -> {});
    }

    /** On standard error: a bar if that is a terminal, else a line per quarter. */
    static TransferProgress onStandardError() {
        return Terminal.isStandardError() ? ProgressBars::transfer : lines(line -> System.err.println(line));
    }

    /** A line per quarter, for logs. */
    static TransferProgress lines(Consumer<String> output) {
        return (title, bytes) -> new TransferLines(title, bytes, output);
    }

    /** One download. Close it when it is over, also when it failed. */
    interface Transfer extends AutoCloseable {
        /**
         * Bytes came.
         *
         * @param bytes how many since the last call
         */
        void received(long bytes);

        @Override
        void close();
    }
}
