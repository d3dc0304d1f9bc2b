/** The commands of {@code samples/run}. */
package io.github.dl4jpruning.samples.cli;
