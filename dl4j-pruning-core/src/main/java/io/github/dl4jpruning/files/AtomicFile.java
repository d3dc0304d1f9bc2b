package io.github.dl4jpruning.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Writes files whole or not at all: to a temporary file in the same folder, which is then moved.
 *
 * <p>A symbolic link at the target is followed, and the file that it points to is replaced. A file that is replaced
 * leaves its permissions, owner and group to the new one. Devices, pipes, sockets and directories are refused. When
 * {@link #write} returns, the content and the name are on the disk, as far as the operating system can tell.
 *
 * <p>A process that is killed leaves its temporary file, named {@code .dl4jpruning-...tmp}. The next process that
 * writes to the folder deletes it, but never that of a process that is alive.
 *
 * <pre>{@code
 * AtomicFile.write(Path.of("report.csv"), temporary -> Files.writeString(temporary, csv));
 * }</pre>
 */
public final class AtomicFile {

    private static final int LONGEST_CHAIN_OF_LINKS = 40; // as in Linux
    private static final boolean WINDOWS = System.getProperty("os.name").startsWith("Windows");

    private AtomicFile() {}

    /** Writes the content of a file. */
    @FunctionalInterface
    public interface Content {

        /**
         * Writes the whole content.
         *
         * @param temporary file to write, or to make if it does not exist
         * @throws IOException if it cannot be written
         */
        void writeTo(Path temporary) throws IOException;
    }

    /**
     * Writes a file, or replaces it.
     *
     * @param file to write, in a folder that exists
     * @param content of it
     * @throws IOException if it cannot be written; an older file is then still whole, and nothing is left behind. What
     *     {@link #requireWritable} finds is thrown before the content is asked for
     */
    public static void write(Path file, Content content) throws IOException {
        Path target = target(file);
        TemporaryFiles.deleteAbandoned(target.getParent());
        Path temporary = TemporaryFiles.in(target.getParent());
        try {
            Optional<Ownership> older = Ownership.of(target);
            if (older.isPresent()) {
                older.get().makePrivate(temporary, file);
            }
            content.writeTo(temporary);
            force(temporary, StandardOpenOption.WRITE);
            if (older.isPresent()) {
                older.get().open(temporary);
            }
            try {
                Files.move(temporary, target, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
            }
            if (!WINDOWS) { // which opens no directories
                force(target.getParent(), StandardOpenOption.READ);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /**
     * Checks that a file can be written, by a file with a temporary name that is deleted again: for whoever wants to
     * know before hours of training. The file itself is left unchanged.
     *
     * @param file to write later
     * @throws IOException if its folder does not exist or cannot be written to, its name is longer than the file system
     *     allows, it is a directory, device, pipe or socket, or it belongs to another user; the message says which
     */
    public static void requireWritable(Path file) throws IOException {
        Path target = target(file);
        Path temporary = TemporaryFiles.in(target.getParent());
        try {
            Optional<Ownership> older = Ownership.of(target);
            if (older.isPresent()) {
                older.get().makePrivate(temporary, file);
            } else {
                Files.createFile(temporary);
            }
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** Where links lead to; checked. */
    private static Path target(Path file) throws IOException {
        Path target = file.toAbsolutePath();
        for (int links = 0; Files.isSymbolicLink(target); links++) {
            if (links == LONGEST_CHAIN_OF_LINKS) {
                throw new FileSystemLoopException(file.toString());
            }
            target = target.resolveSibling(Files.readSymbolicLink(target));
        }
        if (target.getParent() == null || Files.isDirectory(target)) {
            throw new FileSystemException(file.toString(), null, "it is a directory: give the name of a file");
        }
        if (!Files.isDirectory(target.getParent())) {
            throw new NoSuchFileException(file.toString(), null, "its folder does not exist: create it first");
        }
        try {
            if (Files.readAttributes(target, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isOther()) {
                throw new FileSystemException(
                        file.toString(), null, "it is a device, a pipe or a socket: give the name of a file");
            }
        } catch (NoSuchFileException e) {
            return target; // a new file, whose name the file system takes
        }
        return target;
    }

    private static void force(Path path, StandardOpenOption option) throws IOException {
        try (FileChannel channel = FileChannel.open(path, option)) {
            channel.force(true);
        }
    }
}
