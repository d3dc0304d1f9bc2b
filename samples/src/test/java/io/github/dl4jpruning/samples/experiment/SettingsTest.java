package io.github.dl4jpruning.samples.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.selection.Granularity;
import io.github.dl4jpruning.selection.Importance;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    @Test
    void thePublishedSettingsGiveThePlansOfTheLibrary() {
        assertThat(plan(ModelKind.RNN)).isEqualTo(PruningPlan.paperRnn(20).toString());
        assertThat(plan(ModelKind.LSTM)).isEqualTo(PruningPlan.paperLstm(20).toString());
        assertThat(plan(ModelKind.PATCH))
                .isEqualTo(PruningPlan.paperPatchTst(20).toString());
    }

    private static String plan(ModelKind model) {
        return PruningSetting.of("paper", model).plan(model.warmUp(), 20, false).toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "early 0.9",
                "early 0.95 random",
                "search 0.98",
                "early 0.8 normalised blocks 8",
                "cubic 0.3-0.7",
                "agp 0-0.5 normalised in 12",
                "linear 0-0.9 in 8",
                "one-shot 0-0.5",
                "cubic 0-0.7 blocks 8",
                "cubic 0-0.7 blocks 8 in 12",
                "agp 0-0.5 normalised blocks 16 in 12"
            })
    void aSettingIsReadAsItIsWritten(String text) {
        assertThat(PruningSetting.of(text, ModelKind.LSTM)).hasToString(text);
    }

    @Test
    void thePresetsGiveThePlansOfTheLibrary() {
        assertThat(PruningSetting.of("early 0.9", ModelKind.LSTM).plan(2, 20, false))
                .hasToString(PruningPlan.early(20, 0.9).toString());
        assertThat(PruningSetting.of("search 0.98", ModelKind.RNN).plan(2, 20, false))
                .hasToString(PruningPlan.search(20, 0.98).toString());
        assertThat(PruningSetting.of("early 0.9 random", ModelKind.LSTM)
                        .plan(2, 20, false)
                        .importance())
                .isEqualTo(Importance.RANDOM);
    }

    @Test
    void ofASearchEveryEpochMayBeJudgedAndOfEarlyPruningThoseAfterItsEnd() {
        assertThat(PruningSetting.of("search 0.98", ModelKind.LSTM).firstFinalEpoch(30))
                .isEqualTo(1);
        assertThat(PruningSetting.of("early 0.9", ModelKind.LSTM).firstFinalEpoch(30))
                .isEqualTo(10);
    }

    @Test
    void whatASettingSaysIsInThePlan() {
        PruningPlan plan =
                PruningSetting.of("agp 0-0.5 normalised in 12", ModelKind.LSTM).plan(2, 20, false);

        assertThat(plan.importance()).isEqualTo(Importance.NORMALIZED_MAGNITUDE);
        assertThat(plan.granularity()).isEqualTo(Granularity.WEIGHTS);
        assertThat(PruningSetting.of("cubic 0-0.7 blocks 8 in 12", ModelKind.LSTM)
                        .plan(2, 20, false)
                        .granularity())
                .isEqualTo(Granularity.blocks(8));
        assertThat(plan.schedule().window().begin()).isEqualTo(2);
        assertThat(plan.schedule().window().end()).isEqualTo(11);
        assertThat(plan.schedule().curve().at(0.5)).isEqualTo(0.5 * (1 - 0.125));
    }

    @Test
    void theFirstEpochWithTheLastSparsityIsTheOneThatTheSettingNames() {
        PruningSetting early = PruningSetting.of("agp 0-0.5 in 12", ModelKind.LSTM);

        assertThat(early.firstFinalEpoch(20)).isEqualTo(12);
        assertThat(PruningSetting.of("agp 0-0.5", ModelKind.LSTM).firstFinalEpoch(20))
                .isEqualTo(20);
        assertThatThrownBy(() -> early.plan(2, 11, false)).hasMessageContaining("needs 12 epochs, but epochs is 11");
        assertThat(early.plan(2, 12, false).schedule().window().end()).isEqualTo(11);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "cubic",
                "cubic 0.7-0.3",
                "cubic 0-1",
                "square 0-0.5",
                "early",
                "early 0.1-0.9",
                "early 1",
                "early 0.9 in 12",
                "cubic 0-0.5 in twelve",
                "cubic 0-0.5 blocks",
                "cubic 0-0.5 blocks 0",
                "cubic 0-0.5 in 12 blocks 8"
            })
    void whatIsNoSettingIsTold(String text) {
        assertThatThrownBy(() -> PruningSetting.of(text, ModelKind.RNN))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("pruning");
    }

    @Test
    void aProtocolIsFoundByItsName() {
        assertThat(Protocol.of("clean")).isEqualTo(Protocol.clean());
        assertThat(Protocol.of("paper").faults()).isEqualTo(EnumSet.allOf(Fault.class));
        Protocol mended = Protocol.paper(Set.of(Fault.PASS, Fault.SCALER));
        assertThat(mended.name()).isEqualTo("paper-without-scaler-pass");
        assertThat(Protocol.of(mended.name())).isEqualTo(mended);
        assertThatThrownBy(() -> Protocol.of("dirty")).isInstanceOf(InputException.class);
        assertThatThrownBy(() -> Protocol.of("paper-without-salt")).hasMessageContaining("salt");
    }

    @Test
    void theTunedGridHasThreeTriesForEveryArmThatIsComparedSeedBySeed() {
        List<Job> jobs = new TunedGrid(
                        List.of("etth1:all@3000", "etth1:target+24"),
                        ModelKind.LSTM,
                        24,
                        TunedGrid.settings(ModelKind.LSTM),
                        101,
                        2,
                        30)
                .jobs();
        List<Trial> trials = jobs.stream().flatMap(job -> job.trials().stream()).toList();

        // 2 tasks x (3 baselines + 2 seeds x (none, 3 early, search, 3 x 2 dropout, 3 decays, 3 small, 3 controls))
        assertThat(trials).hasSize(2 * (3 + 2 * 20)).doesNotHaveDuplicates();
        assertThat(trials.stream().filter(t -> t.seed() > 0).map(Trial::seed))
                .isSorted()
                .contains(101L, 102L);
        for (String arm : List.of(Arms.PRUNING, Arms.DROPOUT, Arms.WEIGHT_DECAY, Arms.SMALL)) {
            assertThat(trials.stream().filter(t -> t.arm().equals(arm) && t.seed() == 101))
                    .hasSize(2 * 3);
        }
        assertThat(jobs.stream().filter(job -> job.trials().size() == 2))
                .allSatisfy(job ->
                        assertThat(job.trials()).extracting(Trial::arm).containsExactly(Arms.DROPOUT, Arms.MC_DROPOUT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"etth1", "etth1:all", "etth1:target", "etth1:all+24", "etth1+24@4000", "etth1:target@100"})
    void aTaskIsReadAsItIsWritten(String text) {
        assertThat(TaskName.of(text)).hasToString(text);
        assertThat(TaskName.of(text).series()).isEqualTo("etth1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":all", "etth1:some", "etth1+", "etth1+0", "etth1@4000+24"})
    void whatIsNoTaskIsTold(String text) {
        assertThatThrownBy(() -> TaskName.of(text)).isInstanceOf(InputException.class);
    }

    @Test
    void theGridHasEveryCombinationOnceSeedBySeed() {
        Grid grid = new Grid(
                Protocol.clean(),
                List.of(ModelKind.RNN, ModelKind.LSTM),
                List.of("a", "b"),
                List.of(1, 7),
                Arms.ALL,
                List.of(0.1, 0.3),
                List.of("paper", "cubic 0.3-0.7"),
                3,
                20);

        List<Trial> trials =
                grid.jobs().stream().flatMap(job -> job.trials().stream()).toList();

        // 2 series x 2 lengths x (3 baselines + 3 seeds x (RNN: none, 2 x 2 dropout, 2 pruning; LSTM: 1 pruning less))
        assertThat(trials).hasSize(4 * (3 + 3 * (7 + 6))).doesNotHaveDuplicates();
        assertThat(trials.stream().map(Trial::seed).toList()).isSorted();
    }

    @Test
    void aGridThatCannotBeRunIsToldAtOnce() {
        assertThatThrownBy(() -> grid(List.of(1), List.of("none", "prune"), 20)).hasMessageContaining("'prune'");
        assertThatThrownBy(() -> grid(List.of(0), List.of("none"), 20)).hasMessageContaining("lengths");
        assertThatThrownBy(() -> grid(List.of(1), List.of("pruning"), 3)).hasMessageContaining("needs 4 epochs");
    }

    private static Grid grid(List<Integer> lengths, List<String> arms, int epochs) {
        return new Grid(
                Protocol.clean(),
                List.of(ModelKind.RNN),
                List.of("a"),
                lengths,
                arms,
                List.of(0.3),
                List.of("paper"),
                1,
                epochs);
    }
}
