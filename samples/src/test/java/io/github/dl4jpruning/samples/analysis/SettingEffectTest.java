package io.github.dl4jpruning.samples.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.report.HtmlReport;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SettingEffectTest {
    private static TrialResult trial(String arm, String setting, long seed, double validation, double test) {
        return SyntheticTrials.trial(
                new Trial("clean", "bitcoin", "lstm", 7, arm, setting, seed, 20), validation, test);
    }

    private static List<TrialResult> trials() {
        List<TrialResult> trials = new ArrayList<>();
        for (int seed = 1; seed <= 3; seed++) {
            trials.add(trial("none", "-", seed, 10 * seed, 100 * seed));
            trials.add(trial("pruning", "cubic 0.3-0.7", seed, 12 * seed, 90 * seed));
            trials.add(trial("pruning", "agp 0-0.5", seed, 9 * seed, 110 * seed));
            trials.add(trial("dropout", "0.3", seed, 1, 1));
        }
        trials.add(trial("pruning", "cubic 0.3-0.7", 4, 1, 1)); // no arm none to compare with
        trials.add(trial("pruning", "linear 0-0.5", 4, 1, 1));
        return trials;
    }

    @Test
    void settingsAreComparedWithNoneBlockByBlockAndOrderedByTheValidationPart() {
        List<SettingEffect> effects = SettingEffect.of(trials());

        assertThat(effects).extracting(SettingEffect::setting).containsExactly("agp 0-0.5", "cubic 0.3-0.7");
        assertThat(effects).extracting(SettingEffect::blocks).containsExactly(3, 3);
        assertThat(effects.get(0).validation()).isCloseTo(-0.1, within(1e-12));
        assertThat(effects.get(0).test()).isCloseTo(0.1, within(1e-12));
        assertThat(effects.get(1).validation()).isCloseTo(0.2, within(1e-12));
        assertThat(effects.get(1).test()).isCloseTo(-0.1, within(1e-12));
    }

    @Test
    void theyStandInTheTextAndOnThePage() {
        Analysis analysis = SyntheticTrials.analysis(trials());

        assertThat(analysis.toText()).contains("lstm pruning agp 0-0.5", "-10.0%");
        assertThat(HtmlReport.of(analysis)).contains("agp 0-0.5", "Settings against none");
    }
}
