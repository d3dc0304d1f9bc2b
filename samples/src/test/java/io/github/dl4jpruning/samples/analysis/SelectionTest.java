package io.github.dl4jpruning.samples.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private static TrialResult dropout(String setting, long seed, double validation, double test) {
        return SyntheticTrials.trial(
                new Trial("clean", "bitcoin", "lstm", 7, "dropout", setting, seed, 20), validation, test);
    }

    @Test
    void theSettingWithTheLowestMeanValidationErrorIsTakenWhateverTheTestPartSays() {
        Selection selection = Selection.of(List.of(
                dropout("0.1", 1, 10, 1),
                dropout("0.1", 2, 30, 1),
                dropout("0.5", 1, 15, 9),
                dropout("0.5", 2, 15, 9)));

        assertThat(selection.choices()).singleElement().satisfies(choice -> {
            assertThat(choice.setting()).isEqualTo("0.5");
            assertThat(choice.hadAlternatives()).isTrue();
            assertThat(choice.candidates().get(1)).isEqualTo(new Choice.Candidate("0.1", 2, 20));
        });
        assertThat(selection.chosen()).extracting(TrialResult::testMae).containsExactly(9.0, 9.0);
    }

    @Test
    void aSettingWithFewerSeedsDoesNotStandForElection() {
        Selection selection =
                Selection.of(List.of(dropout("0.1", 1, 10, 1), dropout("0.5", 1, 15, 9), dropout("0.5", 2, 15, 9)));

        assertThat(selection.choices().get(0).setting()).isEqualTo("0.5");
    }

    @Test
    void aSettingWhoseValidationErrorIsNoNumberIsTheLast() {
        Selection selection = Selection.of(List.of(dropout("0.1", 1, Double.NaN, 1), dropout("0.5", 1, 15, 9)));

        assertThat(selection.choices().get(0).setting()).isEqualTo("0.5");
    }

    @Test
    void baselinesAreKeptAsTheyAre() {
        List<TrialResult> trials = new ArrayList<>(List.of(dropout("0.1", 1, 10, 1)));
        trials.add(SyntheticTrials.trial("bitcoin", "-", 7, "last-value", 0, 5));

        assertThat(Selection.of(trials).chosen()).isEqualTo(trials);
        assertThat(Selection.of(trials).choices()).hasSize(1);
    }
}
