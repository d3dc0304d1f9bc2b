package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.mask.Masks;

/**
 * All that a pruner must remember to go on where it stopped.
 *
 * @param plan it follows
 * @param step iterations done in the run so far
 * @param epoch completed epochs so far
 * @param masks of all chosen parameters
 */
public record PruningState(PruningPlan plan, long step, long epoch, Masks masks) {}
