package io.github.dl4jpruning.samples.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.samples.console.WorkProgress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentTest {
    @TempDir
    private Path folder;

    private final List<String> progress = new ArrayList<>();

    private Experiment.Summary run(int seeds, String... data) throws Exception {
        Grid grid = new Grid(
                Protocol.clean(),
                List.of(ModelKind.RNN),
                List.of(data),
                List.of(2),
                List.of(Arms.NONE, Arms.DROPOUT, Arms.MC_DROPOUT),
                List.of(0.3),
                List.of(),
                seeds,
                1);
        WorkProgress lines = WorkProgress.lines(progress::add, System::nanoTime);
        return new Experiment(grid.jobs(), folder, 2).run(lines, name -> 1000);
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(folder.resolve("trials.jsonl"));
    }

    @Test
    void aSecondRunDoesWhatIsMissingAndAThirdNothing() throws Exception {
        Experiment.Summary first = run(1, "load");
        List<String> before = lines();
        Experiment.Summary second = run(2, "load");
        Experiment.Summary third = run(2, "load");

        assertThat(first).isEqualTo(new Experiment.Summary(0, 6, List.of()));
        assertThat(second).isEqualTo(new Experiment.Summary(6, 3, List.of()));
        assertThat(third).isEqualTo(new Experiment.Summary(9, 0, List.of()));
        assertThat(lines()).hasSize(9).startsWith(before.toArray(String[]::new));
        assertThat(progress).hasSize(5).anyMatch(line -> line.startsWith("trials: 100%, 0 s left; load rnn length 2"));
    }

    @Test
    void aJobThatFailsIsNamedAndTheOthersGoOn() throws Exception {
        Experiment.Summary summary = run(1, "nowhere", "load");

        assertThat(summary.run()).isEqualTo(6);
        assertThat(summary.failures()).hasSize(3).allMatch(f -> f.startsWith("nowhere") && f.contains("nowhere"));
        assertThat(lines()).hasSize(6);
        assertThat(run(1, "load")).isEqualTo(new Experiment.Summary(6, 0, List.of()));
    }
}
