package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.files.LibraryClasses;
import java.io.IOException;
import java.nio.file.Path;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.Updater;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.graph.ComputationGraphUpdater;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.exc.InvalidTypeIdException;

/**
 * Makes a network of a model file, as DL4J's {@code ModelSerializer} does, but gives DL4J and ND4J only what was
 * checked: the number and type of the parameters and of the updater state against the configuration.
 */
final class NetworkReader {

    private static final int LONGEST_REASON = 300;

    private final Path file;
    private final ModelArchive archive;
    private final String text;
    private final JsonNode json;

    private NetworkReader(Path file, ModelArchive archive) throws IOException {
        this.file = file;
        this.archive = archive;
        this.text = archive.configuration();
        this.json = archive.parsed(text);
    }

    /** Reads a network of either kind. */
    static Model read(Path file) throws IOException {
        try (ModelArchive archive = ModelArchive.open(file)) {
            NetworkReader reader = new NetworkReader(file, archive);
            return reader.json.has("vertices") ? reader.graph() : reader.layers();
        }
    }

    static MultiLayerNetwork readLayers(Path file) throws IOException {
        try (ModelArchive archive = ModelArchive.open(file)) {
            return new NetworkReader(file, archive).layers();
        }
    }

    static ComputationGraph readGraph(Path file) throws IOException {
        try (ModelArchive archive = ModelArchive.open(file)) {
            return new NetworkReader(file, archive).graph();
        }
    }

    private MultiLayerNetwork layers() throws IOException {
        requireKind(false);
        return guarded(() -> {
            MultiLayerConfiguration configuration =
                    LibraryClasses.visible(PruningMask.class, () -> MultiLayerConfiguration.fromJson(text));
            configuration.clone(); // which fails where parts are null that may not be
            long count = 0;
            for (NeuralNetConfiguration layer : configuration.getConfs()) {
                count = Math.addExact(count, layer.getLayer().initializer().numParams(layer));
            }
            INDArray parameters = parameters(count);
            if (parameters != null) {
                configuration.setDataType(parameters.dataType());
            }
            MultiLayerNetwork network = new MultiLayerNetwork(configuration);
            network.init(parameters, false);
            if (archive.has(ModelArchive.UPDATER_STATE)) {
                Updater updater = network.getUpdater();
                updater.setStateViewArray(
                        network, state(updater.getStateViewArray(), configuration.getDataType()), false);
            }
            return network;
        });
    }

    private ComputationGraph graph() throws IOException {
        requireKind(true);
        return guarded(() -> {
            ComputationGraphConfiguration configuration =
                    LibraryClasses.visible(PruningMask.class, () -> ComputationGraphConfiguration.fromJson(text));
            configuration.clone(); // which fails where parts are null that may not be
            long count = 0;
            for (GraphVertex vertex : configuration.getVertices().values()) {
                count = Math.addExact(count, vertex.numParams(true));
            }
            INDArray parameters = parameters(count);
            if (parameters != null) {
                configuration.setDataType(parameters.dataType());
            }
            ComputationGraph graph = new ComputationGraph(configuration);
            graph.init(parameters, false);
            if (archive.has(ModelArchive.UPDATER_STATE)) {
                ComputationGraphUpdater updater = graph.getUpdater();
                updater.setStateViewArray(state(updater.getStateViewArray(), configuration.getDataType()));
            }
            return graph;
        });
    }

    private void requireKind(boolean wantsGraph) throws IOException {
        boolean graph = json.has("vertices");
        if (!graph && !json.has("confs")) {
            throw new IOException(file + " is no DL4J model: its " + ModelArchive.CONFIGURATION
                    + " describes neither a MultiLayerNetwork nor a ComputationGraph");
        }
        if (graph != wantsGraph) {
            throw new IOException(file + " holds a "
                    + (graph
                            ? "ComputationGraph, not a MultiLayerNetwork: load it with loadComputationGraph"
                            : "MultiLayerNetwork, not a ComputationGraph: load it with loadMultiLayerNetwork"));
        }
    }

    /** Null if the network has none, as DL4J writes it. */
    private INDArray parameters(long count) throws IOException {
        if (!archive.has(ModelArchive.PARAMETERS)) {
            throw new IOException("it has no " + ModelArchive.PARAMETERS);
        }
        if (archive.size(ModelArchive.PARAMETERS) == 0 && archive.has(ModelArchive.NO_PARAMETERS) && count == 0) {
            return null;
        }
        if (count < 1) {
            throw new IOException("its configuration is of a network of " + count + " parameters");
        }
        JsonNode type = json.get("dataType"); // not there before 1.0.0-beta4: any type
        return archive.vector(
                ModelArchive.PARAMETERS, count, type == null || type.isNull() ? null : DataType.valueOf(type.asText()));
    }

    private INDArray state(INDArray wanted, DataType type) throws IOException {
        if (wanted == null) {
            throw new IOException(
                    ModelArchive.UPDATER_STATE + " is there, but the updater of the network keeps no state");
        }
        return archive.vector(ModelArchive.UPDATER_STATE, wanted.length(), type);
    }

    /** Work of DL4J on a file. */
    private interface Work<T> {
        T done() throws IOException;
    }

    private <T> T guarded(Work<T> work) throws IOException {
        try {
            return work.done();
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            if (e instanceof IOException
                    && e.getMessage() != null
                    && e.getMessage().startsWith(file.toString())) {
                throw e;
            }
            throw new IOException(file + " cannot be read as a model: " + reason(e), e);
        }
    }

    private static String reason(Throwable thrown) {
        Throwable root = thrown;
        for (Throwable cause = thrown; cause != null; cause = cause.getCause() == cause ? null : cause.getCause()) {
            root = cause;
            if (cause instanceof InvalidTypeIdException unknown && unknown.getTypeId() != null) {
                return "its configuration names the class " + shortened(unknown.getTypeId())
                        + ", which is not on the class"
                        + " path, or is not of the kind that belongs there; add the library that has it, or take an"
                        + " undamaged copy of the file";
            }
        }
        String message = root.getMessage() == null ? root.toString() : root.getMessage();
        return shortened(message) + ModelArchive.WAY_OUT;
    }

    /** The first line: messages of Jackson go on with the whole document. */
    private static String shortened(String message) {
        String line = message.lines().findFirst().orElse("");
        return line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line;
    }
}
