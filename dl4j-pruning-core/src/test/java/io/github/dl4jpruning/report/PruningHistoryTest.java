package io.github.dl4jpruning.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.engine.InMemoryModel;
import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.PruningUpdate;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.nd4j.shade.jackson.databind.JsonNode;
import org.nd4j.shade.jackson.databind.ObjectMapper;

class PruningHistoryTest {

    private static final PruningHistory HISTORY = new PruningHistory(List.of(
            new PruningUpdate(5, 0, 0.3, 30, 100, 30, 0.0125, 0, 42),
            new PruningUpdate(3_000_000_000L, 7, 0.705, 70, 100, 40, 1.5e-7, 2, 43)));

    @Test
    void textIsATableForPeople() {
        List<List<String>> lines = HISTORY.toText()
                .lines()
                .map(line -> List.of(line.trim().split("\\s+")))
                .toList();
        assertThat(lines)
                .containsExactly(
                        List.of("step", "epoch", "target", "achieved", "pruned", "now", "threshold"),
                        List.of("5", "0", "0.3000", "0.3000", "30", "30", "0.01250"),
                        List.of("3000000000", "7", "0.7050", "0.7000", "70", "40", "1.500e-07"));
        assertThat(HISTORY).hasToString(HISTORY.toText());
    }

    @Test
    void csvHasEveryNumberInFull() {
        assertThat(HISTORY.toCsv().lines())
                .containsExactly(
                        "step,epoch,target_sparsity,achieved_sparsity,pruned,weights,pruned_now,threshold,nan_count,micros",
                        "5,0,0.3,0.3,30,100,30,0.0125,0,42",
                        "3000000000,7,0.705,0.7,70,100,40,1.5E-7,2,43");
    }

    @Test
    void jsonHasTheKeysAndNumbersOfTheCsv() throws Exception {
        JsonNode json = new ObjectMapper().readTree(HISTORY.toJson());
        assertThat(json.isArray()).isTrue();
        List<String> csv = HISTORY.toCsv().lines().toList();
        List<String> header = List.of(csv.get(0).split(","));
        assertThat(json).hasSize(2);
        for (int row = 0; row < 2; row++) {
            List<String> names = new ArrayList<>();
            json.get(row).fieldNames().forEachRemaining(names::add);
            assertThat(names).isEqualTo(header);
            String[] values = csv.get(row + 1).split(",");
            for (int i = 0; i < values.length; i++) {
                JsonNode value = json.get(row).get(header.get(i));
                assertThat(value.isNumber()).isTrue();
                assertThat(value.asDouble()).isEqualTo(Double.parseDouble(values[i]));
            }
        }
    }

    @Test
    void anEmptyHistoryHasAHeaderOnly() throws Exception {
        PruningHistory empty = new PruningHistory(List.of());
        assertThat(empty.toText().lines()).hasSize(1);
        assertThat(empty.toCsv().lines()).hasSize(1);
        assertThat(new ObjectMapper().readTree(empty.toJson())).isEmpty();
    }

    @Test
    void aHistoryIsACopy() {
        List<PruningUpdate> updates = new ArrayList<>(HISTORY.updates());
        PruningHistory history = new PruningHistory(updates);
        updates.clear();
        assertThat(history).isEqualTo(HISTORY);
    }

    @Test
    void theHistoryOfAPrunerEndsAtTheLastSparsity() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
        Pruner pruner = new Pruner(
                model,
                PruningPlan.of(new PruningSchedule(SparsityCurve.linear(0.2, 0.6), PruningWindow.iterations(2, 6, 2))));
        for (int i = 0; i < 8; i++) {
            pruner.beforeUpdate(0);
            pruner.afterUpdate();
        }
        PruningHistory history = new PruningHistory(pruner.updates());
        assertThat(history.updates()).extracting(PruningUpdate::step).containsExactly(2L, 4L, 6L);
        assertThat(history.updates())
                .extracting(PruningUpdate::achievedSparsity)
                .containsExactly(0.2, 0.4, 0.6);
        assertThat(history.updates()).extracting(PruningUpdate::threshold).containsExactly(2.0, 4.0, 6.0);
        assertThat(history.updates().stream()
                        .mapToLong(PruningUpdate::prunedNow)
                        .sum())
                .isEqualTo(6);
    }

    @Test
    void numbersHaveAPointWhateverTheLanguageOfTheMachine() {
        Locale before = Locale.getDefault();
        String text = HISTORY.toText();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(HISTORY.toText()).isEqualTo(text);
        } finally {
            Locale.setDefault(before);
        }
    }
}
