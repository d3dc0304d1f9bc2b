package io.github.dl4jpruning.samediff.patchtst;

import io.github.dl4jpruning.samediff.GradientGraph;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;

/** Keeps the fault that {@link GradientGraph} describes away from a {@code fit} of the graph itself. */
final class RightGradients extends BaseListener {

    @Override
    public boolean isActive(Operation operation) {
        return operation == Operation.TRAINING;
    }

    @Override
    public void operationStart(SameDiff gradients, Operation operation) {
        gradients.setEnableCache(false);
    }
}
