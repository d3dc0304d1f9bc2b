package io.github.dl4jpruning.samediff.patchtst;

import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.listeners.Listener;
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
    private final String output;
    private final long chunk;

    /**
     * Forecasts of a model.
     *
     * @param output to compute
     * @param arena null to use SameDiff's own sessions
     * @param rowsPerExample patches of all channels
     */
    Inference(SameDiff sd, String output, Arena arena, long rowsPerExample) {
        this.sd = sd;
        this.plans = arena == null ? null : new Plans(sd, List.of(output), arena);
        this.output = output;
        this.chunk = Math.max(1, ROWS / rowsPerExample);
    }

    /**
     * From [batch, look-back, channels] to [batch, horizon, channels].
     *
     * @param draw masks of dropout; null if the output has none
     */
    INDArray forecast(INDArray input, DropoutSeeds.Draw draw, long... targetShape) {
        long examples = input.size(0);
        long[] shape = targetShape.clone();
        shape[0] = examples;
        INDArray forecasts =
                Nd4j.createUninitializedDetached(sd.getVariable(output).dataType(), shape);
        for (long from = 0; from < examples; from += chunk) {
            long to = Math.min(examples, from + chunk);
            DropoutSeeds.Draw part = draw == null ? null : draw.part(from);
            rows(forecasts, from, to).assign(piece(rows(input, from, to), part));
        }
        return forecasts;
    }

    private INDArray piece(INDArray input, DropoutSeeds.Draw draw) {
        Map<String, INDArray> placeholders = Map.of(ForecastGraph.INPUT, input);
        if (plans == null) {
            Listener[] listeners = draw == null ? new Listener[0] : new Listener[] {draw};
            return sd.output(placeholders, List.of(listeners), output).get(output);
        }
        Plan plan = plans.forInputs(placeholders);
        plan.run(placeholders, draw);
        return plan.get(output);
    }

    private static INDArray rows(INDArray array, long from, long to) {
        return to - from == array.size(0) ? array : array.get(NDArrayIndex.interval(from, to));
    }
}
