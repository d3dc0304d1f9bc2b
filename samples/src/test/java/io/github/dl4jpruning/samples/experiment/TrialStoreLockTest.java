package io.github.dl4jpruning.samples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.samples.InputException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes never write to one store. */
class TrialStoreLockTest {
    @TempDir
    private Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endProcesses() {
        processes.forEach(Process::destroyForcibly);
    }

    private Process start() throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StoreHolder.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        processes.add(process);
        return process;
    }

    private static String said(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8)).readLine();
    }

    @Test
    void aStoreThatThisProcessHasOpenIsRefusedToAnother() throws IOException {
        try (TrialStore store = TrialStore.open(folder)) {
            assertThat(said(start())).contains("refused", "another experiment is at work there");
            assertThat(store.done()).isEmpty();
        }
        assertThat(said(start())).isEqualTo("open with 0");
    }

    @Test
    void aStoreThatAnotherProcessHasOpenIsRefusedUntilItEnds() throws IOException, InterruptedException {
        Process other = start();
        assertThat(said(other)).isEqualTo("open with 0");
        assertThatThrownBy(() -> TrialStore.open(folder))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("another experiment is at work there");
        other.destroyForcibly().waitFor();
        TrialStore.open(folder).close();
    }

    @Test
    void whatAKilledProcessLeftIsDeletedWhenTheStoreIsOpenedAgain() throws IOException, InterruptedException {
        Process other = start();
        said(other);
        long pid = other.pid();
        long started = other.info().startInstant().map(i -> i.toEpochMilli()).orElse(0L);
        other.destroyForcibly().waitFor();
        Path probe = Files.createDirectories(folder.resolve("probe"));
        String[] ownName = new String[1];
        io.github.dl4jpruning.files.AtomicFile.write(probe.resolve("x"), temporary -> {
            ownName[0] = temporary.getFileName().toString();
            Files.writeString(temporary, "x");
        });
        String left =
                ownName[0].replaceFirst("(\\.dl4jpruning-[0-9a-f]+)-\\d+-\\d+-", "$1-" + pid + "-" + started + "-");
        Files.writeString(folder.resolve(left), "half a file");

        TrialStore.open(folder).close();

        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(f -> f.getFileName().toString()).filter(n -> n.endsWith(".tmp")))
                    .isEmpty();
        }
    }
}
