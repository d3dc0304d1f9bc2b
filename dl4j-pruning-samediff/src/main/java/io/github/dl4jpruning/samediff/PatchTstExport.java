package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.export.Export;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.PatchNetwork;
import io.github.dl4jpruning.runtime.format.Provenance;
import io.github.dl4jpruning.samediff.patchtst.EncoderSize;
import io.github.dl4jpruning.samediff.patchtst.Forecaster;
import io.github.dl4jpruning.samediff.patchtst.PatchTransformer;
import io.github.dl4jpruning.samediff.patchtst.PatchTst;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Writes a trained {@link PatchTst} or {@link PatchTransformer} as a file that {@code dl4j-pruning-runtime} runs with
 * the JDK alone.
 *
 * <p>The model is read once, by {@code of}: what is trained later is not in the export.
 *
 * <pre>{@code
 * PatchTstExport.of(model)
 *         .inputScaler(means, deviations)
 *         .outputScaler(means, deviations)
 *         .write(Path.of("model.dlp"));
 * float[] forecast = SparseForecaster.load(Path.of("model.dlp")).predict(window);
 * }</pre>
 */
public final class PatchTstExport {

    private PatchTstExport() {}

    /**
     * The export of a PatchTST, of weights and norm statistics as they are now.
     *
     * @param model trained; dropout is left out, as in its forecasts
     * @return the export, without scalers, of 32-bit weights
     * @throws IllegalArgumentException if a weight is infinite or not a number, or the model is too large for the
     *     runtime; the message names the variable or the size
     */
    public static Export of(PatchTst model) {
        synchronized (model) { // no training meanwhile
            return of(PatchExport.of(model), model, model.config().encoder());
        }
    }

    /**
     * The export of a patch transformer, of weights as they are now.
     *
     * @param model trained; dropout is left out, as in its forecasts
     * @return the export, without scalers, of 32-bit weights
     * @throws IllegalArgumentException if a weight is infinite or not a number, or the model is too large for the
     *     runtime; the message names the variable or the size
     */
    public static Export of(PatchTransformer model) {
        synchronized (model) {
            return of(PatchExport.of(model), model, model.config().encoder());
        }
    }

    private static Export of(PatchNetwork network, Forecaster source, EncoderSize size) {
        SameDiffPruning.warnOfDisagreement(source.sameDiff(), "exported");
        Optional<PruningStart.Stored> pruned = new PruningCarrier(source.sameDiff()).load();
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", Runtime.version().toString());
        versions.put("nd4j", Provenance.version(SameDiff.class));
        versions.put("dl4j-pruning", Provenance.version(PatchTstExport.class));
        Provenance provenance = new Provenance(
                pruned.map(PruningStart.Stored::plan).orElse(""),
                // Without masks, as after they were stripped, the zeros tell.
                pruned.map(stored -> stored.masks().sparsity()).orElseGet(network::sparsity),
                "",
                versions);
        int hidden = network.encoder().stream()
                .mapToInt(layer -> layer.inner().outputs())
                .sum();
        return new Export(
                new TrainedForecaster(source),
                new Model(network, provenance),
                size.layers() * size.feedForward() - hidden);
    }
}
