package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.ModelReader;
import io.github.dl4jpruning.runtime.format.Network;
import io.github.dl4jpruning.runtime.format.Scaler;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A forecaster that was trained and pruned with DL4J, and runs with the JDK alone.
 *
 * <p>All threads may use one forecaster at once. Each keeps a small workspace of its own, which grows with the longest window;
 * the methods that are given an array for the result allocate nothing else.
 *
 * <pre>{@code
 * SparseForecaster forecaster = SparseForecaster.load(Path.of("model.spf"));
 * float[] forecast = forecaster.predict(window);  // steps x columns, step by step
 * }</pre>
 */
public final class SparseForecaster {

    /** Below so many windows one after the other is faster than all at once. */
    private static final int FEWEST_LANES = 8;

    private final Model model;
    private final List<Stage> stages;
    private final boolean sequence; // asked for at every forecast, and made with streams
    private final boolean sequenceOut;
    private final int width;
    private final float[] inputMean; // null: no scaler
    private final float[] inputDeviation;
    private final float[] outputMean;
    private final float[] outputDeviation;
    private final ThreadLocal<Workspace> workspaces;

    private SparseForecaster(Model model) {
        this.model = model;
        Network network = model.network();
        stages = Stage.of(network.layers());
        sequence = network.sequence();
        sequenceOut = network.sequenceOut();
        width = network.outputs();
        inputMean =
                network.inputScaler().map(Scaler::mean).map(v -> v.toArray()).orElse(null);
        inputDeviation = network.inputScaler()
                .map(Scaler::deviation)
                .map(v -> v.toArray())
                .orElse(null);
        outputMean =
                network.outputScaler().map(Scaler::mean).map(v -> v.toArray()).orElse(null);
        outputDeviation = network.outputScaler()
                .map(Scaler::deviation)
                .map(v -> v.toArray())
                .orElse(null);
        workspaces = ThreadLocal.withInitial(() -> new Workspace(stages, network.inputs(), inputMean, inputDeviation));
    }

    /**
     * Reads a forecaster.
     *
     * @param file written by {@code ModelExport}
     * @return the forecaster
     * @throws IOException if it cannot be read, is damaged, or is no such file; the message says which
     */
    public static SparseForecaster load(Path file) throws IOException {
        return new SparseForecaster(ModelReader.read(file));
    }

    /**
     * A forecaster in memory.
     *
     * @param model what it computes
     * @return the forecaster
     */
    public static SparseForecaster of(Model model) {
        return new SparseForecaster(model);
    }

    /**
     * What it computes, and where it comes from.
     *
     * @return architecture, weights and provenance
     */
    public Model model() {
        return model;
    }

    /**
     * Numbers in a step of a window.
     *
     * @return columns
     */
    public int inputs() {
        return model.network().inputs();
    }

    /**
     * Numbers in a forecast.
     *
     * @param steps of the window; 1 if it is no sequence
     * @return how many: one set, or one per step if the last layer gives a sequence
     */
    public int outputs(int steps) {
        return sequenceOut ? Math.multiplyExact(steps, width) : width;
    }

    /**
     * Forecasts.
     *
     * @param window all columns of the first step, then of the next; of any number of steps, or of one if the network takes no
     *     sequence
     * @return the forecast; if it is a sequence, all outputs of the first step, then of the next
     * @throws IllegalArgumentException if the window has another length, or a value that is infinite or not a number
     */
    public float[] predict(float[] window) {
        return predict(window, 1);
    }

    /**
     * Forecasts into an array, with no allocation.
     *
     * @param window as in {@link #predict(float[])}
     * @param forecast of length {@link #outputs}
     * @throws IllegalArgumentException if one has another length, or a value is infinite or not a number
     */
    public void predict(float[] window, float[] forecast) {
        predict(window, 1, forecast);
    }

    /**
     * Forecasts from several windows of the same length, which is faster than from one after the other.
     *
     * @param windows the first, then the next
     * @param count how many
     * @return the forecasts in that order
     * @throws IllegalArgumentException if their length is another, or a value is infinite or not a number
     */
    public float[] predict(float[] windows, int count) {
        int steps = steps(windows, count);
        float[] forecasts = new float[Math.multiplyExact(count, outputs(steps))];
        predict(windows, count, forecasts);
        return forecasts;
    }

    /**
     * Forecasts from several windows into an array, with no allocation.
     *
     * @param windows as in {@link #predict(float[], int)}
     * @param count how many
     * @param forecasts of length count x {@link #outputs}
     * @throws IllegalArgumentException if one has another length, or a value is infinite or not a number
     */
    public void predict(float[] windows, int count, float[] forecasts) {
        int steps = steps(windows, count);
        int size = outputs(steps);
        if (forecasts.length != (long) count * size) {
            throw new IllegalArgumentException("the array for the forecasts has length " + forecasts.length
                    + ": make it " + (long) count * size + ", which is " + count + " times " + size);
        }
        Workspace workspace = workspaces.get();
        int window = windows.length / count;
        int done = 0;
        while (count - done >= FEWEST_LANES) {
            int lanes = Math.min(Workspace.LANES, count - done);
            write(workspace.run(windows, done * window, steps, lanes), forecasts, done * size, size, lanes);
            done += lanes;
        }
        for (; done < count; done++) {
            write(workspace.run(windows, done * window, steps), forecasts, done * size, size);
        }
    }

    private int steps(float[] windows, int count) {
        if (count < 1 || windows.length == 0 || windows.length % ((long) count * inputs()) != 0) {
            throw new IllegalArgumentException("an array of " + windows.length + " values does not hold " + count
                    + " windows of " + inputs() + " columns: give all columns of a step, then those of the next");
        }
        int steps = windows.length / count / inputs();
        if (steps != 1 && !sequence) {
            throw new IllegalArgumentException("a window of " + windows.length / count + " values is no single step of "
                    + inputs() + " columns, and the network takes no sequence");
        }
        return steps;
    }

    private void write(float[][] rows, float[] to, int offset, int size) {
        for (int i = 0; i < size; i++) {
            to[offset + i] = unscaled(rows[i / width][i % width], i % width);
        }
    }

    private void write(float[][][] rows, float[] to, int offset, int size, int lanes) {
        for (int i = 0; i < size; i++) {
            float[] row = rows[i / width][i % width];
            for (int lane = 0; lane < lanes; lane++) {
                to[offset + lane * size + i] = unscaled(row[lane], i % width);
            }
        }
    }

    private float unscaled(float value, int column) {
        return outputMean == null ? value : value * outputDeviation[column] + outputMean[column];
    }

    /**
     * A forecaster for values as they come.
     *
     * @return a stream that has seen nothing yet; for one thread at a time
     * @throws IllegalStateException if a layer is bidirectional: it has to see the end first
     */
    public Stream stream() {
        if (!model.network().causal()) {
            throw new IllegalStateException(
                    "the network has a bidirectional layer, which needs the whole window: use predict(window)");
        }
        return new Stream();
    }

    /**
     * Forecasts after each new step, keeping the state of the recurrent layers. The work of a step does not grow with the number
     * of steps before it. After n steps the forecast is that of {@link #predict(float[])} for a window of these n steps.
     *
     * <p>For one thread at a time.
     */
    public final class Stream {
        private final Cell.Run[] runs = stages.stream()
                .filter(stage -> stage.cell() != null)
                .map(stage -> stage.cell().run())
                .toArray(Cell.Run[]::new);
        private final float[][] rows = stages.stream()
                .filter(stage -> stage.cell() != null)
                .map(stage -> new float[stage.outputs()])
                .toArray(float[][]::new);
        private final float[] scaled = new float[inputs()];

        private Stream() {}

        /** Forgets all steps. */
        public void reset() {
            for (Cell.Run run : runs) {
                run.clear();
            }
        }

        /**
         * The forecast after one more step.
         *
         * @param step one number per column
         * @return one number per output
         * @throws IllegalArgumentException if there are more or fewer columns, or one is infinite or not a number; the step is
         *     then not taken
         */
        public float[] next(float... step) {
            float[] forecast = new float[width];
            next(step, forecast);
            return forecast;
        }

        /**
         * The forecast after one more step, with no allocation.
         *
         * @param step one number per column
         * @param forecast where one number per output goes
         * @throws IllegalArgumentException as in {@link #next(float...)}
         */
        public void next(float[] step, float[] forecast) {
            if (step.length != inputs() || forecast.length != width) {
                throw new IllegalArgumentException("a step of " + step.length + " columns and a forecast of "
                        + forecast.length + " numbers: the network has " + inputs() + " columns and "
                        + model.network().outputs() + " outputs");
            }
            for (int column = 0; column < step.length; column++) {
                scaled[column] = Workspace.scaled(step[column], 0, column, inputMean, inputDeviation);
            }
            float[] x = scaled;
            for (int i = 0; i < runs.length; i++) {
                runs[i].step(x, rows[i]);
                x = rows[i];
            }
            for (int i = 0; i < forecast.length; i++) {
                forecast[i] = unscaled(x[i], i);
            }
        }
    }
}
