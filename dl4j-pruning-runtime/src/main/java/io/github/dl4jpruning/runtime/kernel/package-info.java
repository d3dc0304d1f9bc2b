/**
 * Products with sparse matrices and activation functions, written so that HotSpot compiles their loops to vector code.
 */
package io.github.dl4jpruning.runtime.kernel;
