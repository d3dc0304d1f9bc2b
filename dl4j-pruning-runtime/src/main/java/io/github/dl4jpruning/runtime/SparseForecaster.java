package io.github.dl4jpruning.runtime;

import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.ModelReader;
import io.github.dl4jpruning.runtime.format.Network;
import io.github.dl4jpruning.runtime.format.PatchNetwork;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A forecaster that was trained and pruned with DL4J, and runs with the JDK alone.
 *
 * <p>All threads may use one forecaster at once. Each keeps a small workspace of its own, which grows with the longest
 * window; the methods that are given an array for the result allocate nothing else.
 *
 * <pre>{@code
 * SparseForecaster forecaster = SparseForecaster.load(Path.of("model.dlp"));
 * float[] forecast = forecaster.predict(window);  // steps x columns, step by step
 * }</pre>
 *
 * <p>A network pruned in blocks of 8 outputs is faster if Java is started with {@code --add-modules
 * jdk.incubator.vector}: its blocks are then multiplied by the Vector API. Java warns of an incubator module, and the
 * first forecasts, until they are compiled, take longer and allocate memory.
 */
public final class SparseForecaster {

    private final Model model;
    private final Engine engine;
    private final Scaling in;
    private final Scaling out;

    private SparseForecaster(Model model) {
        this.model = model;
        engine = model.architecture() instanceof PatchNetwork network
                ? new PatchEngine(network)
                : new ChainEngine(model.network());
        in = Scaling.of(model.architecture().inputScaler());
        out = Scaling.of(model.architecture().outputScaler());
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
        return model.architecture().inputs();
    }

    /**
     * Numbers in a forecast.
     *
     * @param steps of the window; 1 if it is no sequence
     * @return how many: one set, or one per step if the last layer gives a sequence; of a patch network horizon x
     *     columns
     */
    public int outputs(int steps) {
        return engine.outputs(steps);
    }

    /**
     * Forecasts.
     *
     * @param window all columns of the first step, then of the next; of any number of steps, or of one if the network
     *     takes no sequence, or of the look-back of a patch network
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
        int steps = engine.steps(windows, count);
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
        int steps = engine.steps(windows, count);
        int size = outputs(steps);
        if (forecasts.length != (long) count * size) {
            throw new IllegalArgumentException("the array for the forecasts has length " + forecasts.length
                    + ": make it " + (long) count * size + ", which is " + count + " times " + size);
        }
        engine.predict(windows, count, steps, forecasts, in, out);
    }

    /**
     * Forecasts in double precision, for values whose level is large against their deviation: a float has seven digits,
     * so that it cannot tell 2,100,000,000 from 2,100,000,100. The network itself computes in floats, on standardised
     * values.
     *
     * @param window as in {@link #predict(float[])}
     * @return as in {@link #predict(float[])}
     * @throws IllegalArgumentException as in {@link #predict(float[])}, or if a standardised value is beyond the range
     *     of a float
     */
    public double[] predict(double[] window) {
        return predict(window, 1);
    }

    /**
     * Forecasts from several windows in double precision.
     *
     * @param windows as in {@link #predict(float[], int)}
     * @param count how many
     * @return as in {@link #predict(float[], int)}
     * @throws IllegalArgumentException as in {@link #predict(double[])}
     */
    public double[] predict(double[] windows, int count) {
        float[] standardised = new float[windows.length];
        int steps = engine.steps(standardised, count);
        for (int i = 0; i < windows.length; i++) {
            standardised[i] = in.standardise(windows[i], i / inputs() % steps, i % inputs());
        }
        float[] outputs = new float[Math.multiplyExact(count, outputs(steps))];
        engine.predict(standardised, count, steps, outputs, Scaling.NONE, Scaling.NONE);
        double[] forecasts = new double[outputs.length];
        int columns = model.architecture().outputs();
        for (int i = 0; i < forecasts.length; i++) {
            forecasts[i] = out.restore(outputs[i], i % columns);
        }
        return forecasts;
    }

    /**
     * A forecaster for values as they come.
     *
     * @return a stream that has seen nothing yet; for one thread at a time
     * @throws IllegalStateException if a layer is bidirectional, or the network reads patches: both have to see the end
     *     first
     */
    public Stream stream() {
        if (!(engine instanceof ChainEngine chain)) {
            throw new IllegalStateException(
                    "the network cuts the whole window into patches and keeps no state from step to step: use predict(window)");
        }
        if (!model.network().causal()) {
            throw new IllegalStateException(
                    "the network has a bidirectional layer, which needs the whole window: use predict(window)");
        }
        return new Stream(model.network(), chain, in, out);
    }

    /**
     * Forecasts after each new step, keeping the state of the recurrent layers. The work of a step does not grow with
     * the number of steps before it. After n steps the forecast is that of {@link #predict(float[])} for a window of
     * these n steps.
     *
     * <p>For one thread at a time.
     */
    public static final class Stream {
        private final Scaling in;
        private final Scaling out;
        private final Cell.Run[] runs;
        private final float[][] rows;
        private final float[] scaled;
        private final int width;

        private Stream(Network network, ChainEngine chain, Scaling in, Scaling out) {
            this.in = in;
            this.out = out;
            Stage[] stages = chain.stages().stream()
                    .filter(stage -> stage.cell() != null)
                    .toArray(Stage[]::new);
            runs = Arrays.stream(stages).map(stage -> stage.cell().run()).toArray(Cell.Run[]::new);
            rows = Arrays.stream(stages)
                    .map(stage -> new float[stage.outputs()])
                    .toArray(float[][]::new);
            scaled = new float[network.inputs()];
            width = network.outputs();
        }

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
         * @throws IllegalArgumentException if there are more or fewer columns, or one is infinite or not a number; the
         *     step is then not taken
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
            check(step.length, forecast.length);
            for (int column = 0; column < step.length; column++) {
                scaled[column] = in.standardise(step[column], 0, column);
            }
            float[] x = run();
            for (int i = 0; i < forecast.length; i++) {
                forecast[i] = (float) out.restore(x[i], i);
            }
        }

        /**
         * The forecast after one more step in double precision; see {@link SparseForecaster#predict(double[])}.
         *
         * @param step one number per column
         * @return one number per output
         * @throws IllegalArgumentException as in {@link #next(float...)}
         */
        public double[] next(double... step) {
            check(step.length, width);
            for (int column = 0; column < step.length; column++) {
                scaled[column] = in.standardise(step[column], 0, column);
            }
            float[] x = run();
            double[] forecast = new double[width];
            for (int i = 0; i < width; i++) {
                forecast[i] = out.restore(x[i], i);
            }
            return forecast;
        }

        private void check(int columns, int outputs) {
            if (columns != scaled.length || outputs != width) {
                throw new IllegalArgumentException("a step of " + columns + " columns and a forecast of " + outputs
                        + " numbers: the network has " + scaled.length + " columns and " + width + " outputs");
            }
        }

        /** The outputs of the network for the step that is in the array of scaled values. */
        private float[] run() {
            float[] x = scaled;
            for (int i = 0; i < runs.length; i++) {
                runs[i].step(x, rows[i]);
                x = rows[i];
            }
            return x;
        }
    }
}
