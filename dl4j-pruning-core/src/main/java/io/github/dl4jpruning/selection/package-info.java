/** Who goes: scores, the spread of the budget over the layers, and the exact choice of the smallest. */
package io.github.dl4jpruning.selection;
