/** The doors into Deeplearning4j. */
package io.github.dl4jpruning.dl4j;
