/** Series, from a file or made here, and the windows a recurrent network learns from. */
package io.github.dl4jpruning.samples.data;
