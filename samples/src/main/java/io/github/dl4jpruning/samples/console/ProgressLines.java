package io.github.dl4jpruning.samples.console;

import java.util.function.Consumer;

/** A line per quarter of a training, for logs. */
record ProgressLines(Consumer<String> output) implements Progress {
    private static final int QUARTERS = 4;

    @Override
    public Run start(String title, int epochs, int iterations) {
        return new Run() {
            @Override
            public void iterationDone() {}

            @Override
            public void epochDone(int epoch, String note) {
                boolean quarterReached = epoch * QUARTERS / epochs > (epoch - 1) * QUARTERS / epochs;
                if (quarterReached) {
                    output.accept(title.strip() + ": epoch " + epoch + " of " + epochs + ", " + note);
                }
            }

            @Override
            public void close() {}
        };
    }
}
