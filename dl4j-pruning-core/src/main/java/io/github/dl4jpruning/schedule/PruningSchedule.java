package io.github.dl4jpruning.schedule;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A curve of sparsity laid over a window of the training: a pure function of step and epoch.
 *
 * <pre>{@code
 * var schedule = new PruningSchedule(SparsityCurve.paperCubic(0.3, 0.7), PruningWindow.epochs(2, 19, 5));
 * schedule.targetAt(500, 1);  // 0.0, warm-up
 * schedule.targetAt(9_000, 19); // 0.7
 * System.out.println(schedule.preview());
 * }</pre>
 *
 * @param curve how sparse, by progress
 * @param window when
 */
public record PruningSchedule(SparsityCurve curve, PruningWindow window) {

    private static final int SAMPLES = 1000;

    /**
     * Checks the curve at 1001 points.
     *
     * @param curve as above
     * @param window as above
     * @throws IllegalArgumentException if an argument is null, or the curve leaves [0, 1) or falls
     */
    public PruningSchedule {
        if (curve == null || window == null) {
            throw new IllegalArgumentException("a schedule needs a curve and a window, one of them is null");
        }
        double before = 0;
        for (int i = 0; i <= SAMPLES; i++) {
            double progress = i / (double) SAMPLES;
            double value = Sparsity.check("the curve at progress " + progress, curve.at(progress));
            if (value < before) {
                throw new IllegalArgumentException("the curve falls from " + before + " to " + value + " at progress "
                        + progress + ": pruned weights stay pruned, so the sparsity can only rise");
            }
            before = value;
        }
    }

    /**
     * The sparsity that shall be reached.
     *
     * @param step iteration, from 1
     * @param epoch completed epochs, from 0
     * @return fraction of the prunable weights, 0 before the window begins
     */
    public double targetAt(long step, long epoch) {
        long now = window.unit() == PruningWindow.Unit.ITERATIONS ? step : epoch;
        return now < window.begin()
                ? 0
                : Sparsity.check("the curve at step " + step, curve.at(window.progress(step, epoch)));
    }

    /**
     * Whether the masks may change at a step.
     *
     * @param step iteration, from 1
     * @param epoch completed epochs, from 0
     * @return true at a step of the grid
     */
    public boolean isDue(long step, long epoch) {
        return window.isDue(step, epoch);
    }

    /**
     * The sparsity at the end of the window.
     *
     * @return fraction of the prunable weights
     */
    public double finalSparsity() {
        return curve.at(1);
    }

    /**
     * Checks that the schedule reaches its end within a training, and says so if it does not.
     *
     * @param length the training
     * @throws IllegalArgumentException with the sparsity that would be reached, and the bound to use instead
     */
    public void requireReachedWithin(TrainingLength length) {
        long last = window.unit() == PruningWindow.Unit.ITERATIONS ? length.iterations() : length.epochs() - 1L;
        if (window.end() > last) {
            boolean iterations = window.unit() == PruningWindow.Unit.ITERATIONS;
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "the schedule ends at %s %d, but the training of %d epochs with %d iterations each stops at %s %d and"
                            + " would reach a sparsity of %.4f instead of %.4f: set the end of the window to at most %d or"
                            + " train longer",
                    iterations ? "iteration" : "epoch (counted from 0)",
                    window.end(),
                    length.epochs(),
                    length.iterationsPerEpoch(),
                    iterations ? "iteration" : "epoch",
                    last,
                    targetAt(length.iterations(), length.epochs() - 1L),
                    finalSparsity(),
                    last));
        }
    }

    /**
     * The whole course of the schedule as a table.
     *
     * @return one row for every update of the masks (window in iterations) or every epoch (window in epochs), from the
     *     beginning to the end of the window
     */
    public Preview preview() {
        List<Preview.Row> rows = new ArrayList<>();
        boolean iterations = window.unit() == PruningWindow.Unit.ITERATIONS;
        long stride = iterations ? window.interval() : 1;
        for (long at = window.begin(); at < window.end(); at += stride) {
            rows.add(new Preview.Row(at, targetAt(at, at)));
        }
        rows.add(new Preview.Row(window.end(), targetAt(window.end(), window.end())));
        return new Preview(window.unit(), rows);
    }

    /**
     * Target sparsity by step.
     *
     * @param unit what {@link Row#at} counts
     * @param rows in order of time
     */
    public record Preview(PruningWindow.Unit unit, List<Row> rows) {

        /**
         * Takes a copy of the rows.
         *
         * @param unit as above
         * @param rows as above
         */
        public Preview {
            rows = List.copyOf(rows);
        }

        /**
         * One line of the table.
         *
         * @param at iteration (from 1) or completed epochs (from 0)
         * @param targetSparsity fraction of the prunable weights
         */
        public record Row(long at, double targetSparsity) {}

        /**
         * The table as text, two columns.
         *
         * @return one line per row under a header
         */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(String.format(
                    "%10s  %s%n", unit == PruningWindow.Unit.ITERATIONS ? "iteration" : "epoch", "sparsity"));
            for (Row row : rows) {
                text.append(String.format(Locale.ROOT, "%10d  %.4f%n", row.at, row.targetSparsity));
            }
            return text.toString();
        }
    }
}
