package io.github.dl4jpruning.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    private static AtomicFile.Content text(String text) {
        return temporary -> Files.writeString(temporary, text);
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static String permissions(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    private void assumePosix() throws IOException {
        assumeTrue(Files.getFileStore(folder).supportsFileAttributeView("posix"));
    }

    @Test
    void aLinkStaysALinkAndTheFileItPointsToIsReplaced() throws IOException {
        assumePosix();
        Path real = Files.createDirectory(folder.resolve("real"));
        Path target = Files.writeString(real.resolve("model.zip"), "older");
        Path second = Files.createSymbolicLink(folder.resolve("second"), Path.of("real", "model.zip"));
        Path first = Files.createSymbolicLink(folder.resolve("first"), second);

        AtomicFile.write(first, text("newer"));

        assertThat(first).isSymbolicLink();
        assertThat(second).isSymbolicLink();
        assertThat(target).isRegularFile().hasContent("newer");
        assertThat(names()).containsExactly("first", "real", "second");
        try (Stream<Path> files = Files.list(real)) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void aLinkToNothingYetMakesTheFileItPointsTo() throws IOException {
        assumePosix();
        Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("later"));

        AtomicFile.write(link, text("newer"));

        assertThat(link).isSymbolicLink();
        assertThat(folder.resolve("later")).hasContent("newer");
    }

    @Test
    void linksInACircleAreRefused() throws IOException {
        assumePosix();
        Path link = Files.createSymbolicLink(folder.resolve("a"), Path.of("b"));
        Files.createSymbolicLink(folder.resolve("b"), Path.of("a"));

        assertThatThrownBy(() -> AtomicFile.write(link, text("newer")))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining(link.toString());
    }

    @Test
    void permissionsSurviveAndNobodyElseReadsMeanwhile() throws IOException {
        assumePosix();
        for (String mode : List.of("rw-r-----", "rw-------", "rwxrwxrwx", "r--r--r--")) {
            Path file = folder.resolve(mode);
            Files.writeString(file, "older");
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
            AtomicReference<String> meanwhile = new AtomicReference<>();

            AtomicFile.write(file, temporary -> {
                Files.writeString(temporary, "newer");
                meanwhile.set(permissions(temporary));
            });

            assertThat(permissions(file)).isEqualTo(mode);
            assertThat(file).hasContent("newer");
            assertThat(meanwhile).hasValue("rw-------");
        }
    }

    @Test
    void ownerAndGroupSurvive() throws IOException {
        assumePosix();
        Path file = Files.writeString(folder.resolve("file"), "older");
        assumeTrue(Files.getAttribute(file, "unix:uid").equals(0), "only root gives files away");
        Files.setAttribute(file, "unix:uid", 4711);
        Files.setAttribute(file, "unix:gid", 4712);

        AtomicFile.write(file, text("newer"));

        assertThat(Files.getAttribute(file, "unix:uid")).isEqualTo(4711);
        assertThat(Files.getAttribute(file, "unix:gid")).isEqualTo(4712);
    }

    @Test
    void aDirectoryIsRefusedBeforeTheContentIsAskedFor() throws IOException {
        AtomicBoolean asked = new AtomicBoolean();

        for (Path directory : List.of(folder, folder.getRoot())) {
            assertThatThrownBy(() -> AtomicFile.write(directory, temporary -> asked.set(true)))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining(directory + ": it is a directory: give the name of a file");
        }

        assertThat(asked).isFalse();
        assertThat(names()).isEmpty();
    }

    @Test
    void aPipeOrADeviceIsRefusedAndLeftAlone() throws Exception {
        assumePosix();
        Path pipe = folder.resolve("pipe");
        assumeTrue(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor() == 0);
        Path link = Files.createSymbolicLink(folder.resolve("null"), Path.of("/dev/null"));

        for (Path special : List.of(pipe, link)) {
            assertThatThrownBy(() -> AtomicFile.write(special, text("newer")))
                    .isInstanceOf(FileSystemException.class)
                    .hasMessageContaining(special + ": it is a device, a pipe or a socket");
        }

        assertThat((boolean) Files.readAttributes(pipe, "isOther").get("isOther"))
                .isTrue();
        assertThat((boolean) Files.readAttributes(link, "isOther").get("isOther"))
                .isTrue();
        assertThat(names()).containsExactly("null", "pipe");
    }

    @Test
    void namesOfUpTo255BytesAreWrittenAndLongerOnesRefusedBeforeTheContentIsAskedFor() throws IOException {
        assumePosix();
        for (int length : new int[] {212, 213, 254, 255}) {
            Path file = folder.resolve("n".repeat(length));

            AtomicFile.requireWritable(file);
            AtomicFile.write(file, text("content"));

            assertThat(file).hasContent("content");
        }
        AtomicBoolean asked = new AtomicBoolean();
        Path tooLong = folder.resolve("n".repeat(256));

        assertThatThrownBy(() -> AtomicFile.requireWritable(tooLong))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("name too long");
        assertThatThrownBy(() -> AtomicFile.write(tooLong, temporary -> asked.set(true)))
                .isInstanceOf(FileSystemException.class)
                .hasMessageContaining("name too long");
        assertThat(asked).isFalse();
        assertThat(names()).hasSize(4);
    }

    @Test
    void requireWritableLeavesTheFileAndTheFolderUnchanged() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "older");

        AtomicFile.requireWritable(file);
        AtomicFile.requireWritable(folder.resolve("other"));

        assertThat(file).hasContent("older");
        assertThat(names()).containsExactly("file");
        assertThatThrownBy(() ->
                        AtomicFile.requireWritable(folder.resolve("missing").resolve("file")))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("create it first");
    }

    @Test
    void temporaryFilesOfDeadProcessesAreDeletedAndThoseOfLivingOnesAreNot() throws Exception {
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .start();
        child.getInputStream().transferTo(java.io.OutputStream.nullOutputStream());
        child.waitFor();
        ProcessHandle self = ProcessHandle.current();
        ProcessHandle parent = self.parent().orElseThrow();
        String here = TemporaryFiles.thisMachine();
        String dead = TemporaryFiles.name(here, child.pid(), 1, UUID.randomUUID());
        String reused = TemporaryFiles.name(here, self.pid(), 1, UUID.randomUUID());
        String alive = TemporaryFiles.name(here, self.pid(), TemporaryFiles.started(self), UUID.randomUUID());
        String other = TemporaryFiles.name(here, parent.pid(), TemporaryFiles.started(parent), UUID.randomUUID());
        String elsewhere = TemporaryFiles.name("abc", child.pid(), 1, UUID.randomUUID());
        String elsewhereOld = TemporaryFiles.name("abc", self.pid(), 1, UUID.randomUUID());
        for (String name : List.of(dead, reused, alive, other, elsewhere, elsewhereOld, ".dl4jpruning-notes.tmp")) {
            Files.writeString(folder.resolve(name), "half");
        }
        Files.setLastModifiedTime(
                folder.resolve(elsewhereOld), FileTime.from(Instant.now().minus(Duration.ofHours(25))));

        AtomicFile.write(folder.resolve("model.zip"), text("whole"));

        assertThat(names()).containsExactlyInAnyOrder("model.zip", alive, other, elsewhere, ".dl4jpruning-notes.tmp");
    }

    @Test
    void contentThatFailsLeavesTheOlderFileAndNothingElse() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "older");

        assertThatThrownBy(() -> AtomicFile.write(file, temporary -> {
                    Files.writeString(temporary, "half");
                    throw new IOException("disk full");
                }))
                .hasMessage("disk full");

        assertThat(file).hasContent("older");
        assertThat(names()).containsExactly("file");
    }
}
