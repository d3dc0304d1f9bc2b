package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * One cycle of the learning rate, up and down along cosines, with the formula and the other defaults of PyTorch's
 * {@code OneCycleLR}: it begins at a 25th of the maximum and ends at a 10000th of the beginning. After the last
 * iteration it stays there.
 *
 * @param maximum highest learning rate
 * @param iterations of the whole training
 * @param rise fraction of the iterations in which it rises
 */
record OneCycleSchedule(double maximum, int iterations, double rise) implements ISchedule {

    private static final double START = 25;
    private static final double END = 1e4;

    /**
     * Checks the numbers.
     *
     * @param maximum as above
     * @param iterations as above
     * @param rise as above
     * @throws IllegalArgumentException if the maximum is not positive, there are fewer than 2 iterations, or the
     *     fraction is not inside (0, 1)
     */
    public OneCycleSchedule {
        LearningRates.positive("maximum", maximum);
        Checks.atLeast("iterations", iterations, 2, "the number of iterations of the whole training");
        if (!(rise > 0 && rise < 1)) {
            throw new IllegalArgumentException("rise is " + rise
                    + " but must lie between 0 and 1: it is the fraction of the iterations in which the rate rises");
        }
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        double top = rise * iterations - 1;
        double last = iterations - 1;
        double start = maximum / START;
        if (iteration <= top) {
            return cosine(start, maximum, top <= 0 ? 1 : iteration / top);
        }
        return cosine(maximum, start / END, Math.min(1, (iteration - top) / (last - top)));
    }

    private static double cosine(double from, double to, double progress) {
        return to + (from - to) / 2 * (1 + Math.cos(Math.PI * progress));
    }

    /**
     * This object, which cannot change.
     *
     * @return itself
     */
    @Override
    @SuppressWarnings("MethodDoesntCallSuperMethod")
    public ISchedule clone() {
        return this;
    }
}
