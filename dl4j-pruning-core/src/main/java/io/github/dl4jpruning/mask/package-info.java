/** Which weights are gone: immutable, bit-packed masks and their text form. */
package io.github.dl4jpruning.mask;
