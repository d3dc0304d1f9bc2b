package io.github.dl4jpruning.samples;

import io.github.dl4jpruning.files.AtomicFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files that the samples write for their user. */
public final class OutputFile {
    private OutputFile() {}

    /**
     * Writes a file whole or not at all. Missing folders are made.
     *
     * @throws InputException if that fails; the target is as it was before
     */
    public static void write(Path target, AtomicFile.Content content) {
        try {
            Files.createDirectories(target.toAbsolutePath().getParent());
            AtomicFile.write(target, content);
        } catch (IOException e) {
            throw new InputException("cannot write " + target + ": " + e, e);
        }
    }
}
