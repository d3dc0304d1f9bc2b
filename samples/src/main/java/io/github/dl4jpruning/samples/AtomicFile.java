package io.github.dl4jpruning.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files whole or not at all. */
public final class AtomicFile {
    private AtomicFile() {}

    /** Writes a file, given where. */
    public interface Writer {
        /** Writes the whole content to the path, which exists as an empty file. */
        void write(Path path) throws IOException;
    }

    /**
     * Lets the content be written beside the target and then takes its place. Missing directories are made.
     *
     * @throws InputException if that fails; the target is as it was before
     */
    public static void write(Path target, Writer writer) {
        Path absolute = target.toAbsolutePath();
        Path temporary = null;
        try {
            Files.createDirectories(absolute.getParent());
            temporary = Files.createTempFile(absolute.getParent(), ".unfinished-", "-" + absolute.getFileName());
            writer.write(temporary);
            Files.move(temporary, absolute, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new InputException("cannot write " + target + ": " + e, e);
        } finally {
            deleteLeftover(temporary);
        }
    }

    private static void deleteLeftover(Path temporary) {
        if (temporary != null) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException e) {
                temporary.toFile().deleteOnExit();
            }
        }
    }
}
