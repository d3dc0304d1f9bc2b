package io.github.dl4jpruning.samples.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WorkProgressTest {
    private long now;

    @Test
    void theTimeLeftFollowsFromTheWorkDone() {
        List<String> lines = new ArrayList<>();
        try (WorkProgress.Run run =
                WorkProgress.lines(lines::add, () -> now * 1_000_000_000).start("trials", 1000)) {
            now = 10;
            run.done(1, "too little to tell");
            now = 600;
            run.done(49, "a");
            now = 1200;
            run.done(350, "b");
            now = 1260;
            run.done(590, "c");
            run.done(10, "d");
        }

        assertThat(lines)
                .containsExactly(
                        "trials: 0%; too little to tell",
                        "trials: 5%, 3 h 10 min left; a",
                        "trials: 40%, 30 min left; b",
                        "trials: 99%, 13 s left; c",
                        "trials: 100%, 0 s left; d");
    }
}
