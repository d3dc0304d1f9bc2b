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
        assertThatThrownBy(() -> early.plan(2, 11, false)).hasMessageContaining("needs 12 epochs, but --epochs is 11");
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
                "cubic 0-0.5 in twelve",
                "cubic 0-0.5 blocks",
                "cubic 0-0.5 blocks 0",
                "cubic 0-0.5 in 12 blocks 8"
            })
    void whatIsNoSettingIsTold(String text) {
        assertThatThrownBy(() -> PruningSetting.of(text, ModelKind.RNN))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("--pruning");
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
        assertThatThrownBy(() -> grid(List.of(0), List.of("none"), 20)).hasMessageContaining("--lengths");
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
