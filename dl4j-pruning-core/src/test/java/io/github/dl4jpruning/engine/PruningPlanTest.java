package io.github.dl4jpruning.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.engine.WeightParameter.Status;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.schedule.TrainingLength;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Granularity;
import io.github.dl4jpruning.selection.Importance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PruningPlanTest {

    private static final PruningSchedule SCHEDULE =
            new PruningSchedule(SparsityCurve.linear(0, 0.5), PruningWindow.iterations(1, 10, 2));

    private static WeightParameter parameter(String name, Status status) {
        return new WeightParameter(name, "layer", "Fake", "W", InMemoryModel.vector(4), status, "");
    }

    private static void assertPaper(PruningPlan plan, int warmUp, int epochs, double initial, double last) {
        assertThat(plan.schedule().window()).isEqualTo(PruningWindow.epochs(warmUp, epochs - 1, 5));
        assertThat(plan.schedule().targetAt(10_000, warmUp - 1)).isZero();
        assertThat(plan.schedule().targetAt(1, warmUp)).isEqualTo(initial);
        assertThat(plan.schedule().targetAt(1, epochs - 2)).isLessThan(last);
        assertThat(plan.schedule().targetAt(1, epochs - 1)).isEqualTo(last);
        assertThat(plan.schedule().finalSparsity()).isEqualTo(last);
        assertThat(plan.importance()).isEqualTo(Importance.MAGNITUDE);
        assertThat(plan.allocation()).isEqualTo(Allocation.GLOBAL);
        assertThat(plan.layerCap()).isEqualTo(0.98);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 20, 100})
    void paperRnnRisesFromTenToFiftyPercentAfterTwoEpochs(int epochs) {
        assertPaper(PruningPlan.paperRnn(epochs), 2, epochs, 0.1, 0.5);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5, 20, 100})
    void paperLstmRisesFromThirtyToSeventyPercentAfterTwoEpochs(int epochs) {
        assertPaper(PruningPlan.paperLstm(epochs), 2, epochs, 0.3, 0.7);
    }

    @ParameterizedTest
    @ValueSource(ints = {7, 8, 20, 100})
    void paperPatchTstRisesFromOneToFiftyPercentAfterFiveEpochs(int epochs) {
        assertPaper(PruningPlan.paperPatchTst(epochs), 5, epochs, 0.01, 0.5);
    }

    @Test
    void earlyPrunesFromTheThirdEpochOnAndIsDoneAfterThreeTenthsOfTheTraining() {
        PruningPlan plan = PruningPlan.early(30);

        assertThat(plan.layerCap()).isEqualTo(0.99);
        assertThat(plan.schedule().targetAt(1_000_000, 1)).isZero();
        for (int epoch = 2; epoch <= 9; epoch++) {
            assertThat(plan.schedule().targetAt(1, epoch))
                    .isCloseTo(0.9 * (1 - Math.pow((9 - epoch) / 8.0, 3)), within(1e-12));
        }
        assertThat(plan.schedule().targetAt(1, 9)).isEqualTo(0.9);
        assertThat(plan.schedule().targetAt(1, 29)).isEqualTo(0.9);
    }

    @ParameterizedTest
    @CsvSource({"2, 0, 1", "3, 0, 1", "4, 0, 1", "5, 0, 2", "8, 0, 2", "9, 1, 3", "10, 1, 3", "20, 1, 6", "100, 1, 30"})
    void earlyBeginsSoonerInShortTrainingsAndLeavesTimeToRecover(int epochs, int begin, int end) {
        PruningPlan plan = PruningPlan.early(epochs, 0.8);

        assertThat(plan.schedule().window()).isEqualTo(PruningWindow.epochs(begin, end, 5));
        plan.schedule().requireReachedWithin(new TrainingLength(epochs, 1));
    }

    @Test
    void earlyInIterationsRisesFromUpdateToUpdate() {
        PruningPlan plan = PruningPlan.early(new TrainingLength(30, 100), 0.95);

        assertThat(plan.schedule().window()).isEqualTo(PruningWindow.iterations(201, 901, 5));
        assertThat(plan.schedule().targetAt(200, 1)).isZero();
        assertThat(plan.schedule().targetAt(551, 5)).isCloseTo(0.95 * (1 - 0.125), within(1e-12));
        assertThat(plan.schedule().targetAt(901, 9)).isEqualTo(0.95);
        assertThat(plan.layerCap()).isEqualTo(0.99);
        assertThat(PruningPlan.early(new TrainingLength(2, 100), 0.5).schedule().window())
                .isEqualTo(PruningWindow.iterations(1, 101, 5));
    }

    @Test
    void searchPassesThroughAllSparsitiesInNineTenthsOfTheTraining() {
        PruningSchedule schedule = PruningPlan.search(20).schedule();

        assertThat(schedule.window()).isEqualTo(PruningWindow.epochs(0, 18, 5));
        assertThat(schedule.targetAt(1, 0)).isZero();
        assertThat(schedule.targetAt(1, 9)).isCloseTo(1 - Math.sqrt(0.02), within(1e-12));
        for (int epoch = 1; epoch <= 18; epoch++) {
            double ratio = (1 - schedule.targetAt(1, epoch)) / (1 - schedule.targetAt(1, epoch - 1));
            assertThat(ratio).isCloseTo(Math.pow(0.02, 1 / 18.0), within(1e-12));
        }
        assertThat(schedule.targetAt(1, 18)).isEqualTo(0.98);
        assertThat(schedule.targetAt(1, 19)).isEqualTo(0.98);
        assertThat(PruningPlan.search(20, 0.995).layerCap()).isEqualTo(0.995);
        for (int epochs = 2; epochs <= 40; epochs++) { // the last epoch is at the last sparsity, in short trainings too
            PruningPlan.search(epochs).schedule().requireReachedWithin(new TrainingLength(epochs, 7));
        }
    }

    @Test
    void earlyAndSearchNeedTwoEpochsAndASparsityThatLeavesSomething() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningPlan.early(1))
                .withMessageContaining("epochs is 1")
                .withMessageContaining("at least 2");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningPlan.search(1))
                .withMessageContaining("epochs is 1")
                .withMessageContaining("at least 2");
        for (double sparsity : new double[] {0, 1, -0.1, Double.NaN}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PruningPlan.early(20, sparsity))
                    .withMessageContaining("sparsity is " + sparsity);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PruningPlan.search(20, sparsity))
                    .withMessageContaining("sparsity is " + sparsity);
        }
    }

    @Test
    void paperPresetsRiseWithTheThirdPower() {
        // 20 epochs of paperLstm: the window is 17 epochs long; epoch 10 is progress 8/17.
        assertThat(PruningPlan.paperLstm(20).schedule().targetAt(1, 10))
                .isCloseTo(0.3 + 0.4 * 512 / 4913, within(1e-15));
    }

    @ParameterizedTest
    @CsvSource({"3", "0", "-1"})
    void tooFewEpochsForTheRecurrentPresetsAreRefused(int epochs) {
        String message =
                "epochs is " + epochs + " but 2 epochs of warm-up and a rise to the last sparsity need at least 4;"
                        + " train longer or make a plan of your own with PruningPlan.of(..)";
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningPlan.paperRnn(epochs))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningPlan.paperLstm(epochs))
                .withMessage(message);
    }

    @Test
    void tooFewEpochsForThePatchTransformerAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningPlan.paperPatchTst(6))
                .withMessageStartingWith(
                        "epochs is 6 but 5 epochs of warm-up and a rise to the last sparsity need at least 7");
    }

    @Test
    void byDefaultMatricesAreChosenAndNothingElse() {
        PruningPlan plan = PruningPlan.of(SCHEDULE);
        assertThat(plan.selects(parameter("W", Status.DEFAULT))).isTrue();
        assertThat(plan.selects(parameter("b", Status.OPTIONAL))).isFalse();
        assertThat(plan.selects(parameter("mean", Status.NEVER))).isFalse();
    }

    @Test
    void includeAddsOptionalParametersOnly() {
        PruningPlan plan = PruningPlan.of(SCHEDULE).including(p -> true);
        assertThat(plan.selects(parameter("W", Status.DEFAULT))).isTrue();
        assertThat(plan.selects(parameter("b", Status.OPTIONAL))).isTrue();
        assertThat(plan.selects(parameter("mean", Status.NEVER))).isFalse();
    }

    @Test
    void excludeWinsOverInclude() {
        PruningPlan plan = PruningPlan.of(SCHEDULE)
                .including(p -> true)
                .excluding(p -> p.name().startsWith("x"));
        assertThat(plan.selects(parameter("xW", Status.DEFAULT))).isFalse();
        assertThat(plan.selects(parameter("xb", Status.OPTIONAL))).isFalse();
        assertThat(plan.selects(parameter("xmean", Status.NEVER))).isFalse();
        assertThat(plan.selects(parameter("b", Status.OPTIONAL))).isTrue();
    }

    @Test
    void includesAndExcludesAddUp() {
        PruningPlan plan = PruningPlan.of(SCHEDULE)
                .including(p -> p.name().equals("a"))
                .including(p -> p.name().equals("b"))
                .excluding(p -> p.name().equals("c"))
                .excluding(p -> p.name().equals("d"));
        assertThat(plan.selects(parameter("a", Status.OPTIONAL))).isTrue();
        assertThat(plan.selects(parameter("b", Status.OPTIONAL))).isTrue();
        assertThat(plan.selects(parameter("e", Status.OPTIONAL))).isFalse();
        assertThat(plan.selects(parameter("c", Status.DEFAULT))).isFalse();
        assertThat(plan.selects(parameter("d", Status.DEFAULT))).isFalse();
        assertThat(plan.selects(parameter("e", Status.DEFAULT))).isTrue();
    }

    @Test
    void changedCopiesKeepTheRest() {
        PruningPlan plan = PruningPlan.of(SCHEDULE).including(p -> true).excluding(p -> false);
        PruningPlan changed = plan.withImportance(Importance.NORMALIZED_MAGNITUDE)
                .withAllocation(Allocation.UNIFORM)
                .withLayerCap(0.5)
                .withGranularity(Granularity.blocks(8));
        assertThat(changed.granularity()).isEqualTo(Granularity.blocks(8));
        assertThat(changed.withLayerCap(1)
                        .withImportance(Importance.MAGNITUDE)
                        .withAllocation(Allocation.GLOBAL)
                        .including(p -> true)
                        .excluding(p -> true)
                        .granularity())
                .isEqualTo(Granularity.blocks(8));
        assertThat(changed.importance()).isEqualTo(Importance.NORMALIZED_MAGNITUDE);
        assertThat(changed.allocation()).isEqualTo(Allocation.UNIFORM);
        assertThat(changed.layerCap()).isEqualTo(0.5);
        assertThat(changed.schedule()).isEqualTo(SCHEDULE);
        assertThat(changed.include()).isSameAs(plan.include());
        assertThat(changed.exclude()).isSameAs(plan.exclude());
        assertThat(plan.granularity()).isEqualTo(Granularity.WEIGHTS);
        assertThat(plan.importance()).isEqualTo(Importance.MAGNITUDE);
        assertThat(plan.allocation()).isEqualTo(Allocation.GLOBAL);
        assertThat(plan.layerCap()).isEqualTo(PruningPlan.DEFAULT_LAYER_CAP);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, -0.5, 1.0001, Double.NaN})
    void aLayerCapOutsideItsRangeIsRefused(double cap) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningPlan.of(SCHEDULE).withLayerCap(cap))
                .withMessage("layerCap is " + cap + " but must lie in (0, 1]: it is the largest sparsity of a layer");
    }

    @Test
    void aMissingPartIsRefused() {
        String message =
                "a plan needs a schedule, an importance, an allocation, a granularity and two predicates; one of them is null";
        PruningPlan plan = PruningPlan.of(SCHEDULE);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PruningPlan.of(null))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.withImportance(null))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.withAllocation(null))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> plan.withGranularity(null))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PruningPlan(
                        SCHEDULE, Importance.MAGNITUDE, Allocation.GLOBAL, 1, Granularity.WEIGHTS, null, p -> false))
                .withMessage(message);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new PruningPlan(
                        SCHEDULE, Importance.MAGNITUDE, Allocation.GLOBAL, 1, Granularity.WEIGHTS, p -> false, null))
                .withMessage(message);
    }

    @Test
    void textTellsTheWholePlan() {
        assertThat(PruningPlan.paperLstm(20).toString())
                .contains("from 0.3 to 0.7")
                .contains(
                        "epochs 2 to 19, masks updated every 5 iterations, MAGNITUDE, GLOBAL, at most 0.98 of a layer");
        assertThat(PruningPlan.paperLstm(20).withGranularity(Granularity.blocks(8)))
                .hasToString(PruningPlan.paperLstm(20) + ", blocks of 8 outputs");
    }
}
