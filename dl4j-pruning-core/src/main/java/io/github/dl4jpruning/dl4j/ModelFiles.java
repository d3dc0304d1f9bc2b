package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.files.ZipContent;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Model files, written so that a crash never costs the older file, read with errors that say what is wrong, and stripped of
 * the masks for deployment.
 *
 * <p>The files are DL4J's own zip format; DL4J's {@code ModelSerializer} reads and writes the same.
 *
 * <pre>{@code
 * ModelFiles.save(net, Path.of("model.zip"));                    // to train on later
 * ModelFiles.strip(Path.of("model.zip"), Path.of("plain.zip"));  // to deploy: needs DL4J alone
 * }</pre>
 */
public final class ModelFiles {

    private static final String CONFIGURATION = "configuration.json";

    private ModelFiles() {}

    /**
     * Saves a network with its updater state and masks: to a temporary file beside the target, which is then moved.
     *
     * @param model a {@link MultiLayerNetwork} or {@link ComputationGraph}
     * @param file to write; an existing one is replaced at once, or not at all
     * @throws IOException if it cannot be written; an older file is then still whole
     */
    public static void save(Model model, Path file) throws IOException {
        save(model, null, file);
    }

    /**
     * The same, with the normalizer of the data.
     *
     * @param model a {@link MultiLayerNetwork} or {@link ComputationGraph}
     * @param normalizer to keep with it, or null
     * @param file to write
     * @throws IOException if it cannot be written; an older file is then still whole
     */
    public static void save(Model model, Normalizer<?> normalizer, Path file) throws IOException {
        AtomicFile.write(file, temporary -> {
            ModelSerializer.writeModel(model, temporary.toFile(), true);
            if (normalizer != null) {
                ModelSerializer.addNormalizerToModel(temporary.toFile(), normalizer);
            }
        });
    }

    /**
     * Loads a network of either kind with its updater state.
     *
     * @param file written by DL4J or {@link #save}
     * @return a {@link MultiLayerNetwork} or {@link ComputationGraph}
     * @throws IOException if there is no such file, or it is no model, or damaged; the message says which
     */
    public static Model load(Path file) throws IOException {
        return readConfiguration(file).has("vertices") ? loadComputationGraph(file) : loadMultiLayerNetwork(file);
    }

    /**
     * Loads a network with its updater state.
     *
     * @param file written by DL4J or {@link #save}
     * @return the network
     * @throws IOException if there is no such file, or it is no model of this kind, or damaged; the message says which
     */
    public static MultiLayerNetwork loadMultiLayerNetwork(Path file) throws IOException {
        requireKind(file, false);
        try {
            return ModelSerializer.restoreMultiLayerNetwork(file.toFile(), true);
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    /**
     * Loads a network with its updater state.
     *
     * @param file written by DL4J or {@link #save}
     * @return the network
     * @throws IOException if there is no such file, or it is no model of this kind, or damaged; the message says which
     */
    public static ComputationGraph loadComputationGraph(Path file) throws IOException {
        requireKind(file, true);
        try {
            return ModelSerializer.restoreComputationGraph(file.toFile(), true);
        } catch (IOException | RuntimeException e) {
            throw unreadable(file, e);
        }
    }

    private static IOException unreadable(Path file, Exception cause) {
        Throwable root = cause;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return new IOException(
                file + " cannot be read as a model: "
                        + (root.getMessage() == null ? "it ends too early (" + root + ")" : root.getMessage())
                        + "; take an undamaged copy of the file",
                cause);
    }

    private static void requireKind(Path file, boolean wantsGraph) throws IOException {
        JsonNode configuration = readConfiguration(file);
        boolean graph = configuration.has("vertices");
        if (!graph && !configuration.has("confs")) {
            throw new IOException(file + " is no DL4J model: its " + CONFIGURATION
                    + " describes neither a MultiLayerNetwork nor a ComputationGraph");
        }
        if (graph != wantsGraph) {
            throw new IOException(file + " holds a "
                    + (graph
                            ? "ComputationGraph, not a MultiLayerNetwork: load it with loadComputationGraph"
                            : "MultiLayerNetwork, not a ComputationGraph: load it with loadMultiLayerNetwork"));
        }
    }

    private static JsonNode readConfiguration(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(CONFIGURATION);
            if (entry == null) {
                throw new IOException(file + " is a zip file but no DL4J model: it has no " + CONFIGURATION);
            }
            ZipContent.verify(zip);
            try (InputStream in = zip.getInputStream(entry)) {
                return new ObjectMapper().readTree(in.readAllBytes());
            }
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + " is damaged: its " + CONFIGURATION + " is no JSON (" + e.getOriginalMessage()
                            + "); take an undamaged copy of the file",
                    e);
        } catch (ZipException | EOFException e) {
            throw new IOException(
                    file + " is not a DL4J model file, or is damaged or cut off: " + e
                            + "; take an undamaged copy of the file",
                    e);
        }
    }

    /**
     * Makes a plain model file of a pruned one: the masks leave its configuration, everything else stays as it is, bit by
     * bit. The result loads with DL4J alone and predicts the same bits; training it on would let pruned weights grow again.
     *
     * @param source a model file; not changed unless it is the target too
     * @param target to write, to a temporary file first, which is then moved
     * @return how many layers carried masks, 0 if the source was plain already
     * @throws IOException if the source is no model file, or the target cannot be written
     */
    public static int strip(Path source, Path target) throws IOException {
        JsonNode configuration = readConfiguration(source);
        int removed = removeMasks(configuration);
        byte[] json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(configuration);
        AtomicFile.write(target, temporary -> {
            try (ZipFile zip = new ZipFile(source.toFile());
                    ZipOutputStream copy = new ZipOutputStream(Files.newOutputStream(temporary))) {
                Enumeration<? extends ZipEntry> entries = zip.entries();
                while (entries.hasMoreElements()) {
                    ZipEntry entry = entries.nextElement();
                    copy.putNextEntry(new ZipEntry(entry.getName()));
                    if (entry.getName().equals(CONFIGURATION)) {
                        copy.write(json);
                    } else {
                        try (InputStream in = zip.getInputStream(entry)) {
                            in.transferTo(copy);
                        }
                    }
                    copy.closeEntry();
                }
            }
        });
        return removed;
    }

    private static int removeMasks(JsonNode node) {
        int removed = 0;
        JsonNode constraints = node.get("constraints");
        if (constraints != null && constraints.isArray()) {
            int before = constraints.size();
            for (var each = constraints.elements(); each.hasNext(); ) {
                if (each.next().path("@class").asText().equals(PruningMask.class.getName())) {
                    each.remove();
                }
            }
            removed += before - constraints.size();
            if (constraints.isEmpty()) {
                ((ObjectNode) node).putNull("constraints");
            }
        }
        for (JsonNode child : node) {
            removed += removeMasks(child);
        }
        return removed;
    }

    /**
     * Removes the masks from a network in memory, in place; the weights stay as they are.
     *
     * @param model a {@link MultiLayerNetwork} or {@link ComputationGraph}
     * @return how many layers carried masks
     * @throws IllegalStateException if a PruningListener is still attached, which would put them back
     */
    public static int strip(Model model) {
        NetworkModel network = NetworkModel.of(model);
        for (TrainingListener listener : PruningListener.listeners(model)) {
            if (listener instanceof PruningListener) {
                throw new IllegalStateException(
                        "a PruningListener is still attached and would put the masks back: remove it"
                                + " first (setListeners(..) replaces all listeners), or strip the saved file");
            }
        }
        return network.removeMasks();
    }
}
