/** The analysis as one web page that needs nothing else: no script, no font, no network. */
package io.github.dl4jpruning.samples.report;
