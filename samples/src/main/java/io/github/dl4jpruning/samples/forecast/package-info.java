/** The forecasting experiment: a small recurrent network, trained with one of three methods, and what comes of it. */
package io.github.dl4jpruning.samples.forecast;
