package io.github.dl4jpruning.samples.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.console.TransferProgress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFilesTest {
    private static final byte[] CONTENT = "y\n1\n2\n".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    private BadServer server;
    private RemoteFile file;
    private Path folder;

    @BeforeEach
    void start() throws IOException {
        server = new BadServer(BadServer.answer("200 OK", "Content-Length: 6\r\n", CONTENT));
        file = new RemoteFile(server.address(), "series.csv", CONTENT.length, Sums.sha256(CONTENT));
        folder = Files.createDirectory(directory.resolve("folder"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private DataFiles files(Map<String, String> environment) {
        return new DataFiles(environment, directory.resolve("home"), new Download(TransferProgress.silent()));
    }

    private Map<String, String> withFolder() {
        return Map.of("DL4J_PRUNING_DATA", folder.toString());
    }

    @Test
    void aMissingFileIsDownloadedIntoTheCacheOnce() {
        DataFiles files = files(withFolder());
        Path cached = directory.resolve("home/.cache/dl4j-pruning/series.csv");

        assertThat(files.find(file)).isEmpty();
        assertThat(files.get(file)).isEqualTo(cached).hasBinaryContent(CONTENT);
        assertThat(files.get(file)).isEqualTo(cached);
        assertThat(files.checked(file)).contains(cached);
        assertThat(server.requests()).isEqualTo(1);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void theCacheIsWhereTheEnvironmentSaysUnlessThatIsRelative() {
        Path cache = directory.resolve("xdg");

        assertThat(files(Map.of("XDG_CACHE_HOME", cache.toString())).get(file))
                .isEqualTo(cache.resolve("dl4j-pruning/series.csv"));
        assertThat(files(Map.of("XDG_CACHE_HOME", "xdg", "DL4J_PRUNING_DATA", ""))
                        .get(file))
                .isEqualTo(directory.resolve("home/.cache/dl4j-pruning/series.csv"));
    }

    @Test
    void theFolderOfTheEnvironmentComesBeforeTheCache() throws IOException {
        files(Map.of()).get(file);
        Path mine = Files.write(folder.resolve("series.csv"), CONTENT);

        assertThat(files(withFolder()).get(file)).isEqualTo(mine);
        assertThat(server.requests()).isEqualTo(1);
    }

    @Test
    void aFileThatIsAnotherOneIsRefusedWhereverItLies() throws IOException {
        Path mine = Files.writeString(folder.resolve("series.csv"), "y\n1\n3\n");

        assertThatThrownBy(() -> files(withFolder()).get(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining(mine + " is not the file of the catalogue: it has the SHA-256 ")
                .hasMessageContaining("Remove it");
        Files.writeString(mine, "y\n1\n");
        assertThatThrownBy(() -> files(withFolder()).checked(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("it has 4 bytes instead of 6");
        assertThat(mine).exists();
        assertThat(server.requests()).isZero();
    }

    @Test
    void aFolderThatIsNoneIsTold() {
        Map<String, String> environment =
                Map.of("DL4J_PRUNING_DATA", directory.resolve("gone").toString());

        assertThatThrownBy(() -> files(environment).find(file))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("DL4J_PRUNING_DATA names " + directory.resolve("gone"))
                .hasMessageContaining("not a folder");
    }
}
