package io.github.dl4jpruning.samples.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressLinesTest {
    private static List<String> lines(int epochs) {
        List<String> lines = new ArrayList<>();
        try (Progress.Run run = new ProgressLines(lines::add).start("lstm", epochs, 3)) {
            for (int epoch = 1; epoch <= epochs; epoch++) {
                run.epochDone(epoch, "MAE " + epoch);
            }
        }
        return lines;
    }

    @Test
    void aLongTrainingIsToldInQuarters() {
        assertThat(lines(20))
                .containsExactly(
                        "lstm: epoch 5 of 20, MAE 5",
                        "lstm: epoch 10 of 20, MAE 10",
                        "lstm: epoch 15 of 20, MAE 15",
                        "lstm: epoch 20 of 20, MAE 20");
    }

    @Test
    void aShortTrainingIsToldByEpoch() {
        assertThat(lines(2)).hasSize(2);
    }
}
