package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.export.ExportedModel;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.report.SizeReport;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.format.Provenance;
import io.github.dl4jpruning.runtime.format.Scaler;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import io.github.dl4jpruning.samediff.patchtst.EncoderSize;
import io.github.dl4jpruning.samediff.patchtst.Forecaster;
import io.github.dl4jpruning.samediff.patchtst.PatchTransformer;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Writes a trained {@link PatchTst} or {@link PatchTransformer} as a file that {@code dl4j-pruning-runtime} runs with the JDK alone.
 *
 * <p>An export does not change: each method returns another one. The model is read once, by {@code of}.
 *
 * <pre>{@code
 * ModelExport.of(model)
 *         .inputScaler(means, deviations)
 *         .outputScaler(means, deviations)
 *         .write(Path.of("model.dlp"));
 * float[] forecast = SparseForecaster.load(Path.of("model.dlp")).predict(window);
 * }</pre>
 */
public final class ModelExport {
    private final ExportedModel exported;

    private ModelExport(ExportedModel exported) {
        this.exported = exported;
    }

    /**
     * The export of a PatchTST, of weights and norm statistics as they are now.
     *
     * @param model trained; dropout is left out, as in its forecasts
     * @return the export, without scalers, of 32-bit weights
     * @throws IllegalArgumentException if a weight is infinite or not a number, or the model is too large for the runtime; the message
     *     names the variable or the size
     */
    public static ModelExport of(PatchTst model) {
        synchronized (model) { // no training meanwhile
            return of(PatchExport.of(model), model, model.config().encoder());
        }
    }

    /**
     * The export of a patch transformer, of weights as they are now.
     *
     * @param model trained; dropout is left out, as in its forecasts
     * @return the export, without scalers, of 32-bit weights
     * @throws IllegalArgumentException if a weight is infinite or not a number, or the model is too large for the runtime; the message
     *     names the variable or the size
     */
    public static ModelExport of(PatchTransformer model) {
        synchronized (model) {
            return of(PatchExport.of(model), model, model.config().encoder());
        }
    }

    private static ModelExport of(PatchNetwork network, Forecaster source, EncoderSize size) {
        Optional<PruningStart.Stored> pruned = new PruningCarrier(source.sameDiff()).load();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", Runtime.version().toString());
        versions.put("nd4j", Provenance.version(SameDiff.class));
        versions.put("dl4j-pruning", Provenance.version(ModelExport.class));
        Provenance provenance = new Provenance(
                pruned.map(PruningStart.Stored::plan).orElse(""),
                // Without masks, as after they were stripped, the zeros tell.
                pruned.map(stored -> stored.masks().sparsity()).orElseGet(network::sparsity),
                "",
                versions);
        int hidden = network.encoder().stream()
                .mapToInt(layer -> layer.inner().outputs())
                .sum();
        return new ModelExport(new ExportedModel(
                new TrainedForecaster(source),
                new Model(network, provenance),
                ValueFormat.FLOAT32,
                size.layers() * size.feedForward() - hidden));
    }

    private ModelExport with(Model other) {
        return new ModelExport(exported.with(other));
    }

    /**
     * With the scaler of the inputs, so that windows are given as they were measured.
     *
     * @param mean one per series that is read
     * @param deviation one per series, above 0
     * @return the same export with this scaler
     * @throws IllegalArgumentException if there are more or fewer series, or a deviation is not above 0
     */
    public ModelExport inputScaler(float[] mean, float[] deviation) {
        return with(model().withInputScaler(Scaler.of(mean, deviation)));
    }

    /**
     * With the scaler of one target, so that forecasts come as it is measured. Of several series, all are of this target.
     *
     * @param mean of the target
     * @param deviation of the target, above 0
     * @return the same export with this scaler
     * @throws IllegalArgumentException if the deviation is not above 0
     */
    public ModelExport outputScaler(float mean, float deviation) {
        return new ModelExport(exported.withOutputScaler(mean, deviation));
    }

    /**
     * With a scaler of each series that is forecast.
     *
     * @param mean one per series, the same for all steps of the horizon
     * @param deviation one per series, above 0
     * @return the same export with this scaler
     * @throws IllegalArgumentException if there are more or fewer series, or a deviation is not above 0
     */
    public ModelExport outputScaler(float[] mean, float[] deviation) {
        return with(model().withOutputScaler(Scaler.of(mean, deviation)));
    }

    /**
     * With a description of the data.
     *
     * @param description for whoever finds the file
     * @return the same export with this description
     */
    public ModelExport data(String description) {
        return with(model().withData(description));
    }

    /**
     * With weights in fewer bits; biases, positions and norms keep theirs. {@link SizeReport#largestError()} tells what that does.
     *
     * @param values how weights are written
     * @return the same export with this format
     */
    public ModelExport values(ValueFormat values) {
        return new ModelExport(exported.with(values));
    }

    /**
     * What is exported, with weights in 32 bits.
     *
     * @return architecture, weights and provenance
     */
    public Model model() {
        return exported.model();
    }

    /**
     * Writes the file, whole or not at all.
     *
     * @param file to write, in a folder that exists
     * @return its size beside that of the model's own files: of {@code save}, and of {@code saveStripped}
     * @throws IOException if it cannot be written; an older file is then still whole
     * @throws IllegalArgumentException if a weight is too large for 16 bits
     */
    public SizeReport write(Path file) throws IOException {
        return exported.write(file);
    }

    /**
     * Measures what {@link #write} would write, and how long a forecast of it takes, from a window of the mean of every series.
     *
     * @return sizes, and milliseconds of a forecast by the runtime and by the model's {@code predict}
     * @throws IOException if the files that are measured cannot be written to the folder for temporary files
     * @throws IllegalArgumentException if a weight is too large for 16 bits
     * @see #measure(float[])
     */
    public Deployment measure() throws IOException {
        PatchNetwork network = (PatchNetwork) model().architecture();
        return measure(exported.plainWindow(network.patching().lookBack()));
    }

    /**
     * Measures what {@link #write} would write, and how long a forecast of it takes. Nothing is written but temporary files.
     *
     * <p>The runtime forecasts from the bytes of the file, with weights in the bits that are written, and SameDiff by the model's
     * {@code predict}, from the same window, one at a time, in turn: after a warm-up, the medians of 11 turns. That takes about
     * two seconds, and longer if forecasts are so slow that five of each do not fit in. A training of the model
     * waits meanwhile, or spoils the times.
     *
     * @param window as the forecaster will get it: all series of the first step, then of the next; not scaled, if there is an input
     *     scaler. The model gets it scaled, which is not part of its time
     * @return sizes, and milliseconds of a forecast by the runtime and by SameDiff
     * @throws IOException if the files that are measured cannot be written to the folder for temporary files
     * @throws IllegalArgumentException if the window has another length, or a value that is infinite or not a number, or a weight is
     *     too large for 16 bits
     */
    public Deployment measure(float[] window) throws IOException {
        return exported.measure(window);
    }

    /**
     * The same with another clock, and another time that it may take.
     *
     * @param window as in {@link #measure(float[])}
     * @param clock nanoseconds since whenever; the processor time of this thread, for example, where the machine is busy and ND4J
     *     works with one thread
     * @param budget about how long it takes; code that the virtual machine has not compiled yet is several times slower, and wants
     *     seconds
     * @return as {@link #measure(float[])}
     * @throws IOException as {@link #measure(float[])}
     * @throws IllegalArgumentException as {@link #measure(float[])}, or if there is no time
     */
    public Deployment measure(float[] window, LongSupplier clock, Duration budget) throws IOException {
        return exported.measure(window, clock, budget);
    }
}
