package io.github.dl4jpruning.samediff.patchtst;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A small Transformer over patches of several series at once: the model of the pruning paper's experiment, which the
 * paper calls PatchTST. It has neither channel independence nor instance normalization nor overlapping patches. Each
 * patch of all series becomes one vector; positions are learned; the encoder layers are PyTorch's standard ones (layer
 * norm after each residual connection); the mean over the patches goes through one linear layer.
 *
 * <pre>{@code
 * PatchTransformer model = new PatchTransformer(PatchTransformerConfig.paper(30, 5), 42);
 * model.fit(training, 20);                          // [batch, 30, 5] to [batch, 1, 1]
 * INDArray forecast = model.predict(windows);
 * }</pre>
 */
public final class PatchTransformer extends Forecaster {

    private static final String KIND = "PatchTransformer";

    private final PatchTransformerConfig config;

    /**
     * A model with random weights.
     *
     * @param config its shape
     * @param seed of weights and dropout: the same seed gives the same model
     */
    public PatchTransformer(PatchTransformerConfig config, long seed) {
        this(config, seed, PatchTransformerGraph.build(config, DataType.FLOAT, new Random(seed)));
    }

    private PatchTransformer(PatchTransformerConfig config, long seed, SameDiff sd) {
        super(sd, seed, config.patchCount());
        this.config = config;
    }

    /**
     * Reads a model that {@link #save} has written, ready to forecast and to be trained on.
     *
     * @param file to read
     * @return the model
     * @throws IOException if there is no such file, or it is no such model, or damaged; the message says which
     */
    public static PatchTransformer load(Path file) throws IOException {
        ModelFile.Content<PatchTransformerConfig> content =
                ModelFile.load(file, KIND, PatchTransformerConfig.class, new Maker());
        try {
            return new PatchTransformer(content.config(), content.seed(), content.sd());
        } catch (RuntimeException e) { // such as a training configuration without labels
            throw new IOException(file + " cannot be read as a " + KIND + ": " + e.getMessage(), e);
        }
    }

    /**
     * The shape of the model.
     *
     * @return the configuration
     */
    public PatchTransformerConfig config() {
        return config;
    }

    /**
     * The same model without dropout, for pruning in its place: weights are copied, the state of the updater is not,
     * and iterations and epochs count from 0 again.
     *
     * @return a new model, also if there was no dropout
     */
    public PatchTransformer withoutDropout() {
        PatchTransformer model = new PatchTransformer(config.withDropout(0), seed());
        model.copyFrom(this);
        return model;
    }

    @Override
    String kind() {
        return KIND;
    }

    @Override
    PatchTransformerConfig configuration() {
        return config;
    }

    private static final class Maker implements KnownGraph.Maker<PatchTransformerConfig> {

        @Override
        public SameDiff build(PatchTransformerConfig config, DataType type, RandomGenerator random) {
            return PatchTransformerGraph.build(config, type, random);
        }

        @Override
        public double numbers(PatchTransformerConfig config) {
            double features = config.encoder().features();
            return config.encoder().numbers()
                    + (double) config.patchLength() * config.inputs() * features
                    + config.patchCount() * features * config.horizon() * config.outputs();
        }
    }
}
