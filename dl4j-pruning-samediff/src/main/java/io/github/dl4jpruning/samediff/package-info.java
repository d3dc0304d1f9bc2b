/** Pruning of SameDiff graphs while they train: support for SameDiff comes here. */
package io.github.dl4jpruning.samediff;
