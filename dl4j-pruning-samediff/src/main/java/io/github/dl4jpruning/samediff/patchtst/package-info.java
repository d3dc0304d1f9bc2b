/**
 * PatchTST in SameDiff, and the small patch transformer of the pruning paper.
 *
 * <p>Both are {@link io.github.dl4jpruning.samediff.patchtst.Forecaster}s, trained with a
 * {@link io.github.dl4jpruning.samediff.patchtst.Training}.
 */
package io.github.dl4jpruning.samediff.patchtst;
