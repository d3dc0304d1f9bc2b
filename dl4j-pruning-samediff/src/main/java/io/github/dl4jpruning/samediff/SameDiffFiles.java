package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.files.LibraryClasses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;

/**
 * Files of SameDiff graphs, in SameDiff's own format, written so that a crash never costs the older file, and read with
 * errors that say what is wrong.
 *
 * <pre>{@code
 * SameDiffFiles.save(sd, Path.of("model.fb"));           // with masks, plan, step and updater state
 * SameDiff same = SameDiffFiles.load(Path.of("model.fb"));
 * SameDiffPruning.resume().attachTo(same);
 * }</pre>
 *
 * <p><b>Files from strangers.</b> Everything in a file is checked to lie within it, and every array to have the values
 * that its shape says, before SameDiff sees it; no Java object is deserialised. What is not checked is what the graph
 * computes: running a graph runs the ops that the file names with the arguments that it gives, in native code. Run a
 * stranger's graph in a process of its own.
 */
public final class SameDiffFiles {

    private static final int LONGEST_REASON = 300;

    private SameDiffFiles() {}

    /**
     * Saves a graph with its updater state, training configuration and masks, as {@link AtomicFile} writes files: whole
     * or not at all.
     *
     * <p>While another thread trains the graph, this waits until {@code fit} has returned, which is synchronized on the
     * graph. A listener saves at once.
     *
     * @param sd the graph
     * @param file to write; an existing one is replaced at once, or not at all
     * @throws IOException if it cannot be written; an older file is then still whole
     */
    public static void save(SameDiff sd, Path file) throws IOException {
        synchronized (sd) {
            AtomicFile.write(file, temporary -> {
                try (FileChannel out =
                        FileChannel.open(temporary, StandardOpenOption.WRITE, StandardOpenOption.CREATE)) {
                    ByteBuffer bytes = bytes(sd, true);
                    while (bytes.hasRemaining()) {
                        out.write(bytes);
                    }
                }
            });
        }
    }

    /**
     * Loads a graph with its updater state, if there is any in the file.
     *
     * @param file written by SameDiff or {@link #save}
     * @return the graph
     * @throws IOException if there is no such file, or it is no graph, or damaged; the message says which
     */
    public static SameDiff load(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new FileSystemException(file.toString(), null, "it is a directory: give the name of a model file");
        }
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString(), null, "there is no such file");
        }
        if (!Files.isReadable(file)) {
            throw new AccessDeniedException(
                    file.toString(), null, "permission denied: this user may not read the file");
        }
        if (Files.size(file) > Integer.MAX_VALUE - 8) {
            throw new IOException(file + " has " + Files.size(file) + " bytes, more than SameDiff can read");
        }
        try {
            return read(Files.readAllBytes(file), file.toString());
        } catch (OutOfMemoryError e) {
            throw new IOException(file + " needs more memory than this JVM has: raise -Xmx", e);
        }
    }

    /**
     * A graph as the bytes of a file.
     *
     * @param sd the graph
     * @param updaterState whether the state of its updater is to be among them
     * @return the bytes, from the position of the buffer to its limit
     */
    public static ByteBuffer bytes(SameDiff sd, boolean updaterState) {
        return sd.asFlatBuffers(updaterState);
    }

    /**
     * Reads a graph from the bytes of a file.
     *
     * @param bytes as SameDiff writes them
     * @param source for the messages, such as the name of the file
     * @return the graph, with its updater state if there is any
     * @throws IOException if they are no graph, or damaged; the message names the source
     */
    public static SameDiff read(byte[] bytes, String source) throws IOException {
        try {
            GraphCheck.check(bytes);
            SameDiff sd = LibraryClasses.visible(SameDiffFiles.class, () -> graph(bytes));
            if (sd.getTrainingConfig() != null && sd.getTrainingConfig().getUpdater() == null) {
                throw new IOException("its training configuration has no updater");
            }
            for (SDVariable variable :
                    sd.variables()) { // SameDiff makes some for ops whose outputs are not in the file
                if (variable.getVariableType() == VariableType.VARIABLE && variable.getArr() == null) {
                    throw new IOException("variable " + variable.name() + " has no values");
                }
            }
            for (String loss : Optional.ofNullable(sd.getLossVariables()).orElse(List.of())) {
                if (!sd.hasVariable(loss)) {
                    throw new IOException("its loss " + loss + " is no variable of it");
                }
            }
            return sd;
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError e) {
            String reason = e.getMessage() == null ? e.toString() : e.getMessage();
            String line = reason.lines().findFirst().orElse("");
            throw new IOException(
                    source + " cannot be read as a SameDiff graph: "
                            + (line.length() > LONGEST_REASON ? line.substring(0, LONGEST_REASON) + "..." : line)
                            + "; take an undamaged copy of the file",
                    e);
        }
    }

    private static SameDiff graph(byte[] bytes) {
        try {
            return SameDiff.fromFlatBuffers(ByteBuffer.wrap(bytes), true);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
