package io.github.dl4jpruning.files;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;

/**
 * Who owns a file, and who may do what with it, where the file system knows such things.
 *
 * @param attributes of the file
 */
record Ownership(PosixFileAttributes attributes) {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /** Of a file; empty if there is none, or the file system does not know. */
    static Optional<Ownership> of(Path file) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
        if (view == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Ownership(view.readAttributes()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /**
     * Makes an empty file of the same owner and group that only the owner can read and write: what only some may read
     * is not shown to others while it is written.
     *
     * @param temporary file to make
     * @param file that it will replace
     */
    void makePrivate(Path temporary, Path file) throws IOException {
        Files.createFile(temporary);
        PosixFileAttributeView view = Files.getFileAttributeView(temporary, PosixFileAttributeView.class);
        view.setPermissions(OWNER_ONLY);
        PosixFileAttributes ours = view.readAttributes();
        try {
            if (!ours.group().equals(attributes.group())) {
                view.setGroup(attributes.group());
            }
            if (!ours.owner().equals(attributes.owner())) {
                view.setOwner(attributes.owner());
            }
        } catch (IOException e) {
            FileSystemException refused = new FileSystemException(
                    file.toString(),
                    null,
                    "it belongs to user " + attributes.owner().getName() + " and group "
                            + attributes.group().getName()
                            + ", and this user may not give a new file to them: write to another name, or delete the file"
                            + " first");
            refused.initCause(e);
            throw refused;
        }
    }

    /** Lets those read and write a file who may read and write the older one. */
    void open(Path temporary) throws IOException {
        Files.setPosixFilePermissions(temporary, attributes.permissions());
    }
}
