package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.ModelWriter;
import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.format.Provenance;
import io.github.dl4jpruning.runtime.format.Scaler;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import io.github.dl4jpruning.samediff.patchtst.PatchTransformer;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    private final Model model;
    private final ValueFormat format;

    private ModelExport(Model model, ValueFormat format) {
        this.model = model;
        this.format = format;
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
            return of(PatchExport.of(model), model.sameDiff());
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
            return of(PatchExport.of(model), model.sameDiff());
        }
    }

    private static ModelExport of(PatchNetwork network, SameDiff sd) {
        Optional<PruningStart.Stored> pruned = new PruningCarrier(sd).load();
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
        return new ModelExport(new Model(network, provenance), ValueFormat.FLOAT32);
    }

    private ModelExport with(Model other) {
        return new ModelExport(other, format);
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
        return with(model.withInputScaler(Scaler.of(mean, deviation)));
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
        return with(model.withOutputScaler(Scaler.uniform(model.architecture().outputs(), mean, deviation)));
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
        return with(model.withOutputScaler(Scaler.of(mean, deviation)));
    }

    /**
     * With a description of the data.
     *
     * @param description for whoever finds the file
     * @return the same export with this description
     */
    public ModelExport data(String description) {
        return with(model.withData(description));
    }

    /**
     * With weights in fewer bits; biases, positions and norms keep theirs.
     *
     * @param values how weights are written
     * @return the same export with this format
     */
    public ModelExport values(ValueFormat values) {
        return new ModelExport(model, values);
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
     * @return its size in bytes
     * @throws IOException if it cannot be written; an older file is then still whole
     * @throws IllegalArgumentException if a weight is too large for 16 bits
     */
    public long write(Path file) throws IOException {
        byte[] bytes = ModelWriter.write(model, format);
        AtomicFile.write(file, temporary -> Files.write(temporary, bytes));
        return bytes.length;
    }
}
