package io.github.dl4jpruning.engine;

/**
 * Counts the epochs of a run, whatever happens to the counters of the model: clones and early stopping reset them, and
 * files that are written by a listener hold them one behind.
 */
public final class RunClock {

    /** The counters of a model. */
    public interface Counters {

        /**
         * Iterations.
         *
         * @return from 0
         */
        int iteration();

        /**
         * Epochs.
         *
         * @return from 0
         */
        int epoch();

        /**
         * Sets the iterations.
         *
         * @param iteration from 0
         */
        void setIteration(int iteration);

        /**
         * Sets the epochs.
         *
         * @param epoch from 0
         */
        void setEpoch(int epoch);
    }

    private final Counters counters;
    private long epoch; // completed epochs of the run
    private int modelEpoch; // the model's counter as expected in the next iteration
    private boolean insideEpoch;

    /**
     * A clock for a model.
     *
     * @param counters of the model
     * @param epoch completed epochs of the run so far
     */
    public RunClock(Counters counters, long epoch) {
        this.counters = counters;
        this.epoch = epoch;
        this.modelEpoch = counters.epoch();
    }

    /**
     * Sets the counters of a loaded model right. Frameworks raise them only after the listeners have run, so a file
     * written by a listener is an iteration or an epoch behind; Adam's bias correction and schedules of the learning
     * rate would repeat a step.
     *
     * @param saved the position in the file
     */
    public void mend(RunPosition saved) {
        if (counters.iteration() == saved.modelIteration() - 1 && counters.epoch() == saved.modelEpoch()) {
            counters.setIteration(saved.modelIteration());
        } else if (counters.iteration() == saved.modelIteration()) {
            boolean beforeOurs = saved.insideEpoch() && counters.epoch() == saved.modelEpoch();
            boolean afterOurs = !saved.insideEpoch() && counters.epoch() == saved.modelEpoch() - 1;
            if (beforeOurs) {
                epoch++; // the file was written at the end of an epoch, before this clock was told of the end
            }
            if (beforeOurs || afterOurs) {
                counters.setEpoch(counters.epoch() + 1);
            }
        }
        modelEpoch = counters.epoch();
    }

    /** To be called when an epoch begins. */
    public void epochStart() {
        insideEpoch = true;
    }

    /**
     * To be called in every iteration: notices when the model's own counter was raised by other means.
     *
     * @return completed epochs of the run
     */
    public long tick() {
        epoch += Math.max(0, counters.epoch() - modelEpoch);
        modelEpoch = counters.epoch();
        return epoch;
    }

    /** To be called when an epoch ends, before the model raises its counter. */
    public void epochEnd() {
        epoch++;
        modelEpoch = counters.epoch() + 1;
        insideEpoch = false;
    }

    /**
     * Epochs that have ended.
     *
     * @return of the run, from 0
     */
    public long completedEpochs() {
        return epoch;
    }

    /**
     * Whether an epoch has begun and not ended.
     *
     * @return false where no one announces epochs
     */
    public boolean insideEpoch() {
        return insideEpoch;
    }

    /**
     * What to save.
     *
     * @param step iterations of the run
     * @param ahead how many iterations the model's counter is still behind, 0 or 1
     * @return the position
     */
    public RunPosition position(long step, int ahead) {
        return new RunPosition(step, epoch, counters.iteration() + ahead, modelEpoch, insideEpoch);
    }
}
