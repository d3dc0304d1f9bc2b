/**
 * The forecasting experiment: data sets x models x lengths x arms x seeds under one of two protocols, every trial
 * written down at once.
 */
package io.github.dl4jpruning.samples.experiment;
