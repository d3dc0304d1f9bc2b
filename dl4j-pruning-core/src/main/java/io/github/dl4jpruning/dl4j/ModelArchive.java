package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.files.JsonText;
import io.github.dl4jpruning.files.ZipContent;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

/**
 * A model file that is open for reading. Of its entries, configuration, parameters and updater state are read, each
 * checked against its size and checksum; the normalizer is copied only, as are entries that DL4J does not know. A file
 * with an entry that DL4J would read as a serialised Java object is refused.
 */
final class ModelArchive implements AutoCloseable {

    static final String CONFIGURATION = ModelSerializer.CONFIGURATION_JSON;
    static final String PARAMETERS = ModelSerializer.COEFFICIENTS_BIN;
    static final String UPDATER_STATE = ModelSerializer.UPDATER_BIN;
    static final String NORMALIZER = ModelSerializer.NORMALIZER_BIN;
    static final String NO_PARAMETERS = ModelSerializer.NO_PARAMS_MARKER;

    /** Those that {@link ModelFiles} writes itself. */
    static final Set<String> KNOWN = Set.of(CONFIGURATION, PARAMETERS, UPDATER_STATE, NORMALIZER, NO_PARAMETERS);

    private static final String OBJECTS = "objects/"; // of ModelSerializer.addObjectToFile
    private static final String OLD_UPDATER = "updater.bin"; // before 0.6
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new LinkedHashMap<>();

    private ModelArchive(Path file, ZipFile zip) {
        this.file = file;
        this.zip = zip;
    }

    static ModelArchive open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a directory: give the name of a model file");
        }
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        if (!Files.isRegularFile(file)) {
            throw new FileSystemException(
                    file.toString(), null, "it is a device, a pipe or a socket: give the name of a model file");
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(
                    file.toString(), null, "permission denied: this user may not read the file");
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
        ModelArchive archive = new ModelArchive(file, zip);
        try {
            archive.list();
            return archive;
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** Checks that an entry is none that DL4J reads. */
    static void requireFree(String name) {
        if (name.isEmpty() || KNOWN.contains(name) || isJavaObject(name)) {
            throw new IllegalArgumentException(
                    "an entry cannot be called '" + name + "', as DL4J uses that name itself: choose" + " another");
        }
    }

    private static boolean isJavaObject(String name) {
        return name.equals(ModelSerializer.PREPROCESSOR_BIN) || name.equals(OLD_UPDATER) || name.startsWith(OBJECTS);
    }

    private void list() throws IOException {
        Enumeration<? extends ZipEntry> all = zip.entries();
        while (all.hasMoreElements()) {
            ZipEntry entry = all.nextElement();
            String name = entry.getName();
            if (isJavaObject(name)) {
                throw new IOException(
                        file + " is not read: its entry " + name + " is a serialised Java object, and reading"
                                + " one runs code that the file chooses. Take the entry out of a copy of the file, for example with"
                                + " 'zip -d', or, if you trust whoever made the file, read it with DL4J's ModelSerializer");
            }
            if (entries.put(name, entry) != null) {
                throw new IOException(file + " is damaged: it has two entries " + name + WAY_OUT);
            }
        }
        if (!entries.containsKey(CONFIGURATION)) {
            throw new IOException(file + " is a zip file but no DL4J model: it has no " + CONFIGURATION);
        }
        if (entries.containsKey(NORMALIZER)) {
            reading(() -> {
                ZipContent.verify(zip, entries.get(NORMALIZER));
                return null;
            });
        }
    }

    boolean has(String entry) {
        return entries.containsKey(entry);
    }

    long size(String entry) {
        return entries.get(entry).getSize();
    }

    /** The text of the configuration, which is JSON if it can be parsed. */
    String configuration() throws IOException {
        String text = reading(() -> JsonText.decode(
                ZipContent.read(zip, entries.get(CONFIGURATION)), file + ": its entry " + CONFIGURATION));
        try {
            JsonText.requireShallow(text);
        } catch (IOException e) {
            throw new IOException(file + " is damaged: its " + CONFIGURATION + " is no configuration of a network: "
                    + e.getMessage() + WAY_OUT);
        }
        return text;
    }

    JsonNode parsed(String configuration) throws IOException {
        try {
            return JSON.readTree(configuration);
        } catch (JsonProcessingException e) {
            throw new IOException(
                    file + " is damaged: its " + CONFIGURATION + " is no JSON (" + e.getOriginalMessage() + ")"
                            + WAY_OUT,
                    e);
        }
    }

    INDArray vector(String entry, long length, DataType type) throws IOException {
        ZipEntry found = entries.get(entry);
        return reading(() -> {
            try (InputStream content = new BufferedInputStream(ZipContent.open(zip, found))) {
                return StoredArray.read(entry, content, found.getSize(), length, type);
            }
        });
    }

    Optional<byte[]> bytes(String entry) throws IOException {
        return has(entry) ? Optional.of(reading(() -> ZipContent.read(zip, entries.get(entry)))) : Optional.empty();
    }

    /** Copies all entries but some, with another configuration. */
    void copyTo(OutputStream target, byte[] configuration, Set<String> without) throws IOException {
        try (ZipOutputStream copy = new ZipOutputStream(target)) {
            for (ZipEntry entry : entries.values()) {
                if (without.contains(entry.getName())) {
                    continue;
                }
                if (entry.getName().equals(CONFIGURATION)) {
                    NetworkWriter.put(copy, CONFIGURATION, configuration);
                    continue;
                }
                if (!entry.getName().equals(PARAMETERS) && !entry.getName().equals(UPDATER_STATE)) {
                    ZipContent.requirePlausible(entry);
                }
                copy.putNextEntry(new ZipEntry(entry.getName()));
                reading(() -> {
                    try (InputStream in = ZipContent.open(zip, entry)) {
                        return in.transferTo(copy);
                    }
                });
                copy.closeEntry();
            }
        }
    }

    /** Something that is read from the file. */
    private interface Reading<T> {
        T read() throws IOException;
    }

    private <T> T reading(Reading<T> what) throws IOException {
        try {
            return what.read();
        } catch (ZipException | EOFException e) {
            throw damaged(file, e);
        }
    }

    static final String WAY_OUT = "; take an undamaged copy of the file";

    private static IOException damaged(Path file, Exception e) {
        return new IOException(file + " is not a DL4J model file, or is damaged or cut off: " + e + WAY_OUT, e);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
