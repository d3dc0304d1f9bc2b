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
            Path folder = target.toAbsolutePath().getParent();
            if (folder != null) { // else it is the root, which the next line refuses
                Files.createDirectories(folder);
            }
            AtomicFile.write(target, content);
        } catch (IOException e) {
            throw new InputException("cannot write " + target + ": " + Reasons.of(e), e);
        }
    }

    /**
     * Refuses to write over what is read, however the two paths are written.
     *
     * @param outputName what messages call the output
     * @param inputName what messages call the input
     * @throws InputException if both are the same file
     */
    public static void requireOther(String outputName, Path output, String inputName, Path input) {
        if (isSame(output, input)) {
            throw new InputException(outputName + " " + output + " is the file of " + inputName
                    + ", which would be lost. Give another file to write.");
        }
    }

    private static boolean isSame(Path output, Path input) {
        try {
            return Files.exists(output)
                    ? Files.exists(input) && Files.isSameFile(output, input)
                    : normalized(output).equals(normalized(input));
        } catch (IOException e) {
            throw new InputException("cannot tell whether " + output + " is " + input + ": " + Reasons.of(e), e);
        }
    }

    private static Path normalized(Path path) {
        return path.toAbsolutePath().normalize();
    }
}
