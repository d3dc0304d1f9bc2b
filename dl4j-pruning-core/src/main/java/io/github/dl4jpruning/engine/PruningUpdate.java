package io.github.dl4jpruning.engine;

/**
 * One update of the masks.
 *
 * @param step iteration of the run, from 1
 * @param epoch completed epochs, from 0
 * @param targetSparsity what the schedule asked for
 * @param pruned number of pruned weights after the update
 * @param weights number of prunable weights
 * @param prunedNow number of weights that went in this update
 * @param threshold the largest score that went: a magnitude, or the root of the mean square of a block, divided by the
 *     norm of the layer if the importance says so
 * @param nanCount prunable weights that are NaN, 0 in a sound training
 * @param micros time the update took, in microseconds
 */
public record PruningUpdate(
        long step,
        long epoch,
        double targetSparsity,
        long pruned,
        long weights,
        long prunedNow,
        double threshold,
        long nanCount,
        long micros) {

    /**
     * The fraction of weights that are zero.
     *
     * @return pruned / weights
     */
    public double achievedSparsity() {
        return pruned / (double) weights;
    }
}
