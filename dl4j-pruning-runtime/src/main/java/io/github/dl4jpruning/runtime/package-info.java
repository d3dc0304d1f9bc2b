/** Runs exported forecasters: no ND4J, no native code, nothing but the JDK. */
package io.github.dl4jpruning.runtime;
