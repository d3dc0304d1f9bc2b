package io.github.dl4jpruning.samples.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.samples.experiment.Arms;
import io.github.dl4jpruning.samples.experiment.ModelKind;
import io.github.dl4jpruning.samples.experiment.Trial;
import io.github.dl4jpruning.samples.experiment.TrialResult;
import io.github.dl4jpruning.samples.experiment.TunedGrid;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

class TunedStudyTest {
    private static final List<String> TASKS =
            List.of("a:all", "b:all", "c:all", "a:target", "b:target", "c:target", "a:all+24", "a:target+24");

    /** Every trial of the grid with errors by a rule; validation and test errors are the same. */
    private static List<TrialResult> trials(int seeds, ToDoubleFunction<Trial> error) {
        return new TunedGrid(TASKS, ModelKind.LSTM, 24, TunedGrid.settings(ModelKind.LSTM), 101, seeds, 20)
                .jobs().stream()
                        .flatMap(job -> job.trials().stream())
                        .map(trial ->
                                SyntheticTrials.trial(trial, error.applyAsDouble(trial), error.applyAsDouble(trial)))
                        .toList();
    }

    private static double ofArm(Trial trial, double pruned) {
        double noise = 1 + 0.001 * (trial.seed() % 7);
        return noise
                * switch (trial.arm()) {
                    case Arms.PRUNING -> trial.setting().equals("early 0.9") ? pruned : 1.1;
                    case Arms.SEARCH -> 0.95;
                    case Arms.SMALL -> 1.2;
                    case Arms.DROPOUT -> trial.setting().equals("0.3") ? 0.98 : 1.3;
                    default -> 1;
                };
    }

    private static TunedStudy.Family family(TunedStudy study, String name) {
        return study.families().stream()
                .filter(f -> f.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aBetterPrunedNetworkIsFoundAgainstEveryRivalWithTheSettingThatValidationChose() {
        TunedStudy study = TunedStudy.of(trials(3, trial -> ofArm(trial, 0.8)));

        TunedStudy.Family family = family(study, "pruning, one step ahead, inputs each way");
        assertThat(family.pairs()).hasSize(4).allSatisfy(pair -> {
            assertThat(pair.blocks()).hasSize(6 * 3);
            assertThat(pair.wins()).isEqualTo(18);
            assertThat(TunedText.answer(pair)).isEqualTo("yes, better");
        });
        assertThat(family.pairs().get(0).mean()).isCloseTo(0.8 / 1.2 - 1, within(1e-9));
        assertThat(family.pairs().get(1).mean()).isCloseTo(0.8 - 1, within(1e-9));
        assertThat(family.pairs().get(2).mean()).isCloseTo(0.8 / 0.98 - 1, within(1e-9));
    }

    @Test
    void whereNoSparsityHelpsValidationChoosesNoneAndNothingIsShown() {
        TunedStudy study = TunedStudy.of(trials(3, trial -> ofArm(trial, 1.1)));

        TunedPair againstNone = family(study, "pruning, one step ahead, inputs each way")
                .pairs()
                .get(1);
        assertThat(againstNone.mean()).isZero();
        assertThat(againstNone.ties()).isEqualTo(18);
        assertThat(TunedText.answer(againstNone)).isEqualTo("not shown");
    }

    @Test
    void theBetterInputsAreChosenForEachArmByItself() {
        TunedStudy study = TunedStudy.of(trials(2, trial -> {
            boolean target = trial.data().contains(":target");
            return ofArm(trial, 0.8) * (target && trial.arm().equals(Arms.NONE) ? 0.5 : 1);
        }));

        TunedPair pair = family(study, "pruning, one step ahead, the better inputs")
                .pairs()
                .get(2);
        // dropout may choose "none" on the target alone, 0.5, and so may pruning.
        assertThat(pair.blocks()).hasSize(3 * 2);
        assertThat(pair.mean()).isZero();
        TunedPair all = family(study, "pruning, one step ahead, inputs all columns")
                .pairs()
                .get(2);
        assertThat(all.mean()).isCloseTo(0.8 / 0.98 - 1, within(1e-9));
    }

    @Test
    void aSeedThatIsNotWholeIsLeftOut() {
        List<TrialResult> cut = new ArrayList<>(trials(3, trial -> ofArm(trial, 0.8)));
        cut.removeIf(r -> r.trial().seed() == 103 && r.trial().data().equals("c:target"));

        TunedStudy study = TunedStudy.of(cut);

        assertThat(study.cut()).isZero();
        TunedStudy.Family family = family(study, "search, one step ahead, inputs each way");
        assertThat(family.seeds()).containsExactly(101L, 102L);
        assertThat(family.pairs().get(1).blocks()).hasSize(6 * 2);
        assertThat(family(study, "search, one step ahead, inputs all columns").seeds())
                .containsExactly(101L, 102L, 103L);
    }

    @Test
    void aTaskThatWasCutOffIsLeftOutAndCounted() {
        List<TrialResult> cut = new ArrayList<>(trials(1, trial -> ofArm(trial, 0.8)));
        cut.removeIf(
                r -> r.trial().data().equals("c:target") && r.trial().setting().equals("0.5"));

        TunedStudy study = TunedStudy.of(cut);

        assertThat(study.cut()).isEqualTo(1);
        assertThat(family(study, "pruning, one step ahead, inputs each way")
                        .pairs()
                        .get(1)
                        .blocks())
                .hasSize(5);
        assertThat(TunedText.of(study)).contains("1 pair of task and seed not finished yet");
    }

    @Test
    void controlsAreComparedAtTheirOwnSparsityAndWithoutNone() {
        TunedStudy study = TunedStudy.of(trials(2, trial -> ofArm(trial, 0.8)));

        assertThat(study.controls().orElseThrow().pairs())
                .hasSize(3)
                .allSatisfy(pair -> assertThat(pair.mean()).isCloseTo(-0.2, within(1e-9)));
        String text = TunedText.of(study);
        assertThat(text).contains("seeds [101, 102]").contains("-20.0%, 8 of 8");
    }
}
