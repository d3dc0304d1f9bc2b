package io.github.dl4jpruning.samples;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What went wrong with a file, in words; Java's own messages of many are the name of the file and nothing else. */
public final class Reasons {
    private Reasons() {}

    /** The reason without the name of the file. */
    public static String of(IOException e) {
        String told = e instanceof FileSystemException known ? known.getReason() : e.getMessage();
        if (told != null && !told.isBlank()) {
            return told;
        } else if (e instanceof AccessDeniedException) {
            return "not allowed to read or write this file: check its permissions";
        } else if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        } else if (e instanceof NotDirectoryException) {
            return "a part of the path is not a folder";
        }
        return e.getClass().getSimpleName().replaceFirst("Exception$", "")
                + (e.getMessage() == null ? "" : ": " + e.getMessage());
    }
}
