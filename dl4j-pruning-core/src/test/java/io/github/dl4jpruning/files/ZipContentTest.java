package io.github.dl4jpruning.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A flipped bit is told by whoever reads to the end; the JDK's own stream does not tell it. */
class ZipContentTest {
    private static final byte[] WEIGHTS = "weights, as they were written".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("model.zip");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            for (String name : new String[] {"first", "second"}) {
                CRC32 checksum = new CRC32();
                checksum.update(WEIGHTS);
                ZipEntry entry = new ZipEntry(name);
                entry.setMethod(ZipEntry.STORED); // packed, most flips are told as bad packing
                entry.setSize(WEIGHTS.length);
                entry.setCrc(checksum.getValue());
                zip.putNextEntry(entry);
                zip.write(WEIGHTS);
            }
        }
    }

    /** In the last byte of the second entry. */
    private void flipABit() throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int at = text.lastIndexOf("written") + "written".length() - 1;
        bytes[at] ^= 1;
        Files.write(file, bytes);
    }

    @Test
    void wholeEntriesAreReadAsTheyWereWritten() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile());
                InputStream content = ZipContent.open(zip, zip.getEntry("second"))) {
            assertThat(content.readAllBytes()).isEqualTo(WEIGHTS);
            assertThatCode(() -> ZipContent.verify(zip, zip.getEntry("second"))).doesNotThrowAnyException();
        }
    }

    @Test
    void aFlippedBitIsToldWithTheNameOfTheEntryHoweverItIsRead() throws IOException {
        flipABit();

        try (ZipFile zip = new ZipFile(file.toFile())) {
            String message = "second does not have the checksum that was written with it";
            assertThatThrownBy(() -> ZipContent.verify(zip, zip.getEntry("second")))
                    .isInstanceOf(ZipException.class)
                    .hasMessage(message);
            assertThatThrownBy(
                            () -> ZipContent.open(zip, zip.getEntry("second")).readAllBytes())
                    .hasMessage(message);
            assertThatThrownBy(() -> {
                        try (InputStream content = ZipContent.open(zip, zip.getEntry("second"))) {
                            int value = content.read();
                            while (value >= 0) {
                                value = content.read();
                            }
                        }
                    })
                    .hasMessage(message);
            assertThat(ZipContent.open(zip, zip.getEntry("first")).readAllBytes())
                    .isEqualTo(WEIGHTS);
        }
    }

    @Test
    void anEntryWhoseChecksumIsNotKnownIsReadAsItIs() throws IOException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            assertThat(ZipContent.open(zip, new ZipEntry("second")).readAllBytes())
                    .isEqualTo(WEIGHTS);
        }
    }
}
