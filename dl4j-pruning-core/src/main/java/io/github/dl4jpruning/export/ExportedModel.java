package io.github.dl4jpruning.export;

import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.report.SizeReport;
import io.github.dl4jpruning.runtime.SparseForecaster;
import io.github.dl4jpruning.runtime.format.Architecture;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.ModelReader;
import io.github.dl4jpruning.runtime.format.ModelWriter;
import io.github.dl4jpruning.runtime.format.Scaler;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * A trained model, translated for the runtime. The {@code ModelExport} of each framework makes one; users need no other door.
 *
 * @param source it was translated from
 * @param model architecture, weights and provenance, with weights in 32 bits
 * @param values how weights are written
 * @param removedUnits units that lost all their inputs or outputs, and are not in the model
 */
public record ExportedModel(TrainedModel source, Model model, ValueFormat values, int removedUnits) {

    private static final Duration BUDGET = Duration.ofSeconds(2);

    /**
     * The same of another model.
     *
     * @param other with other scalers or provenance
     * @return source and values as they are here
     */
    public ExportedModel with(Model other) {
        return new ExportedModel(source, other, values, removedUnits);
    }

    /**
     * The same with weights in other bits.
     *
     * @param format how weights are written
     * @return source and model as they are here
     */
    public ExportedModel with(ValueFormat format) {
        return new ExportedModel(source, model, format, removedUnits);
    }

    /**
     * The same with a scaler that does the same to every column of a forecast.
     *
     * @param mean of the target
     * @param deviation of the target, above 0
     * @return all else as it is here
     * @throws IllegalArgumentException if the deviation is not above 0
     */
    public ExportedModel withOutputScaler(float mean, float deviation) {
        return with(model.withOutputScaler(Scaler.uniform(model.architecture().outputs(), mean, deviation)));
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @param file to write, in a folder that exists
     * @return its size beside that of the framework's files
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
     * A window that says nothing: the mean of every column, which is zero once it is scaled.
     *
     * @param steps of the window, 1 if it is no sequence
     * @return all columns of the first step, then of the next
     * @throws IllegalArgumentException if there is no step
     */
    public float[] plainWindow(int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException(
                    "a window of " + steps + " steps holds nothing: give the steps of the windows of the training");
        }
        int columns = model.architecture().inputs();
        float[] window = new float[Math.multiplyExact(steps, columns)];
        Optional<Scaler> scaler = model.architecture().inputScaler();
        for (int i = 0; scaler.isPresent() && i < window.length; i++) {
            window[i] = scaler.get().mean().get(i % columns);
        }
        return window;
    }

    /**
     * The same by the clock on the wall, in about two seconds.
     *
     * @param window as below
     * @return sizes and times
     * @throws IOException as below
     * @throws IllegalArgumentException as below
     */
    public Deployment measure(float[] window) throws IOException {
        return measure(window, System::nanoTime, BUDGET);
    }

    /**
     * Measures the size of the file, and the time of one forecast by what a reader of the file has, and by the framework, in turn:
     * after a warm-up, most of which the framework has, the medians of 11 turns. Of forecasts too slow for that there are fewer turns,
     * of one forecast each, but never less than 5, which may take longer.
     *
     * @param window as in {@link SparseForecaster#predict(float[])}: as it was measured, unscaled if there is a scaler. The
     *     framework gets it scaled, which is not part of its time
     * @param clock nanoseconds since whenever: {@code System::nanoTime}, or the processor time of this thread where the machine is
     *     busy and a forecast is the work of one thread
     * @param budget about how long it takes; code that the virtual machine has not compiled yet is several times slower, and wants
     *     seconds
     * @return sizes and times
     * @throws IOException if the files that are measured cannot be written to the folder for temporary files
     * @throws IllegalArgumentException if the window has another length than the model takes, or a value that is infinite or not a
     *     number, a weight is too large for 16 bits, or there is no time
     */
    public Deployment measure(float[] window, LongSupplier clock, Duration budget) throws IOException {
        byte[] bytes = ModelWriter.write(model, values);
        SparseForecaster forecaster = SparseForecaster.of(ModelReader.read(bytes));
        float[] forecast = forecaster.predict(window); // checks it, too
        int steps = window.length / forecaster.inputs();
        Runnable byFramework = source.forecast(scaled(window), steps);
        return new Deployment(
                sizes(bytes),
                new Turns(clock, budget)
                        .latency(() -> forecaster.predict(window, forecast), source.framework(), byFramework));
    }

    private float[] scaled(float[] window) {
        Architecture architecture = model.architecture();
        float[] scaled = window.clone();
        architecture.inputScaler().ifPresent(scaler -> {
            for (int i = 0; i < scaled.length; i++) {
                int column = i % architecture.inputs();
                scaled[i] = (scaled[i] - scaler.mean().get(column))
                        / scaler.deviation().get(column);
            }
        });
        return scaled;
    }
}
