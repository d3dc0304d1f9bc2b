package io.github.dl4jpruning.samediff.patchtst;

import org.nd4j.linalg.schedule.ISchedule;

/**
 * The learning rate schedule that PatchTST was published with: see {@link LearningRates#type3}.
 *
 * @param rate learning rate of the first epochs
 */
record Type3Schedule(double rate) implements ISchedule {

    /**
     * Checks the rate.
     *
     * @param rate as above
     * @throws IllegalArgumentException if it is not positive
     */
    public Type3Schedule {
        LearningRates.positive("learning rate", rate);
    }

    @Override
    public double valueAt(int iteration, int epoch) {
        return rate * Math.pow(0.9, Math.max(0, epoch - 3));
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
