/**
 * PatchTST on the hourly electricity transformer data, with the published settings, and pruning in the place of its
 * dropout.
 */
package io.github.dl4jpruning.samples.patchtst;
