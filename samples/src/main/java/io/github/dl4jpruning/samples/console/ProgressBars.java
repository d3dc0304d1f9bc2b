package io.github.dl4jpruning.samples.console;

import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar per training, in mini-batches. */
final class ProgressBars implements Progress {
    private static final int WIDTH = 110;
    private static final int UPDATE_MILLIS = 200;

    @Override
    public Run start(String title, int epochs, int iterations) {
        ProgressBar bar = new ProgressBarBuilder()
                .setTaskName(title)
                .setInitialMax((long) epochs * iterations)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(UPDATE_MILLIS)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, WIDTH))
                .build();
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
}
