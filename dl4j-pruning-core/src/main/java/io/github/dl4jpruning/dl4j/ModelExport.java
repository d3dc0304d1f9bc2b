package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.export.ExportedModel;
import io.github.dl4jpruning.report.Deployment;
import io.github.dl4jpruning.report.SizeReport;
import io.github.dl4jpruning.runtime.format.Model;
import io.github.dl4jpruning.runtime.format.Network;
import io.github.dl4jpruning.runtime.format.Provenance;
import io.github.dl4jpruning.runtime.format.Scaler;
import io.github.dl4jpruning.runtime.format.ValueFormat;
import io.github.dl4jpruning.runtime.simplify.Simplification;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/**
 * Writes a trained network as a file that {@code dl4j-pruning-runtime} runs with the JDK alone.
 *
 * <p>Batch normalisations are folded into the weights beside them where that can be, and units that lost all their inputs or outputs
 * are removed; the forecasts stay the same.
 *
 * <p>An export does not change: each method returns another one. The network is read once, by {@code of}.
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
    private final ExportedModel exported;

    private ModelExport(ExportedModel exported) {
        this.exported = exported;
    }

    /**
     * The export of a network, of weights as they are now.
     *
     * @param net initialised; of dense, output, SimpleRnn, LSTM, GravesLSTM, bidirectional, batch normalisation, activation and
     *     dropout layers, and wrappers that freeze them or keep the last step
     * @return the export, without scalers, of 32-bit weights
     * @throws IllegalArgumentException if it has other layers, other preprocessors, or weights that are infinite or not a number;
     *     the message names the layer
     */
    public static ModelExport of(MultiLayerNetwork net) {
        return of(net, LayerChain.of(net));
    }

    /**
     * The export of a graph that is a chain, of weights as they are now.
     *
     * @param graph initialised; with one input and one output, and between them, one after the other, layers as in
     *     {@link #of(MultiLayerNetwork)} and vertices that keep the last time step, scale or shift
     * @return the export, without scalers, of 32-bit weights
     * @throws IllegalArgumentException if it has several inputs or outputs, branches, other vertices, layers or preprocessors, or
     *     weights that are infinite or not a number; the message names the vertex
     */
    public static ModelExport of(ComputationGraph graph) {
        return of(graph, LayerChain.of(graph));
    }

    /**
     * The export of a network of either kind, such as {@link ModelFiles#load} gives.
     *
     * @param net a {@link MultiLayerNetwork} or {@link ComputationGraph}, as above
     * @return the export, without scalers, of 32-bit weights
     * @throws IllegalArgumentException as above, or if it is neither
     */
    public static ModelExport of(org.deeplearning4j.nn.api.Model net) {
        if (net instanceof MultiLayerNetwork layers) {
            return of(layers);
        } else if (net instanceof ComputationGraph graph) {
            return of(graph);
        }
        throw new IllegalArgumentException("a " + net.getClass().getSimpleName()
                + " cannot be exported by itself: give the whole MultiLayerNetwork or ComputationGraph");
    }

    private static ModelExport of(org.deeplearning4j.nn.api.Model net, LayerChain chain) {
        Network whole = chain.network();
        Network network = Simplification.of(whole);
        int removed = Simplification.units(whole) - Simplification.units(network);
        return new ModelExport(new ExportedModel(
                new TrainedNetwork(net, whole.sequence() || chain.beginsWithSteps()),
                new Model(network, provenance(net, whole.sparsity())),
                ValueFormat.FLOAT32,
                removed));
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

    private ModelExport with(Model other) {
        return new ModelExport(exported.with(other));
    }

    /**
     * With the scaler of the inputs, so that windows are given as they were measured.
     *
     * @param mean one per column
     * @param deviation one per column, above 0
     * @return the same export with this scaler
     * @throws IllegalArgumentException if there are more or fewer columns, or a deviation is not above 0
     */
    public ModelExport inputScaler(float[] mean, float[] deviation) {
        return with(model().withInputScaler(Scaler.of(mean, deviation)));
    }

    /**
     * With the scaler of one target, so that forecasts come as it is measured. Of several outputs, all are of this target.
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
     * With a scaler of each output.
     *
     * @param mean one per output
     * @param deviation one per output, above 0
     * @return the same export with this scaler
     * @throws IllegalArgumentException if there are more or fewer outputs, or a deviation is not above 0
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
     * With weights in fewer bits. {@link SizeReport#largestError()} tells what that does to them.
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
     * @return its size beside that of DL4J's files
     * @throws IOException if it cannot be written; an older file is then still whole
     * @throws IllegalArgumentException if a weight is too large for 16 bits
     */
    public SizeReport write(Path file) throws IOException {
        return exported.write(file);
    }

    /**
     * Measures what {@link #write} would write, and how long a forecast of it takes, from a window of the mean of every column.
     *
     * @param steps of a window; 1 if the network takes no sequence
     * @return sizes, and milliseconds of a forecast by the runtime and by the network's {@code output}
     * @throws IOException if the files that are measured cannot be written to the folder for temporary files
     * @throws IllegalArgumentException if the network takes no sequence and there are several steps, or there is none, or a weight is
     *     too large for 16 bits
     * @see #measure(float[])
     */
    public Deployment measure(int steps) throws IOException {
        return measure(exported.plainWindow(steps));
    }

    /**
     * Measures what {@link #write} would write, and how long a forecast of it takes. Nothing is written but temporary files.
     *
     * <p>The runtime forecasts from the bytes of the file, with weights in the bits that are written, and DL4J by the network's
     * {@code output}, from the same window, one at a time, in turn: after a warm-up, the medians of 11 turns. That takes about
     * two seconds, and longer if forecasts are so slow that five of each do not fit in. Do not train the network
     * meanwhile.
     *
     * @param window as the forecaster will get it: all columns of the first step, then of the next; not scaled, if there is an input
     *     scaler. DL4J gets it scaled, which is not part of its time
     * @return sizes, and milliseconds of a forecast by the runtime and by DL4J
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
