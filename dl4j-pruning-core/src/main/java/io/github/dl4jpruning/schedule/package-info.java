/** When to prune and how much: pure functions of the training step, without any reference to a network. */
package io.github.dl4jpruning.schedule;
