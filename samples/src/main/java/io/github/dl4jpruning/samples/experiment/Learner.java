package io.github.dl4jpruning.samples.experiment;

import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.samples.data.Span;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A model in training, whatever its library. Outputs are scaled, one per row. */
interface Learner {

    /** Trains one epoch and returns the mean loss of its batches. */
    double fitEpoch();

    /** The outputs for some rows. */
    double[] outputs(Span rows);

    /**
     * The outputs with dropout left on.
     *
     * @param count how many draws of masks
     * @return [draw][row]
     */
    double[][] draws(Span rows, int count);

    /** Keeps the weights as they are now, in the place of those kept before. */
    void keep();

    /** Brings the weights back that were kept last. */
    void restore();

    /**
     * What an export of the model takes, with the weights as they are now.
     *
     * @param clock nanoseconds since whenever
     * @param budget about how long the measurement takes
     * @throws IOException if there is no room for temporary files
     */
    Deployment measure(LongSupplier clock, Duration budget) throws IOException;

    /** The number of parameters. */
    long weights();

    /** What prunes the model, if anything does. */
    Optional<Pruner> pruner();

    /** The array of a parameter that can be pruned. */
    INDArray parameter(String name);

    /** The network, if it is one of DL4J's own. */
    default Optional<MultiLayerNetwork> network() {
        return Optional.empty();
    }
}
