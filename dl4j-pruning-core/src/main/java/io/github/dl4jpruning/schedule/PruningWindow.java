package io.github.dl4jpruning.schedule;

/**
 * The part of the training in which weights are pruned.
 *
 * <p>Steps are training iterations counted from 1 over the whole run: step 1 is the first update of the weights, and in
 * a training of 1000 iterations step 1000 is the last. Epochs are counted as completed ones: 0 during the first epoch,
 * {@code n - 1} during the last of {@code n}.
 *
 * <ul>
 *   <li>In {@link Unit#ITERATIONS} masks may change at {@code begin}, then every {@code interval} steps, and at {@code
 *   end}.
 *   <li>In {@link Unit#EPOCHS} the progress moves once an epoch, as in the scripts of the paper, and masks may change
 *   at
 *       every step divisible by {@code interval}; from the end of the window on at any step, so that the last target is
 *       met also when an epoch has fewer iterations than the interval.
 * </ul>
 *
 * <pre>{@code
 * PruningWindow.iterations(1_000, 10_000, 100); // warm-up of 999 iterations, last target met in iteration 10000
 * PruningWindow.epochs(2, 19, 5);               // for 20 epochs: two of warm-up, last target met in the twentieth
 * }</pre>
 *
 * @param unit what begin and end count
 * @param begin first step (from 1) or number of completed epochs (from 0) at which weights may be pruned; the warm-up
 *     lies before it
 * @param end step or number of completed epochs at which the last sparsity is reached; not before {@code begin}
 * @param interval iterations between two updates of the masks, at least 1
 */
public record PruningWindow(Unit unit, long begin, long end, int interval) {

    /** What the bounds of a window count. */
    public enum Unit {
        /** Training iterations, from 1. */
        ITERATIONS,
        /** Completed epochs, from 0. */
        EPOCHS
    }

    /**
     * Checks the bounds.
     *
     * @param unit as above
     * @param begin as above
     * @param end as above
     * @param interval as above
     * @throws IllegalArgumentException if begin is too small, end lies before begin, or the interval is not positive
     */
    public PruningWindow {
        if (unit == null) {
            throw new IllegalArgumentException(
                    "unit is null: use PruningWindow.iterations(..) or PruningWindow.epochs(..)");
        }
        long first = unit == Unit.ITERATIONS ? 1 : 0;
        if (begin < first) {
            throw new IllegalArgumentException("begin is " + begin + " but the first " + name(unit) + " is " + first);
        }
        if (end < begin) {
            throw new IllegalArgumentException("end " + end + " lies before begin " + begin + " (" + name(unit)
                    + "s): the window of pruning would be empty");
        }
        if (interval < 1) {
            throw new IllegalArgumentException("interval is " + interval
                    + " but must be at least 1: it is the number of iterations between two updates of the masks");
        }
    }

    /**
     * A window in iterations.
     *
     * @param begin first step at which weights may be pruned, from 1
     * @param end step at which the last sparsity is reached
     * @param interval iterations between two updates of the masks
     * @return the window
     * @throws IllegalArgumentException as in the constructor
     */
    public static PruningWindow iterations(long begin, long end, int interval) {
        return new PruningWindow(Unit.ITERATIONS, begin, end, interval);
    }

    /**
     * A window in epochs.
     *
     * @param begin completed epochs of warm-up before the first pruning, from 0
     * @param end completed epochs at which the last sparsity is reached; one less than the number of epochs to reach it
     *     in the last one
     * @param interval iterations between two updates of the masks
     * @return the window
     * @throws IllegalArgumentException as in the constructor
     */
    public static PruningWindow epochs(long begin, long end, int interval) {
        return new PruningWindow(Unit.EPOCHS, begin, end, interval);
    }

    /**
     * Whether the masks may change at a step.
     *
     * @param step iteration, from 1
     * @param epoch completed epochs, from 0
     * @return true inside the window at a step of its grid, and from its end on
     */
    public boolean isDue(long step, long epoch) {
        long now = unit == Unit.ITERATIONS ? step : epoch;
        if (now < begin) {
            return false;
        }
        long sinceOrigin = unit == Unit.ITERATIONS ? step - begin : step;
        return now >= end || sinceOrigin % interval == 0;
    }

    /**
     * How much of the window has passed.
     *
     * @param step iteration, from 1
     * @param epoch completed epochs, from 0
     * @return 0 at and before the beginning, 1 at and after the end
     */
    public double progress(long step, long epoch) {
        long now = unit == Unit.ITERATIONS ? step : epoch;
        if (now >= end) {
            return 1;
        }
        return now <= begin ? 0 : (now - begin) / (double) (end - begin);
    }

    private static String name(Unit unit) {
        return unit == Unit.ITERATIONS ? "iteration" : "epoch";
    }

    @Override
    public String toString() {
        return name(unit) + "s " + begin + " to " + end + ", masks updated every " + interval + " iterations";
    }
}
