package io.github.dl4jpruning.samediff.patchtst;

/** How the activations of an encoder layer are normalized after each residual connection. */
public enum Norm {
    /**
     * Each feature over all patches of the batch, with running statistics for prediction: the published PatchTST.
     * Momentum 0.1 and epsilon 1e-5, variance of the running statistics unbiased, as in PyTorch.
     */
    BATCH,
    /** The features of each patch by themselves: the usual Transformer. Epsilon 1e-5. */
    LAYER
}
