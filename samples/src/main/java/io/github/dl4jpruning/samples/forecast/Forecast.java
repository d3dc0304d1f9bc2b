package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.samples.data.Errors;
import io.github.dl4jpruning.samples.data.ForecastTask;
import io.github.dl4jpruning.samples.data.Span;
import io.github.dl4jpruning.samples.data.WindowIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Forecasts of some rows and what came, one step ahead each, in the units of the target.
 *
 * @param rows the rows of the task
 * @param actual what came
 * @param predicted what was forecast
 */
public record Forecast(Span rows, double[] actual, double[] predicted) {
    private static final int BATCH = 256;

    /** The forecasts of a network. */
    public static Forecast by(MultiLayerNetwork network, ForecastTask task, Span rows) {
        double[] predicted = new double[rows.rows()];
        int done = 0;
        WindowIterator windows = WindowIterator.inOrder(task, rows, BATCH);
        while (windows.hasNext()) {
            INDArray output = network.output(windows.next().getFeatures());
            for (int i = 0; i < output.size(0); i++) {
                predicted[done] = task.level(rows.from() + done, output.getDouble(i, 0));
                done++;
            }
        }
        return new Forecast(rows, task.actual(rows), predicted);
    }

    /** The naive forecast: the next value equals the last one. */
    public static Forecast lastValue(ForecastTask task, Span rows) {
        return new Forecast(rows, task.actual(rows), task.lastValues(rows));
    }

    /** The forecast of the row after the last one of a task. */
    public static double next(MultiLayerNetwork network, ForecastTask task) {
        INDArray output = network.output(WindowIterator.last(task));
        return task.level(task.rows(), output.getDouble(0, 0));
    }

    /** How far off the forecasts are. */
    public Errors errors() {
        return Errors.of(predicted, actual);
    }
}
