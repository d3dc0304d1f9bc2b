package io.github.dl4jpruning.samediff.patchtst;

import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.files.ZipContent;
import java.io.BufferedOutputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.DeserializationFeature;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;
import org.nd4j.shade.jackson.databind.node.ObjectNode;

/**
 * Models on disk: a zip file with the configuration as JSON and the graph, weights, updater state and training configuration as
 * SameDiff writes them. The checksums of the zip format tell a damaged file.
 */
final class ModelFile {

    private static final String DESCRIPTION = "model.json";
    private static final String GRAPH = "samediff.fb";
    private static final int FORMAT = 1;

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);

    private ModelFile() {}

    /**
     * What a file holds.
     *
     * @param config of the model
     * @param seed of initial weights and dropout
     * @param sd graph with its arrays and updaters
     */
    record Content<C>(C config, long seed, SameDiff sd) {}

    /** Writes a temporary file beside the target and moves it: the older file is whole until then. */
    static void save(Path file, String kind, Object config, long seed, SameDiff sd, boolean updaters)
            throws IOException {
        AtomicFile.write(file, temporary -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(temporary))) {
                write(out, kind, config, seed, sd, updaters);
            }
        });
    }

    private static void write(OutputStream out, String kind, Object config, long seed, SameDiff sd, boolean updaters)
            throws IOException {
        ObjectNode description = JSON.createObjectNode();
        description.put("kind", kind);
        description.put("format", FORMAT);
        description.put("seed", seed);
        description.set("config", JSON.valueToTree(config));
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            zip.putNextEntry(new ZipEntry(DESCRIPTION));
            zip.write(JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(description));
            zip.closeEntry();
            zip.putNextEntry(new ZipEntry(GRAPH));
            sd.save(new Unclosed(zip), updaters);
            zip.closeEntry();
        }
    }

    /** The graph as a file would hold it, without updater state. */
    static SameDiff copy(SameDiff sd) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        sd.save(bytes, false);
        return SameDiff.load(new ByteArrayInputStream(bytes.toByteArray()), false);
    }

    /** SameDiff closes what it writes to. */
    private static final class Unclosed extends FilterOutputStream {
        Unclosed(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            out.write(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }

    static <C> Content<C> load(Path file, String kind, Class<C> type) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such model file");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            JsonNode description = JSON.readTree(bytes(zip, DESCRIPTION, file));
            String found = description.path("kind").asText("unknown");
            if (!kind.equals(found)) {
                throw new IOException(file + " holds a model of kind " + found + ", not a " + kind);
            }
            if (description.path("format").asInt() != FORMAT) {
                throw new IOException(file + " has format " + description.path("format")
                        + ", but this version reads format " + FORMAT + ": use the version that wrote it");
            }
            C config = JSON.treeToValue(description.path("config"), type);
            SameDiff sd = SameDiff.load(new ByteArrayInputStream(bytes(zip, GRAPH, file)), true);
            DropoutMask.adopt(sd);
            return new Content<>(config, description.path("seed").asLong(), sd);
        } catch (ZipException | EOFException e) {
            throw new IOException(file + " is no model file, or is damaged: " + e, e);
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IOException(file + " cannot be read as a " + kind + ": " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(ZipFile zip, String name, Path file) throws IOException {
        ZipEntry entry = zip.getEntry(name);
        if (entry == null) {
            throw new IOException(
                    file + " is a zip file without " + name + ", so it is none of this library's PatchTST models");
        }
        try (InputStream in = ZipContent.open(zip, entry)) {
            return in.readAllBytes();
        }
    }
}
