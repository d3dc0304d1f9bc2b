package io.github.dl4jpruning.files;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Content of zip files, compared with the size and the checksum that were written with it. {@link ZipFile} compares
 * neither: there a flipped bit gives other numbers without a word, and an entry of ten bytes can go on for gigabytes.
 */
public final class ZipContent {

    /** An entry of up to so many bytes is read whatever its compression: 64 MiB. */
    public static final long ALWAYS_READ = 1 << 26;

    /** An entry that is larger is read only if it is at most so many times as large as its compressed form. */
    private static final long LARGEST_RATIO = 100;

    private static final long LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private ZipContent() {}

    /**
     * Opens an entry. Whoever reads it to its end is told if it is damaged.
     *
     * @param zip the file
     * @param entry of it
     * @return a stream that throws a {@link ZipException} if there are more or fewer bytes than were written, and at
     *     its end if the checksum is another than the one written
     * @throws IOException if it cannot be read
     */
    public static InputStream open(ZipFile zip, ZipEntry entry) throws IOException {
        return new CheckedInputStream(zip.getInputStream(entry), new CRC32()) {
            private long count;

            @Override
            public int read() throws IOException {
                int value = super.read();
                return value < 0 ? atEnd() : counted(1, value);
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int read = super.read(bytes, offset, length);
                return read < 0 ? atEnd() : counted(read, read);
            }

            private int counted(int more, int result) throws ZipException {
                count += more;
                if (entry.getSize() >= 0 && count > entry.getSize()) {
                    throw new ZipException(
                            entry.getName() + " is longer than the " + entry.getSize() + " bytes that were written");
                }
                return result;
            }

            private int atEnd() throws ZipException {
                if (entry.getSize() >= 0 && count < entry.getSize()) {
                    throw new ZipException(
                            entry.getName() + " ends after " + count + " of " + entry.getSize() + " bytes");
                }
                if (entry.getCrc() >= 0 && getChecksum().getValue() != entry.getCrc()) {
                    throw new ZipException(entry.getName() + " does not have the checksum that was written with it");
                }
                return -1;
            }
        };
    }

    /**
     * Reads an entry into memory, within the limits of {@link #requirePlausible}.
     *
     * @param zip the file
     * @param entry of it
     * @return its content, whose size and checksum are those that were written
     * @throws IOException if it cannot be read, is damaged, or is too large
     */
    public static byte[] read(ZipFile zip, ZipEntry entry) throws IOException {
        requirePlausible(entry);
        return readLarge(zip, entry);
    }

    /**
     * Reads an entry into memory, however well it is compressed, as weights that are mostly zeros are.
     *
     * @param zip the file
     * @param entry of it
     * @return its content, whose size and checksum are those that were written
     * @throws IOException if it cannot be read, is damaged, or has more bytes than an array or the memory of this JVM
     *     can hold
     */
    public static byte[] readLarge(ZipFile zip, ZipEntry entry) throws IOException {
        if (entry.getSize() < 0 || entry.getSize() > LARGEST_ARRAY) {
            throw new ZipException(entry.getName() + " has " + entry.getSize() + " bytes, which cannot be read");
        }
        try (InputStream content = open(zip, entry)) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.min(entry.getSize(), ALWAYS_READ));
            content.transferTo(bytes);
            return bytes.toByteArray();
        } catch (OutOfMemoryError e) {
            throw new IOException(
                    entry.getName() + " has " + entry.getSize()
                            + " bytes, more than this JVM has memory for: raise -Xmx",
                    e);
        }
    }

    /**
     * Checks the size of an entry: at most {@link #ALWAYS_READ} bytes, or at most 100 times as large as its compressed
     * form. A file of blanks, which would take memory and time out of all proportion, is refused so.
     *
     * @param entry of a zip file
     * @throws ZipException if it is larger, or does not tell its size
     */
    public static void requirePlausible(ZipEntry entry) throws ZipException {
        long size = entry.getSize();
        if (size < 0 || entry.getCompressedSize() < 0) {
            throw new ZipException(entry.getName() + " does not tell its size");
        }
        if (size > ALWAYS_READ && size / LARGEST_RATIO > entry.getCompressedSize()) {
            throw new ZipException(entry.getName() + " unpacks to " + size + " bytes, more than " + LARGEST_RATIO
                    + " times its compressed size of " + entry.getCompressedSize() + ", and is not read");
        }
    }

    /**
     * Reads an entry to see whether it is as it was written.
     *
     * @param zip the file
     * @param entry of it
     * @throws IOException if it is damaged or too large; the message names it
     */
    public static void verify(ZipFile zip, ZipEntry entry) throws IOException {
        requirePlausible(entry);
        try (InputStream content = open(zip, entry)) {
            content.transferTo(OutputStream.nullOutputStream());
        }
    }
}
