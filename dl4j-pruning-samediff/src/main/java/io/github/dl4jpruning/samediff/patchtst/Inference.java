package io.github.dl4jpruning.samediff.patchtst;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Forecasts, in pieces that bound the memory whatever the size of the batch. */
final class Inference {

    /** So many patches at a time. */
    private static final long ROWS = 1 << 16;

    private final SameDiff sd;
    private final Plans plans;
    private final long chunk;

    /**
     * Forecasts of a model.
     *
     * @param plans null to use SameDiff's own sessions
     * @param rowsPerExample patches of all channels
     */
    Inference(SameDiff sd, Plans plans, long rowsPerExample) {
        this.sd = sd;
        this.plans = plans;
        this.chunk = Math.max(1, ROWS / rowsPerExample);
    }

    static Collection<String> outputs() {
        return List.of(ForecastGraph.PREDICTION);
    }

    /** From [batch, look-back, channels] to [batch, horizon, channels]. */
    INDArray forecast(INDArray input, long... targetShape) {
        long examples = input.size(0);
        long[] shape = targetShape.clone();
        shape[0] = examples;
        INDArray forecasts = Nd4j.createUninitializedDetached(
                sd.getVariable(ForecastGraph.PREDICTION).dataType(), shape);
        for (long from = 0; from < examples; from += chunk) {
            long to = Math.min(examples, from + chunk);
            rows(forecasts, from, to).assign(piece(rows(input, from, to)));
        }
        return forecasts;
    }

    private INDArray piece(INDArray input) {
        Map<String, INDArray> placeholders = Map.of(ForecastGraph.INPUT, input);
        if (plans == null) {
            return sd.outputSingle(placeholders, ForecastGraph.PREDICTION);
        }
        Plan plan = plans.forInputs(placeholders);
        plan.run(placeholders, null);
        return plan.get(ForecastGraph.PREDICTION);
    }

    private static INDArray rows(INDArray array, long from, long to) {
        return to - from == array.size(0) ? array : array.get(NDArrayIndex.interval(from, to));
    }
}
