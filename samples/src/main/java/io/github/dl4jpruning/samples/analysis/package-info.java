/**
 * What the trials of the experiment say: settings, cells, comparisons, costs, and how that stands beside the published
 * claims.
 */
package io.github.dl4jpruning.samples.analysis;
