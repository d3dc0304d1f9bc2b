package io.github.dl4jpruning.samples;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Temporary files that tell the process they are of, so that those of killed processes are found and deleted. */
public final class TemporaryFile {
    private static final String PREFIX = "dl4j-pruning-";
    private static final Pattern NAME = Pattern.compile(PREFIX + "[a-z-]+-p(\\d{1,18})-.*");

    private TemporaryFile() {}

    /**
     * Makes an empty file in the folder for temporary files, after deleting those that killed processes left there.
     *
     * @param purpose a word or two of a to z, joined by hyphens
     * @param ending of its name, such as {@code .zip}
     * @throws IOException if it cannot be made
     */
    public static Path create(String purpose, String ending) throws IOException {
        Path file = Files.createTempFile(
                PREFIX + purpose + "-p" + ProcessHandle.current().pid() + "-", ending);
        deleteAbandoned(file.getParent());
        return file;
    }

    private static void deleteAbandoned(Path folder) throws IOException {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, PREFIX + "*")) {
            for (Path file : files) {
                Matcher name = NAME.matcher(file.getFileName().toString());
                if (name.matches()
                        && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()
                        && Files.isWritable(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
