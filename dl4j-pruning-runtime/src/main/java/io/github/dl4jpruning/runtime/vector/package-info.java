/**
 * What uses the Vector API: not in the module graph unless Java is started with {@code --add-modules
 * jdk.incubator.vector}.
 */
package io.github.dl4jpruning.runtime.vector;
