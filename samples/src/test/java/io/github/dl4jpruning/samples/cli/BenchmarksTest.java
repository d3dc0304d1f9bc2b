package io.github.dl4jpruning.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BenchmarksTest {
    private static final String OURS = "^io\\.github\\.dl4jpruning\\.samples\\.bench\\.";

    @Test
    void withoutAFilterOurBenchmarksAreMeant() {
        assertThat(Benchmarks.withFilter()).containsExactly(OURS);
        assertThat(Benchmarks.withFilter("-f", "1", "-i", "3")).containsExactly("-f", "1", "-i", "3", OURS);
    }

    @Test
    void aFilterGivenIsKept() {
        assertThat(Benchmarks.withFilter("Mask", "-f", "1")).containsExactly("Mask", "-f", "1");
    }
}
