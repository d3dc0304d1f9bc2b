/** The sparsity chosen by the validation error, within one training. */
package io.github.dl4jpruning.search;
