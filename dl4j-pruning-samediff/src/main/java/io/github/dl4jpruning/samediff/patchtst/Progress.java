package io.github.dl4jpruning.samediff.patchtst;

/**
 * Is told how a training goes on.
 *
 * <pre>{@code
 * Training.epochs(20).withProgress(report -> System.out.println(report));
 * }</pre>
 */
@FunctionalInterface
public interface Progress {

    /**
     * After each iteration.
     *
     * @param epoch from 0 in this training
     * @param iteration from 0 in this epoch
     * @param loss of its batch, before the update
     */
    default void iteration(int epoch, int iteration, double loss) {}

    /**
     * After each epoch and its validation. A search trains its epochs one by one: each is epoch 0, and is judged later.
     *
     * @param report of the epoch
     */
    void epoch(EpochReport report);
}
