package io.github.dl4jpruning.samples.console;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar per training, in mini-batches. */
final class ProgressBars implements Progress {
    private static final int WIDTH = 110;
    private static final int WIDTH_WITH_LONG_NOTES = 150;
    private static final int UPDATE_MILLIS = 200;
    private static final long BYTES_PER_KILOBYTE = 1000;

    @Override
    public Run start(String title, int epochs, int iterations) {
        ProgressBar bar = builder(title, (long) epochs * iterations).build();
        return new Run() {
            @Override
            public void iterationDone() {
                bar.step();
            }

            @Override
            public void epochDone(int epoch, String note) {
                bar.setExtraMessage(" " + note);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    /** A bar for a download, in kilobytes. */
    static TransferProgress.Transfer transfer(String title, long bytes) {
        ProgressBar bar =
                builder(title, bytes).setUnit(" kB", BYTES_PER_KILOBYTE).build();
        return new TransferProgress.Transfer() {
            @Override
            public void received(long more) {
                bar.stepBy(more);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    /** A bar for a long work, in its unit. */
    static WorkProgress.Run work(String title, long total) {
        ProgressBar bar = builder(title, total)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH_WITH_LONG_NOTES))
                .build();
        return new WorkProgress.Run() {
            @Override
            public void done(long amount, String note) {
                bar.stepBy(amount);
                bar.setExtraMessage(" " + note);
            }

            @Override
            public void close() {
                bar.close();
            }
        };
    }

    private static ProgressBarBuilder builder(String title, long steps) {
        return new ProgressBarBuilder()
                .setTaskName(title)
                .setInitialMax(steps)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH));
    }
}
