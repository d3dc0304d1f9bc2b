package io.github.dl4jpruning.samediff.patchtst;

import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Keeps the running mean and variance of every batch norm: 0.9 of the old and 0.1 of the batch's, the variance of the
 * batch divided by one less than its rows, as in PyTorch.
 */
final class RunningStatistics extends BaseListener {

    private static final double MOMENTUM = 0.1;

    private final SameDiff sd;
    private final long rowsPerExample;
    private final Map<String, String> running = new HashMap<>();

    RunningStatistics(SameDiff sd, long rowsPerExample) {
        this.sd = sd;
        this.rowsPerExample = rowsPerExample;
        for (SDVariable variable : sd.variables()) {
            collect(variable.name(), Normalization.BATCH_MEAN, Normalization.RUNNING_MEAN);
            collect(variable.name(), Normalization.BATCH_VARIANCE, Normalization.RUNNING_VARIANCE);
        }
    }

    private void collect(String name, String ofBatch, String kept) {
        if (name.endsWith(ofBatch)) {
            running.put(name, name.substring(0, name.length() - ofBatch.length()) + kept);
        }
    }

    /** Whether there is any batch norm. */
    boolean any() {
        return !running.isEmpty();
    }

    @Override
    public boolean isActive(Operation operation) {
        return operation == Operation.TRAINING;
    }

    @Override
    public void activationAvailable(
            SameDiff graph, At at, MultiDataSet batch, SameDiffOp op, String name, INDArray activation) {
        String kept = running.get(name);
        if (kept == null || batch == null) {
            return;
        }
        double weight = MOMENTUM;
        if (kept.endsWith(Normalization.RUNNING_VARIANCE)) {
            double rows = (double) batch.getFeatures(0).size(0) * rowsPerExample;
            weight *= rows / (rows - 1);
        }
        sd.getVariable(kept).getArr().muli(1 - MOMENTUM).addi(activation.mul(weight));
    }
}
