/** Makes networks smaller without changing what they compute. */
package io.github.dl4jpruning.runtime.simplify;
