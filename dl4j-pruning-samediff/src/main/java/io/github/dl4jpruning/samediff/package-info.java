/**
 * Pruning of SameDiff graphs while they train ({@link io.github.dl4jpruning.samediff.SameDiffPruning}), what a training
 * in SameDiff needs beside it, and the export of a patch transformer ({@link
 * io.github.dl4jpruning.samediff.PatchTstExport}).
 */
package io.github.dl4jpruning.samediff;
