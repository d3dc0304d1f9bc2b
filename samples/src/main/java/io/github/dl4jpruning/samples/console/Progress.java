package io.github.dl4jpruning.samples.console;

/** Tells the user how far a training is. */
public interface Progress {

    /**
     * A training begins.
     *
     * @param title what is trained
     * @param epochs how many epochs it takes
     * @param iterations how many mini-batches each of them has
     */
    Run start(String title, int epochs, int iterations);

    /** Tells nothing. */
    static Progress silent() {
        return (title, epochs, iterations) -> new Run() {
            @Override
            public void iterationDone() {}

            @Override
            public void epochDone(int epoch, String note) {}

            @Override
            public void close() {}
        };
    }

    /** On standard error: a bar if that is a terminal, else a line now and then. */
    static Progress onStandardError() {
        return Terminal.isStandardError() ? new ProgressBars() : new ProgressLines(line -> System.err.println(line));
    }

    /** One training. Close it when it is over, also when it failed. */
    interface Run extends AutoCloseable {
        /** A mini-batch was learnt. */
        void iterationDone();

        /**
         * An epoch is over.
         *
         * @param epoch from 1
         * @param note a few words about it
         */
        void epochDone(int epoch, String note);

        @Override
        void close();
    }
}
