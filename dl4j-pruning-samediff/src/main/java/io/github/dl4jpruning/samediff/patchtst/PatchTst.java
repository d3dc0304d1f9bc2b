package io.github.dl4jpruning.samediff.patchtst;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * PatchTST: each series is cut into patches, which a Transformer encoder reads as words (Nie et al., "A Time Series is
 * Worth 64 Words", ICLR 2023). It computes what the published implementation computes.
 *
 * <pre>{@code
 * PatchTst model = new PatchTst(PatchTstConfig.of(96, 24, 3).with(new EncoderSize(32, 4, 64, 2)), 42);
 * model.fit(training, Training.epochs(20).withValidation(validation).withEarlyStopping(3));
 * INDArray forecast = model.predict(windows);       // [batch, 96, 3] to [batch, 24, 3]
 * model.save(Path.of("model.zip"));
 * PatchTst same = PatchTst.load(Path.of("model.zip"));
 * }</pre>
 */
public final class PatchTst extends Forecaster {

    private static final String KIND = "PatchTST";

    private final PatchTstConfig config;

    /**
     * A model with random weights.
     *
     * @param config its shape
     * @param seed of weights and dropout: the same seed gives the same model
     */
    public PatchTst(PatchTstConfig config, long seed) {
        this(config, seed, PatchTstGraph.build(config, DataType.FLOAT, new Random(seed)));
    }

    PatchTst(PatchTstConfig config, long seed, SameDiff sd) {
        super(sd, seed, (long) config.channels() * config.patchCount());
        this.config = config;
    }

    /**
     * Reads a model that {@link #save} has written, ready to forecast and to be trained on.
     *
     * @param file to read
     * @return the model
     * @throws IOException if there is no such file, or it is no such model, or damaged; the message says which
     */
    public static PatchTst load(Path file) throws IOException {
        ModelFile.Content<PatchTstConfig> content = ModelFile.load(file, KIND, PatchTstConfig.class, new Maker());
        try {
            return new PatchTst(content.config(), content.seed(), content.sd());
        } catch (RuntimeException e) { // such as a training configuration without labels
            throw new IOException(file + " cannot be read as a " + KIND + ": " + e.getMessage(), e);
        }
    }

    /**
     * The shape of the model.
     *
     * @return the configuration
     */
    public PatchTstConfig config() {
        return config;
    }

    /**
     * The same model without dropout, for pruning in its place: weights and norm statistics are copied, the state of
     * the updater is not, and iterations and epochs count from 0 again.
     *
     * @return a new model, also if there was no dropout
     */
    public PatchTst withoutDropout() {
        PatchTst model = new PatchTst(config.with(Dropouts.none()), seed());
        model.copyFrom(this);
        return model;
    }

    @Override
    String kind() {
        return KIND;
    }

    @Override
    PatchTstConfig configuration() {
        return config;
    }

    private static final class Maker implements KnownGraph.Maker<PatchTstConfig> {

        @Override
        public SameDiff build(PatchTstConfig config, DataType type, RandomGenerator random) {
            return PatchTstGraph.build(config, type, random);
        }

        @Override
        public double numbers(PatchTstConfig config) {
            double patches = config.patchCount();
            double head = patches
                    * config.encoder().features()
                    * config.horizon()
                    * (config.head() == Head.SHARED ? 1 : config.channels());
            double scales = config.lookBack() + (config.revIn() == RevIn.AFFINE ? 2.0 * config.channels() : 0);
            return config.encoder().numbers()
                    + head
                    + patches * config.patches().length()
                    + scales;
        }
    }
}
