package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.files.JsonText;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.dataset.api.preprocessor.Normalizer;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Model files, written so that a crash never costs the older file, read with errors that say what is wrong, and
 * stripped of the masks for deployment.
 *
 * <p>The files are DL4J's own zip format; DL4J's {@code ModelSerializer} reads and writes the same.
 *
 * <pre>{@code
 * ModelFiles.save(net, Path.of("model.zip"));                    // to train on later
 * ModelFiles.strip(Path.of("model.zip"), Path.of("plain.zip"));  // to deploy: needs DL4J alone
 * }</pre>
 *
 * <p><b>Files from strangers.</b> Of a file, the configuration, the parameters and the updater state are read, and
 * every number is checked against the others and against the sizes in the file before DL4J and ND4J see it. No Java
 * object is deserialised: a file with an entry that DL4J would deserialise ({@code preprocessor.bin}, {@code
 * objects/..}) is refused. The configuration names classes, and DL4J makes objects of those on the class path that are
 * layers, vertices, updaters and the like. The normalizer ({@code normalizer.bin}) is kept in the file but never read
 * here; DL4J's {@code ModelSerializer.restoreNormalizerFromFile} reads it, and deserialises Java objects if it is of an
 * old version, so use that for files that you trust only.
 */
public final class ModelFiles {

    private ModelFiles() {}

    /**
     * Saves a network with its updater state and masks, as {@link AtomicFile} writes files: whole or not at all.
     *
     * <p>If another thread trains the network with a {@link PruningListener}, the file is written between two of its
     * updates, and that training waits until it is.
     *
     * @param model a {@link MultiLayerNetwork} or {@link ComputationGraph}
     * @param file to write; an existing one is replaced at once, or not at all
     * @throws IOException if it cannot be written, or the network was trained in the meantime; an older file is then
     *     still whole
     * @throws IllegalArgumentException if the model is neither
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
     * @throws IOException if it cannot be written, or the network was trained in the meantime; an older file is then
     *     still whole
     * @throws IllegalArgumentException if the model is neither
     */
    public static void save(Model model, Normalizer<?> normalizer, Path file) throws IOException {
        save(model, normalizer, Map.of(), file);
    }

    /**
     * The same, with further entries in the zip file, such as labels or settings, which DL4J ignores, {@link
     * #strip(Path, Path)} keeps and {@link #entry} reads.
     *
     * @param model a {@link MultiLayerNetwork} or {@link ComputationGraph}
     * @param normalizer to keep with it, or null
     * @param entries content by the name of the entry
     * @param file to write
     * @throws IOException if it cannot be written, or the network was trained in the meantime; an older file is then
     *     still whole
     * @throws IllegalArgumentException if the model is neither, or an entry has a name that DL4J uses
     */
    public static void save(Model model, Normalizer<?> normalizer, Map<String, byte[]> entries, Path file)
            throws IOException {
        if (!(model instanceof MultiLayerNetwork) && !(model instanceof ComputationGraph)) {
            throw new IllegalArgumentException(
                    "a " + (model == null ? null : model.getClass().getSimpleName())
                            + " cannot be saved: give the whole MultiLayerNetwork or ComputationGraph");
        }
        entries.keySet().forEach(ModelArchive::requireFree);
        AtomicFile.write(
                file,
                temporary -> PruningListener.betweenUpdates(model, () -> {
                    NetworkModel.warnOfDisagreement(model, "saved");
                    NetworkModel.keepMasksOfFrozenLayers(model);
                    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                        NetworkWriter.write(model, normalizer, entries, out);
                    }
                }));
    }

    /**
     * Reads an entry of a model file that {@link #save(Model, Normalizer, Map, Path)} has put there.
     *
     * @param file a model file
     * @param name of the entry
     * @return its content; empty if there is no such entry
     * @throws IOException if there is no such file, or it is no model file, or damaged, or the entry unpacks to more
     *     than 64 MiB and more than 100 times its compressed size; the message says which
     */
    public static Optional<byte[]> entry(Path file, String name) throws IOException {
        try (ModelArchive archive = ModelArchive.open(file)) {
            return archive.bytes(name);
        }
    }

    /**
     * Loads a network of either kind with its updater state.
     *
     * @param file written by DL4J or {@link #save}
     * @return a {@link MultiLayerNetwork} or {@link ComputationGraph}
     * @throws IOException if there is no such file, or it is no model, or damaged, or holds a serialised Java object;
     *     the message says which
     */
    public static Model load(Path file) throws IOException {
        return NetworkReader.read(file);
    }

    /**
     * Loads a network with its updater state.
     *
     * @param file written by DL4J or {@link #save}
     * @return the network
     * @throws IOException if there is no such file, or it is no model of this kind, or damaged, or holds a serialised
     *     Java object; the message says which
     */
    public static MultiLayerNetwork loadMultiLayerNetwork(Path file) throws IOException {
        return NetworkReader.readLayers(file);
    }

    /**
     * Loads a network with its updater state.
     *
     * @param file written by DL4J or {@link #save}
     * @return the network
     * @throws IOException if there is no such file, or it is no model of this kind, or damaged, or holds a serialised
     *     Java object; the message says which
     */
    public static ComputationGraph loadComputationGraph(Path file) throws IOException {
        return NetworkReader.readGraph(file);
    }

    /**
     * Makes a plain model file of a pruned one, to forecast with: the masks leave its configuration, and the updater
     * state, which only training needs, is left out; everything else stays as it is, bit by bit. The result loads with
     * DL4J alone and predicts the same bits; training it on would let pruned weights grow again, with an updater that
     * begins anew.
     *
     * @param source a model file; not changed unless it is the target too
     * @param target to write, to a temporary file first, which is then moved
     * @return how many layers carried masks, 0 if the source was plain already
     * @throws IOException if the source is no model file, is damaged, or holds a serialised Java object, or the target
     *     cannot be written
     */
    public static int strip(Path source, Path target) throws IOException {
        try (ModelArchive archive = ModelArchive.open(source)) {
            JsonNode configuration = archive.parsed(archive.configuration());
            int removed = removeMasks(configuration);
            byte[] json = JsonText.ascii(configuration.toPrettyString());
            AtomicFile.write(
                    target,
                    temporary ->
                            archive.copyTo(Files.newOutputStream(temporary), json, Set.of(ModelArchive.UPDATER_STATE)));
            return removed;
        }
    }

    static int removeMasks(JsonNode node) {
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
        int within = 0;
        for (JsonNode child : node) {
            within += removeMasks(child);
        }
        return removed > 0 ? removed : within; // a wrapper and what it holds are one layer
    }

    /**
     * Removes the masks from a network in memory, in place, also from frozen layers and from what wrappers hold; the
     * weights stay as they are. A warning is logged if weights are not zero that the masks prune.
     *
     * @param model a {@link MultiLayerNetwork} or {@link ComputationGraph}
     * @return how many of the layers that the network lists carried masks
     * @throws IllegalStateException if a PruningListener is still attached, which would put them back
     */
    public static int strip(Model model) {
        for (TrainingListener listener : PruningListener.listeners(model)) {
            if (listener instanceof PruningListener) {
                throw new IllegalStateException(
                        "a PruningListener is still attached and would put the masks back: remove it"
                                + " first (setListeners(..) replaces all listeners), or strip the saved file");
            }
        }
        NetworkModel.warnOfDisagreement(model, "stripped");
        return NetworkModel.withOwnConfiguration(model).removeMasks(true);
    }
}
