package io.github.dl4jpruning.samples.console;

import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/** Tells the user how much of a long work is done and how long the rest will take. */
public interface WorkProgress {

    /**
     * The work begins.
     *
     * @param title what is done
     * @param total how much work it is, in any unit
     */
    Run start(String title, long total);

    /** On standard error: a bar if that is a terminal, else a line per piece of work. */
    static WorkProgress onStandardError() {
        return Terminal.isStandardError() ? ProgressBars::work : lines(System.err::println, System::nanoTime);
    }

    /** A line per piece of work. */
    static WorkProgress lines(Consumer<String> output, LongSupplier nanos) {
        return (title, total) -> new Run() {
            private final long start = nanos.getAsLong();
            private long done;

            @Override
            public void done(long amount, String note) {
                done += amount;
                long percent = 100 * done / total;
                double left = (nanos.getAsLong() - start) / 1e9 * (total - done) / done;
                String known = percent == 0 ? "" : ", " + time(Math.round(left)) + " left"; // not after so little work
                output.accept(String.format(Locale.ROOT, "%s: %d%%%s; %s", title, percent, known, note));
            }

            @Override
            public void close() {}
        };
    }

    private static String time(long seconds) {
        Duration duration = Duration.ofSeconds(seconds);
        return duration.toHours() > 0
                ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
                : duration.toMinutes() > 0 ? duration.toMinutes() + " min" : seconds + " s";
    }

    /** One long work. Close it when it is over, also when it failed. */
    interface Run extends AutoCloseable {
        /**
         * A piece is done.
         *
         * @param amount in the unit of the total
         * @param note a few words about it
         */
        void done(long amount, String note);

        @Override
        void close();
    }
}
