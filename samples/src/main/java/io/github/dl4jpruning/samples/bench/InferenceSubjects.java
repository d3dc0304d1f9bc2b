package io.github.dl4jpruning.samples.bench;

import io.github.dl4jpruning.runtime.SparseForecaster;
import io.github.dl4jpruning.runtime.format.Model;
import java.util.List;
import java.util.Random;

/** A network, and all who can forecast with it from windows that come so many at a time. */
interface InferenceSubjects {

    /** For the table. */
    String name();

    List<Sparsity> sparsities();

    /** The arguments of {@code inference_torch.py}. */
    List<String> torchArguments(int batch);

    /** Of the runtime. */
    Forecasts runtime(Sparsity sparsity, int batch);

    /** Of {@code output()}, dense: zeros make no difference there. */
    Forecasts output(int batch);

    /** Of this project's own way to the same forecasts with ND4J; takes no number of time if there is none. */
    default Forecasts predict(int batch) {
        return count -> Double.NaN;
    }

    /** Forecasts by the runtime, from windows of so many values each. */
    static Forecasts runtime(Model model, int values, int batch) {
        SparseForecaster forecaster = SparseForecaster.of(model);
        float[] windows = new float[batch * values];
        Random random = new Random(2);
        for (int i = 0; i < windows.length; i++) {
            windows[i] = random.nextFloat();
        }
        float[] forecasts = forecaster.predict(windows, batch);
        return Forecasts.of(() -> forecaster.predict(windows, batch, forecasts));
    }
}
