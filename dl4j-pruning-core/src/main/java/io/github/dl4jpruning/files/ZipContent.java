package io.github.dl4jpruning.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Content of zip files, compared with its checksum. {@link ZipFile} does not compare it: there a flipped bit gives other numbers
 * without a word.
 */
public final class ZipContent {
    private ZipContent() {}

    /**
     * Opens an entry. Whoever reads it to its end is told if it is damaged.
     *
     * @param zip the file
     * @param entry of it
     * @return a stream that throws a {@link ZipException} at its end if the checksum is another than the one written
     * @throws IOException if it cannot be read
     */
    public static InputStream open(ZipFile zip, ZipEntry entry) throws IOException {
        return new CheckedInputStream(zip.getInputStream(entry), new CRC32()) {
            @Override
            public int read() throws IOException {
                int value = super.read();
                return value < 0 ? atEnd() : value;
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                int count = super.read(bytes, offset, length);
                return count < 0 ? atEnd() : count;
            }

            private int atEnd() throws ZipException {
                if (entry.getCrc() >= 0 && getChecksum().getValue() != entry.getCrc()) {
                    throw new ZipException(entry.getName() + " does not have the checksum that was written with it");
                }
                return -1;
            }
        };
    }

    /**
     * Reads all entries to see whether they are as they were written.
     *
     * @param zip the file
     * @throws IOException if one is damaged; the message names it
     */
    public static void verify(ZipFile zip) throws IOException {
        var entries = zip.entries();
        while (entries.hasMoreElements()) {
            try (InputStream content = open(zip, entries.nextElement())) {
                content.transferTo(OutputStream.nullOutputStream());
            }
        }
    }
}
