package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;

/** Learning rates over a training, for {@link Training#withLearningRate} and every updater of ND4J. */
public final class LearningRates {

    private LearningRates() {}

    /**
     * The same all the time.
     *
     * @param rate learning rate, positive
     * @return the schedule
     * @throws IllegalArgumentException if it is not positive
     */
    public static ISchedule constant(double rate) {
        positive("learning rate", rate);
        return new FixedSchedule(rate);
    }

    /**
     * The published schedule of PatchTST for the ETT data, "type3": constant at first, then multiplied by 0.9 after
     * each epoch. As in the published code, where the rate is set after each epoch by {@code rate * 0.9 ^ (epochs done
     * - 3)}, the first factor of 0.9 is in force from the fifth epoch on.
     *
     * @param rate learning rate of the first epochs, positive
     * @return the schedule
     * @throws IllegalArgumentException if it is not positive
     */
    public static ISchedule type3(double rate) {
        return new Type3Schedule(rate);
    }

    /**
     * One cycle (Smith and Topin 2018) with PyTorch's defaults: from a 25th up to the maximum along a cosine in the
     * first 30% of the iterations, then down along a cosine to a 250000th.
     *
     * @param maximum highest learning rate, positive
     * @param iterations of the whole training, at least 2
     * @return the schedule
     * @throws IllegalArgumentException if a number is too small
     */
    public static ISchedule oneCycle(double maximum, int iterations) {
        return new OneCycleSchedule(maximum, iterations, 0.3);
    }

    static void positive(String name, double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " is " + rate + " but must be positive and finite");
        }
    }
}
