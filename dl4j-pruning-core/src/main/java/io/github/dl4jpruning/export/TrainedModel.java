package io.github.dl4jpruning.export;

import java.io.IOException;
import java.nio.file.Path;

/** What is asked of a trained model beside its weights, to tell what an export of it saves. */
public interface TrainedModel {

    /**
     * Who computes its forecasts.
     *
     * @return a name for people
     */
    String framework();

    /**
     * Saves it to train on later, with updater state and masks.
     *
     * @param file to write
     * @throws IOException if it cannot be written
     */
    void save(Path file) throws IOException;

    /**
     * Saves it to forecast, without updater state and masks.
     *
     * @param file to write
     * @throws IOException if it cannot be written
     */
    void saveStripped(Path file) throws IOException;

    /**
     * A forecast of one window.
     *
     * @param window all columns of the first step, then of the next, as the model sees them: scaled
     * @param steps of the window, 1 if it is no sequence
     * @return forecasts from this window every time it is run
     */
    Runnable forecast(float[] window, int steps);
}
