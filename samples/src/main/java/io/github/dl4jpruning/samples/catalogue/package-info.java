/** Public series by name: where they come from, how they are read, and the files on this machine. */
package io.github.dl4jpruning.samples.catalogue;
