/**
 * A trained model as a file for the runtime, whatever framework it was trained with: written, its size told, its
 * forecasts timed.
 */
package io.github.dl4jpruning.export;
