package io.github.dl4jpruning.samediff.patchtst;

/** The linear layer from the encoded patches of a series to its forecast. */
public enum Head {
    /** One for all channels: the published choice. */
    SHARED,
    /** One for each channel. */
    INDIVIDUAL
}
