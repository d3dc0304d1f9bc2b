/**
 * The samples: a forecasting experiment with three arms (no regularisation, dropout, pruning), the same for any CSV
 * file, and the notebook runner. Start them with {@code samples/run} and {@code samples/notebook}.
 */
package io.github.dl4jpruning.samples;
