package io.github.dl4jpruning.samples.catalogue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file that never changes, somewhere on the web.
 *
 * @param address of these very bytes
 * @param name what the file is called on this machine
 * @param bytes its size
 * @param sha256 its SHA-256, 64 lower-case hexadecimal digits
 */
public record RemoteFile(URI address, String name, long bytes, String sha256) {

    /** Checks that all is given. */
    public RemoteFile {
        if (!address.isAbsolute() || address.getHost() == null) {
            throw new IllegalArgumentException("expected an address with a host, but got " + address);
        }
        if (name.isBlank() || name.contains("/") || bytes < 1) {
            throw new IllegalArgumentException("expected a file name and a size, but got '" + name + "' and " + bytes);
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("expected 64 lower-case hexadecimal digits, but got " + sha256);
        }
    }

    /**
     * In what a file on this machine differs from this one, such as "has 3 bytes instead of 4".
     *
     * @return nothing if the files are the same
     * @throws IOException if the file cannot be read
     */
    Optional<String> mismatch(Path file) throws IOException {
        long size = Files.size(file);
        if (size != bytes) {
            return Optional.of("has " + size + " bytes instead of " + bytes);
        }
        String sum = sum(file);
        return sum.equals(sha256) ? Optional.empty() : Optional.of("has the SHA-256 " + sum + " instead of " + sha256);
    }

    private static String sum(Path file) throws IOException {
        MessageDigest digest = newDigest();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
