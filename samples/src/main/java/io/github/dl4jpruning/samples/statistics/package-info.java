/** Tests and intervals for errors of several arms over blocks: pure functions. Distributions come from Commons Math. */
package io.github.dl4jpruning.samples.statistics;
