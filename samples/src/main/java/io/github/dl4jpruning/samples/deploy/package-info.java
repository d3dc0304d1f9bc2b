/** Trained forecasters without Deeplearning4j: exported, loaded, and fed with rows. */
package io.github.dl4jpruning.samples.deploy;
