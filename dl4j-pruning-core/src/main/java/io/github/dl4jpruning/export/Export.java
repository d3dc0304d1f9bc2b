package io.github.dl4jpruning.export;

import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.report.Latency;
import io.github.dl4jpruning.report.SizeReport;
import io.github.dl4jpruning.runtime.SparseForecaster;
import io.github.dl4jpruning.runtime.format.Architecture;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.ModelReader;
import io.github.dl4jpruning.runtime.format.ModelWriter;
import io.github.dl4jpruning.runtime.format.Network;
import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.format.Scaler;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.nd4j.linalg.dataset.api.preprocessor.DataNormalization;

/**
 * A trained model, translated for {@code dl4j-pruning-runtime}, which runs it with the JDK alone. {@code
 * ModelExport.of} makes one of a network of layers, {@code PatchTstExport.of} one of a patch transformer. It does not
 * change: each method returns another one.
 *
 * <pre>{@code
 * Export export = ModelExport.of(net)
 *         .inputScaler(means, deviations)
 *         .outputScaler(targetMean, targetDeviation);
 * SizeReport sizes = export.write(Path.of("model.dlp"));
 * System.out.println(export.measure(window));
 * }</pre>
 */
public final class Export {
    private static final Duration BUDGET = Duration.ofSeconds(2);

    private final TrainedModel source;
    private final Model model;
    private final ValueFormat values;
    private final int removedUnits;

    private Export(TrainedModel source, Model model, ValueFormat values, int removedUnits) {
        this.source = source;
        this.model = model;
        this.values = values;
        this.removedUnits = removedUnits;
    }

    /**
     * The export of a model, with weights in 32 bits. For users, {@code ModelExport} translates the model, too.
     *
     * @param source it was translated from
     * @param model architecture, weights and provenance
     * @param removedUnits units that lost all their inputs or outputs, and are not in the model
     */
    public Export(TrainedModel source, Model model, int removedUnits) {
        this(source, model, ValueFormat.FLOAT32, removedUnits);
    }

    private Export with(Model other) {
        return new Export(source, other, values, removedUnits);
    }

    /**
     * With the scaler of the inputs, so that windows are given as they were measured.
     *
     * @param mean one per column
     * @param deviation one per column, above 0
     * @return the same export with this scaler
     * @throws IllegalArgumentException if there are more or fewer columns, or a deviation is not above 0
     */
    public Export inputScaler(double[] mean, double[] deviation) {
        return with(model.withInputScaler(Scaler.of(mean, deviation)));
    }

    /**
     * With the scaler of the inputs that the training data were normalised by.
     *
     * @param normalizer a fitted {@link org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize} or {@link
     *     org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler}
     * @return the same export with this scaler
     * @throws IllegalArgumentException if it is another normalizer, or has more or fewer columns
     */
    public Export inputScaler(DataNormalization normalizer) {
        return with(model.withInputScaler(Normalizers.scaler(normalizer, false)));
    }

    /**
     * With the scaler of the inputs in single precision.
     *
     * @param mean one per column
     * @param deviation one per column, above 0
     * @return the same export with this scaler
     * @throws IllegalArgumentException as {@link #inputScaler(double[], double[])}
     */
    public Export inputScaler(float[] mean, float[] deviation) {
        return with(model.withInputScaler(Scaler.of(mean, deviation)));
    }

    /**
     * With the scaler of one target, so that forecasts come as it is measured. Of several outputs, all are of this
     * target.
     *
     * @param mean of the target
     * @param deviation of the target, above 0
     * @return the same export with this scaler
     * @throws IllegalArgumentException if the deviation is not above 0
     */
    public Export outputScaler(double mean, double deviation) {
        return with(model.withOutputScaler(Scaler.uniform(model.architecture().outputs(), mean, deviation)));
    }

    /**
     * With a scaler of each output.
     *
     * @param mean one per output of a network, or one per series that a patch network forecasts, the same for its whole
     *     horizon
     * @param deviation as many, above 0
     * @return the same export with this scaler
     * @throws IllegalArgumentException if there are more or fewer outputs, or a deviation is not above 0
     */
    public Export outputScaler(double[] mean, double[] deviation) {
        return with(model.withOutputScaler(Scaler.of(mean, deviation)));
    }

    /**
     * With the scaler of the outputs that the labels were normalised by.
     *
     * @param normalizer a {@link org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize} or {@link
     *     org.nd4j.linalg.dataset.api.preprocessor.NormalizerMinMaxScaler}, fitted after {@code fitLabel(true)}
     * @return the same export with this scaler
     * @throws IllegalArgumentException if it is another normalizer, was not fitted to the labels, or has more or fewer
     *     columns
     */
    public Export outputScaler(DataNormalization normalizer) {
        return with(model.withOutputScaler(Normalizers.scaler(normalizer, true)));
    }

    /**
     * With a scaler of each output in single precision.
     *
     * @param mean as in {@link #outputScaler(double[], double[])}
     * @param deviation as many, above 0
     * @return the same export with this scaler
     * @throws IllegalArgumentException as {@link #outputScaler(double[], double[])}
     */
    public Export outputScaler(float[] mean, float[] deviation) {
        return with(model.withOutputScaler(Scaler.of(mean, deviation)));
    }

    /**
     * With a description of the data.
     *
     * @param description for whoever finds the file
     * @return the same export with this description
     */
    public Export data(String description) {
        return with(model.withData(description));
    }

    /**
     * With weights in fewer bits; biases, positions and norms keep theirs. {@link SizeReport#largestError()} tells what
     * that does.
     *
     * @param format how weights are written
     * @return the same export with this format
     */
    public Export values(ValueFormat format) {
        return new Export(source, model, format, removedUnits);
    }

    /**
     * What is exported, with weights in 32 bits.
     *
     * @return architecture, weights and provenance
     */
    public Model model() {
        return model;
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @param file to write, in a folder that exists
     * @return its size beside that of the framework's files: as saved to train on, and stripped to forecast
     * @throws IOException if it cannot be written; an older file is then still whole
     * @throws IllegalArgumentException if a weight is too large for 16 bits
     */
    public SizeReport write(Path file) throws IOException {
        byte[] bytes = ModelWriter.write(model, values);
        AtomicFile.write(file, temporary -> Files.write(temporary, bytes));
        return sizes(bytes);
    }

    private SizeReport sizes(byte[] bytes) throws IOException {
        return Sizes.of(source, model.architecture(), values, bytes.length, removedUnits);
    }

    /**
     * Measures what {@link #write} would write, and how long a forecast of it takes, from a window of the mean of every
     * column.
     *
     * @return sizes, and milliseconds of a forecast by the runtime and by the framework
     * @throws IOException if the files that are measured cannot be written to the folder for temporary files
     * @throws IllegalArgumentException if the network takes sequences of any length, or a weight is too large for 16
     *     bits
     * @see #measure(float[])
     */
    public Deployment measure() throws IOException {
        if (model.architecture() instanceof PatchNetwork network) {
            return measure(network.patching().lookBack());
        } else if (model.architecture() instanceof Network network && !network.sequence()) {
            return measure(1);
        }
        throw new IllegalArgumentException(
                "the network takes sequences of any length: say how many steps yours have, by measure(steps)");
    }

    /**
     * The same with a window of so many steps.
     *
     * @param steps of a window; 1 if the network takes no sequence
     * @return as {@link #measure()}
     * @throws IOException as {@link #measure()}
     * @throws IllegalArgumentException if the model takes windows of another length, or there is no step, or a weight
     *     is too large for 16 bits
     */
    public Deployment measure(int steps) throws IOException {
        return measure(plainWindow(steps));
    }

    /**
     * How long a forecast takes, for whoever has the sizes from {@link #write}.
     *
     * @param steps as in {@link #measure(int)}
     * @return milliseconds of a forecast by the runtime and by the framework
     * @throws IOException if the file cannot be read back, which would be a fault of this library
     * @throws IllegalArgumentException as {@link #measure(int)}
     */
    public Latency latency(int steps) throws IOException {
        return latency(ModelWriter.write(model, values), plainWindow(steps), System::nanoTime, BUDGET);
    }

    /**
     * The mean of every column, which is about zero once it is scaled; the nearest float of a mean that no float holds.
     */
    private float[] plainWindow(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "a window of " + steps + " steps holds nothing: give the steps of the windows of the training");
        }
        int columns = model.architecture().inputs();
        float[] window = new float[Math.multiplyExact(steps, columns)];
        Optional<Scaler> scaler = model.architecture().inputScaler();
        for (int i = 0; scaler.isPresent() && i < window.length; i++) {
            double mean = scaler.get().mean().get(i % columns);
            window[i] = (float) Math.max(-Float.MAX_VALUE, Math.min(Float.MAX_VALUE, mean));
        }
        return window;
    }

    /**
     * Measures what {@link #write} would write, and how long a forecast of it takes. Nothing is written but temporary
     * files.
     *
     * <p>The runtime forecasts from the bytes of the file, with weights in the bits that are written, and the framework
     * by the model's
     * {@code output} or {@code predict}, from the same window, one at a time, in turn: after a warm-up, most of which
     * the framework has, the medians of 11 turns. That takes about two seconds, and longer if forecasts are so slow
     * that five of each do not fit in. Do not train the model meanwhile.
     *
     * @param window as the forecaster will get it: all columns of the first step, then of the next; not scaled, if
     *     there is an input scaler. The framework gets it scaled, which is not part of its time
     * @return sizes, and milliseconds of a forecast by the runtime and by the framework
     * @throws IOException if the files that are measured cannot be written to the folder for temporary files
     * @throws IllegalArgumentException if the window has another length, or a value that is infinite or not a number,
     *     or a weight is too large for 16 bits
     */
    public Deployment measure(float[] window) throws IOException {
        return measure(window, System::nanoTime, BUDGET);
    }

    /**
     * The same with another clock, and another time that it may take.
     *
     * @param window as in {@link #measure(float[])}
     * @param clock nanoseconds since whenever: {@code System::nanoTime}, or the processor time of this thread where the
     *     machine is busy and a forecast is the work of one thread
     * @param budget about how long it takes; code that the virtual machine has not compiled yet is several times
     *     slower, and wants seconds
     * @return as {@link #measure(float[])}
     * @throws IOException as {@link #measure(float[])}
     * @throws IllegalArgumentException as {@link #measure(float[])}, or if there is no time
     */
    public Deployment measure(float[] window, LongSupplier clock, Duration budget) throws IOException {
        byte[] bytes = ModelWriter.write(model, values);
        Latency latency = latency(bytes, window, clock, budget);
        return new Deployment(sizes(bytes), latency);
    }

    private Latency latency(byte[] bytes, float[] window, LongSupplier clock, Duration budget) throws IOException {
        SparseForecaster forecaster = SparseForecaster.of(ModelReader.read(bytes));
        float[] forecast = forecaster.predict(window); // checks it, too
        int steps = window.length / forecaster.inputs();
        Runnable byFramework = source.forecast(scaled(window), steps);
        return new Turns(clock, budget)
                .latency(() -> forecaster.predict(window, forecast), source.framework(), byFramework);
    }

    private float[] scaled(float[] window) {
        Architecture architecture = model.architecture();
        float[] scaled = window.clone();
        architecture.inputScaler().ifPresent(scaler -> {
            for (int i = 0; i < scaled.length; i++) {
                int column = i % architecture.inputs();
                scaled[i] = (float) ((scaled[i] - scaler.mean().get(column))
                        / scaler.deviation().get(column));
            }
        });
        return scaled;
    }
}
