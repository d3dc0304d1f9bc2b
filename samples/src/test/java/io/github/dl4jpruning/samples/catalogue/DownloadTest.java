package io.github.dl4jpruning.samples.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.console.TransferProgress;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(15)
class DownloadTest {
    private static final byte[] CONTENT = new byte[100_000];
    private static final String LENGTH = "Content-Length: 100000\r\n";
    private static final Duration SHORT = Duration.ofMillis(500);

    static {
        new Random(1).nextBytes(CONTENT);
    }

    @TempDir
    private Path directory;

    private static RemoteFile file(URI address) {
        return new RemoteFile(address, "series.csv", CONTENT.length, Sums.sha256(CONTENT));
    }

    private void assertNothingIsKept(BadServer.Answer answer, String... expected) throws IOException {
        try (BadServer server = new BadServer(answer)) {
            assertNothingIsKept(
                    new Download(TransferProgress.silent(), SHORT, Files::newOutputStream), server.address(), expected);
        }
    }

    private void assertNothingIsKept(Download download, URI address, String... expected) throws IOException {
        assertThatThrownBy(() -> download.fetch(file(address), directory.resolve("series.csv")))
                .isInstanceOf(InputException.class)
                .hasMessageContainingAll(expected)
                .hasMessageContaining("Nothing was kept")
                .message()
                .doesNotContain("\n", "null");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void aFileComesWholeAndItsProgressIsTold() throws IOException {
        List<String> lines = new ArrayList<>();
        Path target = directory.resolve("new/folder/series.csv");
        try (BadServer server = new BadServer(BadServer.answer("200 OK", LENGTH, CONTENT))) {
            new Download(TransferProgress.lines(lines::add)).fetch(file(server.address()), target);
        }

        assertThat(target).hasBinaryContent(CONTENT);
        assertThat(lines).hasSizeBetween(1, 4).last().isEqualTo("series.csv: 100000 of 100000 bytes");
        try (Stream<Path> files = Files.list(target.getParent())) {
            assertThat(files).containsExactly(target);
        }
    }

    @Test
    void aRedirectIsFollowed() throws IOException {
        Path target = directory.resolve("series.csv");
        try (BadServer server = new BadServer(BadServer.answer("200 OK", LENGTH, CONTENT));
                BadServer first = new BadServer(
                        BadServer.answer("302 Found", "Location: " + server.address() + "\r\n", new byte[0]))) {
            new Download(TransferProgress.silent()).fetch(file(first.address()), target);
        }

        assertThat(target).hasBinaryContent(CONTENT);
    }

    @Test
    void aStatusOtherThanOkIsNamed() throws IOException {
        assertNothingIsKept(
                BadServer.answer("404 Not Found", "Content-Length: 4\r\n", "gone".getBytes()),
                "cannot download http://127.0.0.1:",
                "HTTP status 404",
                "DL4J_PRUNING_DATA");
    }

    @Test
    void bytesWithAWrongSumAreThrownAway() throws IOException {
        byte[] other = CONTENT.clone();
        other[77_777]++;

        assertNothingIsKept(
                BadServer.answer("200 OK", LENGTH, other),
                "has the SHA-256 " + Sums.sha256(other) + " instead of " + Sums.sha256(CONTENT));
    }

    @Test
    void aConnectionCutShortOfTheAnnouncedLengthIsToldWithTheBytesThatCame() throws IOException {
        assertNothingIsKept(
                BadServer.answer("200 OK", LENGTH, Arrays.copyOf(CONTENT, 40_000)),
                "the connection was cut",
                "after 40000 of 100000 bytes");
    }

    @Test
    void anEndTooEarlyWithoutAnAnnouncedLengthIsToldWithTheBytesThatCame() throws IOException {
        assertNothingIsKept(
                BadServer.answer("200 OK", "", Arrays.copyOf(CONTENT, 40_000)),
                "the connection ended after 40000 of 100000 bytes");
    }

    @Test
    void aServerThatFallsSilentIsGivenUp() throws IOException {
        assertNothingIsKept(
                (out, server) -> {
                    BadServer.answer("200 OK", LENGTH, Arrays.copyOf(CONTENT, 40_000))
                            .write(out, server);
                    server.fallSilent();
                },
                "nothing came for 0.5 seconds after 40000 of 100000 bytes");
    }

    @Test
    void aServerThatSendsAByteNowAndThenIsGivenUp() throws IOException {
        assertNothingIsKept(
                (out, server) -> {
                    BadServer.answer("200 OK", LENGTH, new byte[0]).write(out, server);
                    for (byte b : CONTENT) {
                        out.write(b);
                        out.flush();
                        Thread.sleep(50);
                    }
                },
                "bytes came in 0.5 seconds",
                "of 100000 bytes");
    }

    @Test
    void anAnnouncedLengthThatIsNoNumberOfAFileIsToldAsItCame() throws IOException {
        assertNothingIsKept(
                BadServer.answer("200 OK", "Content-Length: 99999999999999999999\r\n", new byte[0]),
                "99999999999999999999");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws IOException {
        assertNothingIsKept((out, server) -> server.fallSilent(), "no answer within 0.5 seconds");
    }

    @Test
    void moreBytesThanExpectedAreRefusedAtOnce() throws IOException {
        assertNothingIsKept(
                (out, server) -> {
                    BadServer.answer("200 OK", "", CONTENT).write(out, server);
                    out.write(1);
                    out.flush();
                    server.fallSilent(); // who waits for the end waits in vain
                },
                "more than the expected 100000 bytes came");
    }

    @Test
    void anAnnouncedLengthThatIsWrongIsRefusedBeforeAByteIsRead() throws IOException {
        assertNothingIsKept(
                (out, server) -> {
                    BadServer.answer("200 OK", "Content-Length: 100001\r\n", new byte[0])
                            .write(out, server);
                    server.fallSilent();
                },
                "announces 100001 bytes instead of 100000");
    }

    @Test
    void anAnswerThatIsNoHttpIsTold() throws IOException {
        assertNothingIsKept((out, server) -> out.write("what?\r\n\r\n".getBytes()), "no connection (");
    }

    @Test
    void aServerThatIsNotThereIsTold() throws IOException {
        URI address;
        try (BadServer server = new BadServer((out, s) -> {})) {
            address = server.address();
        }

        assertNothingIsKept(new Download(TransferProgress.silent()), address, "no connection (ConnectException");
    }

    @Test
    void aHostWithoutANameIsToldAsAMissingNetwork() throws IOException {
        // The top-level domain "invalid" never exists (RFC 2606).
        assertNothingIsKept(
                new Download(TransferProgress.silent()), URI.create("http://nowhere.invalid/x"), "is there a network?");
    }

    @Test
    void aFullDiskIsToldWithTheRoomThatIsNeeded() throws IOException {
        Download.Storage full = path -> new FilterOutputStream(Files.newOutputStream(path)) {
            private int room = 50_000;

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                room -= count;
                if (room < 0) {
                    throw new IOException("No space left on device");
                }
                out.write(bytes, from, count);
            }
        };
        try (BadServer server = new BadServer(BadServer.answer("200 OK", LENGTH, CONTENT))) {
            assertNothingIsKept(
                    new Download(TransferProgress.silent(), SHORT, full),
                    server.address(),
                    "cannot write " + directory.resolve("series.csv"),
                    "No space left on device",
                    "Make room for 100000 bytes",
                    "XDG_CACHE_HOME");
        }
    }

    @Test
    void anOlderFileStaysWholeWhenTheDownloadFails() throws IOException {
        Path target = Files.writeString(directory.resolve("series.csv"), "older");
        try (BadServer server = new BadServer(BadServer.answer("200 OK", "", new byte[7]))) {
            assertThatThrownBy(() -> new Download(TransferProgress.silent()).fetch(file(server.address()), target))
                    .isInstanceOf(InputException.class);
        }

        assertThat(target).hasContent("older");
    }
}
