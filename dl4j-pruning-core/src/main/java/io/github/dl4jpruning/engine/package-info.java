/** The method itself, over any model that can show its weights, gradients and optimizer state. */
package io.github.dl4jpruning.engine;
