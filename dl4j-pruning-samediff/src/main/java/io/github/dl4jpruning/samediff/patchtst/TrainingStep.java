package io.github.dl4jpruning.samediff.patchtst;

import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** One iteration: forward and backward pass, listeners, and update of the weights. */
interface TrainingStep {

    /** The gradient graph that it was made for. */
    SameDiff graph();

    /**
     * Trains on one batch.
     *
     * @param batch for the listeners
     * @param placeholders the same by name
     * @param listeners active in training
     * @param at iteration and epoch
     * @return the loss before the update
     */
    Loss train(MultiDataSet batch, Map<String, INDArray> placeholders, List<Listener> listeners, At at);
}
