package io.github.dl4jpruning.samediff.patchtst;

/**
 * Reversible instance normalization (Kim et al., ICLR 2022): each series is brought to mean 0 and variance 1 over its
 * look-back, and the forecast is brought back.
 */
public enum RevIn {
    /** The series go in as they are. */
    NONE,
    /** Mean and variance only: the published PatchTST. */
    PLAIN,
    /** With a learned gain and offset per channel. */
    AFFINE
}
