package io.github.dl4jpruning.samples.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.experiment.TrialLine;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostsTest {
    private static TrialResult trial(String arm, long seed) {
        return SyntheticTrials.trial("bitcoin", "lstm", 7, arm, seed, 900);
    }

    @Test
    void blocksWhoseCostIsNotKnownAreLeftOutOfTheMedian() {
        TrialResult none = trial("none", 2);
        TrialResult untrained = TrialLine.parse(
                SyntheticTrials.line(none).replace("\"epochsTrained\":" + none.epochsTrained(), "\"epochsTrained\":0"));
        assertThat(untrained.epochsTrained()).isZero();

        Costs costs = Costs.of(
                "lstm", "pruning", List.of(trial("none", 1), untrained, trial("pruning", 1), trial("pruning", 2)));

        assertThat(costs.pairs()).isEqualTo(1);
        assertThat(costs.overhead()).isCloseTo(0.05, within(1e-12));
    }
}
