package io.github.dl4jpruning.samediff.patchtst;

import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.files.JsonText;
import io.github.dl4jpruning.files.ZipContent;
import io.github.dl4jpruning.samediff.SameDiffFiles;
import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Map;
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
 * Models on disk: a zip file with the configuration as JSON and the graph, weights, updater state and training
 * configuration as SameDiff writes them. The checksums of the zip format tell a damaged file; {@link KnownGraph} tells
 * a graph that its configuration does not make.
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
            Channels.newChannel(zip).write(SameDiffFiles.bytes(sd, updaters));
            zip.closeEntry();
        }
    }

    /** The graph as a file would hold it, without updater state. */
    static SameDiff copy(SameDiff sd) throws IOException {
        ByteBuffer bytes = SameDiffFiles.bytes(sd, false);
        SameDiff copy = SameDiff.fromFlatBuffers(bytes.slice(), false);
        DropoutMask.adopt(copy);
        return copy;
    }

    static <C> Content<C> load(Path file, String kind, Class<C> type, KnownGraph.Maker<C> maker) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a directory: give the name of a model file");
        }
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such model file");
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(
                    file.toString(), null, "permission denied: this user may not read the file");
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Map<String, ZipEntry> entries = entries(zip, file);
            JsonNode description = description(ZipContent.read(zip, entry(entries, DESCRIPTION, file)));
            String found = description.path("kind").asText("unknown");
            if (!kind.equals(found)) {
                throw new IOException(file + " holds a model of kind " + found + ", not a " + kind);
            }
            if (description.path("format").asInt() != FORMAT) {
                throw new IOException(file + " has format " + description.path("format")
                        + ", but this version reads format " + FORMAT + ": use the version that wrote it");
            }
            if (!description.path("config").isObject()) {
                throw new IOException(DESCRIPTION + " in it has no config");
            }
            C config = JSON.treeToValue(description.path("config"), type);
            if (!description.path("seed").isIntegralNumber()
                    || !description.path("seed").canConvertToLong()) {
                throw new IOException(DESCRIPTION + " in it has no seed");
            }
            ZipEntry graph = entry(entries, GRAPH, file);
            maker.requireSmaller(config, graph.getSize());
            SameDiff sd = SameDiffFiles.read(ZipContent.readLarge(zip, graph), file + ", entry " + GRAPH + ",");
            DropoutMask.adopt(sd);
            KnownGraph.require(sd, maker, config);
            return new Content<>(config, description.path("seed").asLong(), sd);
        } catch (ZipException | EOFException e) {
            throw new IOException(file + " is no model file, or is damaged: " + e, e);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " cannot be read as a " + kind + ": " + e.getOriginalMessage(), e);
        } catch (OutOfMemoryError e) {
            throw new IOException(
                    file
                            + " needs more memory than this JVM has: raise -Xmx, and org.bytedeco.javacpp.maxbytes if it is set",
                    e);
        } catch (IOException | RuntimeException e) {
            if (e instanceof IOException named && String.valueOf(e.getMessage()).startsWith(file.toString())) {
                throw named;
            }
            throw new IOException(file + " cannot be read as a " + kind + ": " + e.getMessage(), e);
        }
    }

    private static JsonNode description(byte[] bytes) throws IOException {
        String text = JsonText.decode(bytes, DESCRIPTION);
        JsonText.requireShallow(text);
        return JSON.readTree(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, ZipEntry> entries(ZipFile zip, Path file) throws IOException {
        Map<String, ZipEntry> entries = new HashMap<>();
        Enumeration<? extends ZipEntry> all = zip.entries();
        while (all.hasMoreElements()) {
            ZipEntry entry = all.nextElement();
            if (entries.put(entry.getName(), entry) != null) {
                throw new IOException(file + " is damaged: it has two entries " + entry.getName());
            }
        }
        return entries;
    }

    private static ZipEntry entry(Map<String, ZipEntry> entries, String name, Path file) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) {
            throw new IOException(
                    file + " is a zip file without " + name + ", so it is none of this library's PatchTST models");
        }
        return entry;
    }
}
