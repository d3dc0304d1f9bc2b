package io.github.dl4jpruning.samples.forecast;

import io.github.dl4jpruning.dl4j.ModelFiles;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.OutputFile;
import io.github.dl4jpruning.samples.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.SerializationFeature;

/**
 * A trained forecaster in one file: the zip that DL4J's {@code ModelSerializer} writes (weights, masks, optimizer
 * state), which DL4J reads as ever, and in it one more entry, {@code forecaster.json}, with the scalers and the shape
 * of the windows.
 *
 * @param card what to know
 * @param network the network
 */
public record ForecasterFile(ForecasterCard card, MultiLayerNetwork network) {
    private static final int LONGEST_CARD = 1 << 24;
    private static final String ENTRY = "forecaster.json";
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /**
     * Writes the file, whole or not at all.
     *
     * @throws InputException if it cannot be written
     */
    public void save(Path file) {
        OutputFile.write(
                file,
                temporary -> ModelFiles.save(network, null, Map.of(ENTRY, JSON.writeValueAsBytes(card)), temporary));
    }

    /**
     * Reads a file.
     *
     * @throws InputException if it is not one that {@link #save} wrote; the message names the file
     */
    public static ForecasterFile load(Path file) {
        if (!Files.isRegularFile(file)) {
            throw new InputException(file + ": no such model file. Check the path.");
        }
        MultiLayerNetwork network;
        try {
            network = ModelFiles.loadMultiLayerNetwork(file);
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            throw new InputException(e.getMessage() + ". Give a file that a forecaster was saved to.", e);
        }
        ForecasterCard card = card(file);
        card.mismatch(network).ifPresent(what -> {
            throw new InputException(file + ": " + ENTRY + " in it does not describe the network in it: " + what
                    + ". Give the file as it was saved.");
        });
        return new ForecasterFile(card, network);
    }

    /** Whether a file is a model, but not one that {@link #save} wrote: it has no card. */
    public static boolean isPlainModel(Path file) {
        try {
            return ModelFiles.entry(file, ENTRY).isEmpty();
        } catch (IOException e) {
            return false; // load(file) says what is wrong with it
        }
    }

    private static ForecasterCard card(Path file) {
        try {
            byte[] entry = ModelFiles.entry(file, ENTRY)
                    .orElseThrow(() -> new InputException(file + " holds a network, but no " + ENTRY
                            + ": it is not the file of a saved forecaster. Give one that is."));
            return ForecasterCard.read(Arrays.copyOf(entry, Math.min(entry.length, LONGEST_CARD)));
        } catch (JsonProcessingException e) {
            throw new InputException(
                    file + ": " + ENTRY + " in it cannot be understood (" + e.getOriginalMessage()
                            + "). Train and save the model again.",
                    e);
        } catch (IOException e) {
            throw new InputException(file + " cannot be read: " + Reasons.of(e), e);
        }
    }
}
