/** What an exported forecaster consists of, and the one place that knows the bytes of its file. */
package io.github.dl4jpruning.runtime.format;
