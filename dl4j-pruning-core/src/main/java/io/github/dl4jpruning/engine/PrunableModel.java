package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.selection.Magnitudes;
import java.util.List;

/**
 * What the method needs of a model, whatever framework it comes from.
 *
 * <p>Order of use in every training iteration: after the gradient has been computed and before the optimizer uses it,
 * {@link #apply} if the masks have changed, then {@link #maskGradients}; after the update, {@link #clearResidue}, and
 * {@link #enforce} now and then. Nothing but {@code apply} is called before the first masks.
 */
public interface PrunableModel {

    /**
     * All trained parameters in a fixed order, prunable or not.
     *
     * @return the parameters; their order decides ties between equal weights
     */
    List<WeightParameter> parameters();

    /**
     * The current magnitudes of a parameter, in the order of its memory.
     *
     * @param parameter one of {@link #parameters}
     * @return a live view, good until the weights change
     */
    Magnitudes magnitudes(WeightParameter parameter);

    /**
     * Makes masks those of the model: weights, current gradient and optimizer state of everything pruned become exactly
     * 0.0, whatever they were.
     *
     * @param masks one for every pruned parameter
     */
    void apply(Masks masks);

    /** Sets the current gradient of everything pruned to zero. */
    void maskGradients();

    /**
     * Clears what the optimizer leaves in the state of pruned weights although their gradient is zero, if it does so.
     */
    void clearResidue();

    /**
     * Sets pruned weights and their optimizer state to zero again if something made them otherwise.
     *
     * @return how many pruned weights were not zero, 0 as it should be
     */
    long enforce();

    /**
     * Whether the optimizer keeps a state, but has none yet, or one of zeros alone: as before the first update, or in a
     * model that was loaded without the state.
     *
     * @return false where the optimizer keeps no state, or the model cannot tell
     */
    default boolean optimizerBeginsAnew() {
        return false;
    }
}
