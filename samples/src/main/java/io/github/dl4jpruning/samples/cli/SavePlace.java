package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.files.AtomicFile;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.OutputFile;
import io.github.dl4jpruning.samples.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Finds out before a training, not after it, that its model has no place to go. */
final class SavePlace {
    private SavePlace() {}

    /**
     * Checks the file of {@code --save}.
     *
     * @param data what {@code --data} names, which must not be written over
     * @throws InputException if it cannot be written, or is that of the data
     */
    static void require(Path file, Path data) {
        Path parent = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw new InputException("--save " + file + " is a directory. Give the name of a file.");
        }
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new InputException("--save " + file + ": " + parent + " is not a directory one can write to.");
        }
        OutputFile.requireOther("--save", file, "--data", data);
        try {
            AtomicFile.requireWritable(file);
        } catch (IOException e) {
            throw new InputException("--save " + file + " cannot be written: " + Reasons.of(e) + ".", e);
        }
    }
}
