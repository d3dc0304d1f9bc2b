package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.export.Export;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.Network;
import io.github.dl4jpruning.runtime.format.Provenance;
import io.github.dl4jpruning.runtime.simplify.Simplification;
import java.util.LinkedHashMap;
import java.util.Map;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Writes a trained network as a file that {@code dl4j-pruning-runtime} runs with the JDK alone.
 *
 * <p>Batch normalisations are folded into the weights beside them where that can be, and units that lost all their
 * inputs or outputs are removed; the forecasts stay the same.
 *
 * <p>The network is read once, by {@code of}: what is trained later is not in the export. Weights are exported as they
 * are; if some are not zero that the network's masks prune, a warning tells how many.
 *
 * <pre>{@code
 * SizeReport sizes = ModelExport.of(net)
 *         .inputScaler(means, deviations)
 *         .outputScaler(targetMean, targetDeviation)
 *         .write(Path.of("model.dlp"));
 * float[] forecast = SparseForecaster.load(Path.of("model.dlp")).predict(window);
 * }</pre>
 */
public final class ModelExport {

    private ModelExport() {}

    /**
     * The export of a network, of weights as they are now.
     *
     * @param net initialised; of dense, output, SimpleRnn, LSTM, GravesLSTM, bidirectional, batch normalisation,
     *     activation and dropout layers, and wrappers that freeze them or keep the last step
     * @return the export, without scalers, of 32-bit weights
     * @throws IllegalArgumentException if it has other layers, other preprocessors, or weights that are infinite or not
     *     a number; the message names the layer
     */
    public static Export of(MultiLayerNetwork net) {
        return of(net, LayerChain.of(net));
    }

    /**
     * The export of a graph that is a chain, of weights as they are now.
     *
     * @param graph initialised; with one input and one output, and between them, one after the other, layers as in
     *     {@link #of(MultiLayerNetwork)} and vertices that keep the last time step, scale or shift
     * @return the export, without scalers, of 32-bit weights
     * @throws IllegalArgumentException if it has several inputs or outputs, branches, other vertices, layers or
     *     preprocessors, or weights that are infinite or not a number; the message names the vertex
     */
    public static Export of(ComputationGraph graph) {
        return of(graph, LayerChain.of(graph));
    }

    /**
     * The export of a network of either kind, such as {@link ModelFiles#load} gives.
     *
     * @param net a {@link MultiLayerNetwork} or {@link ComputationGraph}, as above
     * @return the export, without scalers, of 32-bit weights
     * @throws IllegalArgumentException as above, or if it is neither
     */
    public static Export of(org.deeplearning4j.nn.api.Model net) {
        if (net instanceof MultiLayerNetwork layers) {
            return of(layers);
        } else if (net instanceof ComputationGraph graph) {
            return of(graph);
        }
        throw new IllegalArgumentException("a " + net.getClass().getSimpleName()
                + " cannot be exported by itself: give the whole MultiLayerNetwork or ComputationGraph");
    }

    private static Export of(org.deeplearning4j.nn.api.Model net, LayerChain chain) {
        NetworkModel.warnOfDisagreement(net, "exported");
        Network whole = chain.network();
        Network network = Simplification.of(whole);
        int removed = Simplification.units(whole) - Simplification.units(network);
        return new Export(
                new TrainedNetwork(net, whole.sequence() || chain.beginsWithSteps()),
                new Model(network, provenance(net, whole.sparsity())),
                removed);
    }

    private static Provenance provenance(org.deeplearning4j.nn.api.Model net, double sparsity) {
        String plan = "";
        if (net.conf().getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT) {
            plan = NetworkModel.of(net)
                    .load(true)
                    .map(PruningStart.Stored::plan)
                    .orElse("");
        }
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", Runtime.version().toString());
        versions.put("deeplearning4j", Provenance.version(MultiLayerNetwork.class));
        versions.put("dl4j-pruning", Provenance.version(ModelExport.class));
        return new Provenance(plan, sparsity, "", versions);
    }
}
