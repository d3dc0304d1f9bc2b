/**
 * Synaptic pruning in the training loop of Deeplearning4j: the weakest connections are removed for good, on a schedule,
 * while the network trains.
 *
 * <p>Start at {@link io.github.dl4jpruning.dl4j.PruningListener}.
 */
package io.github.dl4jpruning;
