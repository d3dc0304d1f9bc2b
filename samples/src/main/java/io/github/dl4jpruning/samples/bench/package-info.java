/** Benchmarks: what an update of the masks costs, and what pruning costs in every other iteration. */
package io.github.dl4jpruning.samples.bench;
