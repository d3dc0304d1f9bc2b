package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.export.TrainedModel;
import io.github.dl4jpruning.samediff.patchtst.Forecaster;
import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model whose files and forecasts are measured.
 *
 * @param model the model itself
 */
record TrainedForecaster(Forecaster model) implements TrainedModel {

    @Override
    public String framework() {
        return "SameDiff";
    }

    @Override
    public void save(Path file) throws IOException {
        model.save(file);
    }

    @Override
    public void saveStripped(Path file) throws IOException {
        model.saveStripped(file);
    }

    @Override
    public Runnable forecast(float[] window, int steps) {
        INDArray input = Nd4j.createFromArray(window).reshape(1, steps, window.length / steps);
        return () -> model.predict(input);
    }
}
