package io.github.dl4jpruning.samples.console;

import java.util.function.Consumer;

/** A line per quarter of a download. */
final class TransferLines implements TransferProgress.Transfer {
    private static final int QUARTERS = 4;

    private final String title;
    private final long bytes;
    private final Consumer<String> output;
    private long received;

    TransferLines(String title, long bytes, Consumer<String> output) {
        this.title = title;
        this.bytes = bytes;
        this.output = output;
    }

    @Override
    public void received(long more) {
        long quarters = received * QUARTERS / bytes;
        received += more;
        if (received * QUARTERS / bytes > quarters) {
            output.accept(title + ": " + received + " of " + bytes + " bytes");
        }
    }

    @Override
    public void close() {}
}
