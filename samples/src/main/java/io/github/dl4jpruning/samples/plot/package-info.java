/** The plots the experiment writes. */
package io.github.dl4jpruning.samples.plot;
