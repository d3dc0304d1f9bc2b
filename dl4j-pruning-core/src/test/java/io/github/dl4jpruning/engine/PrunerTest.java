package io.github.dl4jpruning.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jpruning.engine.WeightParameter.Status;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Importance;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class PrunerTest {

    private static final float NAN = Float.NaN;

    private static PruningPlan plan(SparsityCurve curve, long begin, long end, int interval) {
        return PruningPlan.of(new PruningSchedule(curve, PruningWindow.iterations(begin, end, interval)));
    }

    private static float[] random(long seed, int length) {
        Random random = new Random(seed);
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** Two layers with 173 prunable weights, and a bias that stays. */
    private static InMemoryModel model() {
        return new InMemoryModel()
                .with("0", "W", random(1, 70))
                .with("0", "RW", random(2, 66))
                .with("0", "b", InMemoryModel.vector(5), Status.OPTIONAL, "bias", random(3, 5))
                .with("1", "W", random(4, 37));
    }

    @Test
    void afterEveryUpdateTheNumberOfPrunedWeightsIsTheFloorOfTargetTimesWeights() {
        InMemoryModel model = model();
        PruningPlan plan = plan(SparsityCurve.paperCubic(0.3, 0.7), 4, 31, 5);
        Pruner pruner = new Pruner(model, plan);
        Random random = new Random(5);
        Map<Long, Long> expected = new LinkedHashMap<>();
        for (long due : new long[] {4, 9, 14, 19, 24, 29, 31}) {
            double progress = (due - 4) / 27.0;
            expected.put(due, (long) Math.floor((0.3 + 0.4 * progress * progress * progress) * 173));
        }
        assertThat(expected.values()).first().isEqualTo(51L); // floor(0.3 * 173 = 51.9)
        long now = 0;
        for (long step = 1; step <= 40; step++) {
            Masks before = pruner.masks();
            model.train(pruner, 0, random);
            now = expected.getOrDefault(step, now);
            assertThat(pruner.step()).isEqualTo(step);
            assertThat(pruner.masks().prunedCount()).as("step %d", step).isEqualTo(now);
            assertThat(pruner.masks().contains(before)).isTrue();
            for (String name : pruner.masks().names()) {
                assertThat(model.isZeroUnder(name, pruner.masks().of(name))).isTrue();
            }
        }
        assertThat(now).isEqualTo(121); // floor(0.7 * 173 = 121.1)
        assertThat(pruner.zeroedAgain()).isZero();
    }

    @Property(tries = 60)
    void theCountIsExactForEveryPlan(
            @ForAll Importance importance,
            @ForAll Allocation allocation,
            @ForAll @IntRange(max = 9) int tenths,
            @ForAll @IntRange(min = 1, max = 6) int begin,
            @ForAll @IntRange(max = 12) int length,
            @ForAll @IntRange(min = 1, max = 5) int interval,
            @ForAll long seed) {
        InMemoryModel model = new InMemoryModel()
                .with("0", "W", random(seed, 31))
                .with("1", "W", random(seed + 1, 64))
                .with("2", "W", random(seed + 2, 7));
        PruningPlan plan = plan(SparsityCurve.linear(0, tenths / 10.0), begin, begin + length, interval)
                .withImportance(importance)
                .withAllocation(allocation)
                .withLayerCap(1);
        Pruner pruner = new Pruner(model, plan);
        Random random = new Random(seed);
        for (int step = 1; step <= begin + length + 2; step++) {
            Masks before = pruner.masks();
            model.train(pruner, 0, random);
            if (plan.schedule().isDue(step, 0)) {
                assertThat(pruner.masks().prunedCount())
                        .isEqualTo((long) Math.floor(plan.schedule().targetAt(step, 0) * 102));
            } else {
                assertThat(pruner.masks()).isSameAs(before);
            }
            assertThat(pruner.masks().contains(before)).isTrue();
        }
        assertThat(pruner.masks().prunedCount()).isEqualTo((long) Math.floor(tenths / 10.0 * 102));
    }

    @Test
    void theSmallestWeightsAtTheTimeOfTheUpdateGo() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 5, -1, 3).with("1", "W", 0.5f, 9, 8, 7);
        Pruner pruner = new Pruner(model, plan(SparsityCurve.linear(0.3, 0.6), 1, 2, 1));
        pruner.beforeUpdate(0);
        assertThat(pruner.masks().of("0_W")).isEqualTo(WeightMask.of(3, i -> i == 1));
        assertThat(pruner.masks().of("1_W")).isEqualTo(WeightMask.of(4, i -> i == 0));
        assertThat(model.weights("0_W")).containsExactly(5, 0, 3);
        model.weights("1_W")[1] = 0.1f;
        pruner.beforeUpdate(0);
        assertThat(pruner.masks().of("0_W")).isEqualTo(WeightMask.of(3, i -> i > 0));
        assertThat(pruner.masks().of("1_W")).isEqualTo(WeightMask.of(4, i -> i < 2));
        assertThat(pruner.prunedAtLastUpdate("0_W")).isEqualTo(1);
        assertThat(pruner.prunedAtLastUpdate("1_W")).isEqualTo(1);
    }

    @Test
    void anUpdateIsDescribed() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 5, -1, 3).with("1", "W", 0.5f, 9, 8, 7);
        Pruner pruner = new Pruner(model, plan(SparsityCurve.linear(0.3, 0.6), 2, 3, 1));
        pruner.beforeUpdate(0);
        assertThat(pruner.updates()).isEmpty();
        assertThat(pruner.prunedAtLastUpdate("0_W")).isZero();
        pruner.beforeUpdate(6);
        pruner.beforeUpdate(7);
        assertThat(pruner.epoch()).isEqualTo(7);
        assertThat(pruner.updates())
                .usingRecursiveFieldByFieldElementComparatorIgnoringFields("micros")
                .containsExactly(
                        new PruningUpdate(2, 6, 0.3, 2, 7, 2, 1, 0, 0),
                        new PruningUpdate(3, 7, 0.6, 4, 7, 2, 7, 0, 0)); // 3 and 7: 5 is the last of its parameter
        assertThat(pruner.updates().get(0).achievedSparsity()).isEqualTo(2 / 7.0);
        assertThat(pruner.updates().get(0).micros()).isNotNegative();
        List<PruningUpdate> updates = pruner.updates();
        assertThatThrownBy(updates::clear).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void beforeTheWindowNothingIsTouched() {
        InMemoryModel model = model();
        InMemoryModel untouched = model.copy();
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(0.5), 10, 20, 1));
        for (int i = 0; i < 9; i++) {
            pruner.beforeUpdate(0);
            pruner.afterUpdate();
        }
        pruner.enforce();
        assertThat(model.calls).isEmpty();
        assertThat(pruner.masks().prunedCount()).isZero();
        assertThat(pruner.masks().names()).containsExactly("0_W", "0_RW", "1_W");
        for (WeightParameter parameter : model.parameters()) {
            assertThat(model.weights(parameter.name())).containsExactly(untouched.weights(parameter.name()));
        }
        pruner.beforeUpdate(0);
        assertThat(pruner.masks().prunedCount()).isEqualTo(86);
    }

    @Test
    void aTargetOfZeroNeverTouchesTheModel() {
        InMemoryModel model = model();
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(0), 1, 5, 1));
        for (int i = 0; i < 10; i++) {
            model.train(pruner, 0, new Random(i));
        }
        assertThat(model.calls).isEmpty();
        assertThat(pruner.updates()).isEmpty();
    }

    @Test
    void newMasksAreAppliedBeforeTheGradientIsMaskedAndResidueIsClearedAfterTheUpdate() {
        InMemoryModel model = model();
        Pruner pruner = new Pruner(model, plan(SparsityCurve.linear(0.2, 0.4), 1, 3, 2));
        pruner.beforeUpdate(0);
        model.calls.add("optimizer");
        pruner.afterUpdate();
        pruner.beforeUpdate(0); // not due
        model.calls.add("optimizer");
        pruner.afterUpdate();
        pruner.beforeUpdate(0);
        assertThat(model.calls)
                .containsExactly(
                        "apply",
                        "maskGradients",
                        "optimizer",
                        "clearResidue",
                        "enforce", // step 1
                        "maskGradients",
                        "optimizer",
                        "clearResidue",
                        "enforce", // step 2
                        "apply",
                        "maskGradients"); // step 3
    }

    @Test
    void atTheEndOfTheWindowMasksAreNotAppliedAgainAndAgain() {
        InMemoryModel model = model();
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(0.5), 1, 1, 1));
        for (int i = 0; i < 10; i++) {
            pruner.beforeUpdate(0);
        }
        assertThat(model.calls).containsOnlyOnce("apply");
        assertThat(Collections.frequency(model.calls, "maskGradients")).isEqualTo(10);
        assertThat(pruner.updates()).hasSize(1);
    }

    @Test
    void aWindowInEpochsFollowsTheEpochsItIsTold() {
        InMemoryModel model = model();
        PruningPlan plan =
                PruningPlan.of(new PruningSchedule(SparsityCurve.linear(0.2, 0.6), PruningWindow.epochs(1, 3, 2)));
        Pruner pruner = new Pruner(model, plan);
        List<Long> counts = new ArrayList<>();
        for (int step = 1; step <= 12; step++) {
            pruner.beforeUpdate((step - 1) / 3);
            counts.add(pruner.masks().prunedCount());
        }
        // Epochs begin at steps 1, 4, 7 and 10; floor(173 * 0.2) = 34, floor(173 * 0.4) = 69, floor(173 * 0.6) = 103
        assertThat(counts).containsExactly(0L, 0L, 0L, 34L, 34L, 34L, 34L, 69L, 69L, 103L, 103L, 103L);
    }

    // ---- what is chosen

    @Test
    void chosenAndSkippedFollowThePlan() {
        InMemoryModel model = new InMemoryModel()
                .with("0", "W", random(1, 10))
                .with("0", "b", InMemoryModel.vector(2), Status.OPTIONAL, "bias", 1, 2)
                .with("1", "W", random(1, 10))
                .with("2", "W", InMemoryModel.vector(2), Status.NEVER, "frozen layer", 1, 2);
        PruningPlan plan = plan(SparsityCurve.constant(0.5), 1, 2, 1)
                .excluding(p -> p.layer().equals("1"))
                .including(p -> p.parameter().equals("b"));
        Pruner pruner = new Pruner(model, plan);
        assertThat(pruner.chosen()).extracting(WeightParameter::name).containsExactly("0_W", "0_b");
        assertThat(pruner.skipped()).extracting(WeightParameter::name).containsExactly("1_W", "2_W");
        assertThat(pruner.masks().weightCount()).isEqualTo(12);
        assertThat(pruner.plan()).isSameAs(plan);
    }

    @Test
    void aPlanThatSelectsNothingIsRefused() {
        InMemoryModel model = new InMemoryModel()
                .with("0", "W", 1, 2, 3)
                .with("0", "b", InMemoryModel.vector(2), Status.OPTIONAL, "bias", 1, 2);
        PruningPlan plan = plan(SparsityCurve.constant(0.5), 1, 2, 1).excluding(p -> true);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pruner(model, plan))
                .withMessage("the plan selects no weights to prune; the parameters of this model are [0_W [3], 0_b [2]"
                        + " (bias)]: change include and exclude of the plan");
    }

    @Test
    void aSparsityAboveTheCapacityIsRefused() {
        InMemoryModel model = new InMemoryModel().with("0", "W", random(1, 100)).with("1", "W", random(2, 100));
        PruningPlan plan = plan(SparsityCurve.oneShot(0.985), 1, 2, 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pruner(model, plan))
                .withMessage(
                        "a sparsity of 0.985 of 200 weights cannot be reached: the cap of 0.98 per layer and one weight"
                                + " left per parameter allow 196 weights, a sparsity of 0.980000; lower the sparsity or raise"
                                + " layerCap");
        assertThat(new Pruner(model, plan.withLayerCap(0.99)).masks().weightCount())
                .isEqualTo(200);
        assertThat(model.calls).isEmpty();
    }

    @Test
    void aSparsityThatWouldTakeTheLastWeightOfParametersIsRefused() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 1, 2).with("1", "W", 1, 2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pruner(
                        model, plan(SparsityCurve.constant(0.75), 1, 2, 1).withLayerCap(1)))
                .withMessageContaining("a sparsity of 0.75 of 4 weights cannot be reached")
                .withMessageContaining("allow 2 weights, a sparsity of 0.500000");
    }

    // ---- going on

    @Test
    void aPrunerGoesOnFromTheStateOfAnotherAsIfItHadNeverStopped() {
        for (Allocation allocation : Allocation.values()) {
            PruningPlan plan = plan(SparsityCurve.zhuGuptaCubic(0.1, 0.8), 3, 38, 4)
                    .withAllocation(allocation)
                    .withImportance(Importance.NORMALIZED_MAGNITUDE);
            InMemoryModel through = model();
            Pruner one = new Pruner(through, plan);
            Random random = new Random(8);
            for (int i = 0; i < 40; i++) {
                through.train(one, i / 10, random);
            }
            for (int stop : new int[] {1, 2, 3, 4, 7, 20, 38, 39}) {
                InMemoryModel first = model();
                Pruner two = new Pruner(first, plan);
                random = new Random(8);
                for (int i = 0; i < stop; i++) {
                    first.train(two, i / 10, random);
                }
                PruningState state = two.state();
                assertThat(state.step()).isEqualTo(stop);
                assertThat(state.epoch()).isEqualTo((stop - 1) / 10);
                InMemoryModel second = first.copy();
                Pruner three = new Pruner(second, state);
                assertThat(three.updates()).isEmpty();
                for (int i = stop; i < 40; i++) {
                    second.train(three, i / 10, random);
                }
                assertThat(three.masks()).isEqualTo(one.masks());
                assertThat(three.step()).isEqualTo(40);
                assertThat(three.epoch()).isEqualTo(3);
                for (WeightParameter parameter : through.parameters()) {
                    assertThat(second.weights(parameter.name())).containsExactly(through.weights(parameter.name()));
                    assertThat(second.state(parameter.name())).containsExactly(through.state(parameter.name()));
                }
                List<PruningUpdate> both = new ArrayList<>(two.updates());
                both.addAll(three.updates());
                assertThat(both)
                        .usingRecursiveFieldByFieldElementComparatorIgnoringFields("micros")
                        .isEqualTo(one.updates());
            }
        }
    }

    @Test
    void masksOfTheStateAreAppliedAtOnce() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 1, 2, 3, 4);
        PruningPlan plan = plan(SparsityCurve.constant(0.5), 1, 2, 1);
        Masks masks = new Masks(Map.of("0_W", WeightMask.of(4, i -> i > 1)));
        Pruner pruner = new Pruner(model, new PruningState(plan, 7, 2, masks));
        assertThat(model.calls).containsExactly("apply");
        assertThat(model.weights("0_W")).containsExactly(1, 2, 0, 0);
        assertThat(pruner.step()).isEqualTo(7);
        assertThat(pruner.epoch()).isEqualTo(2);
        pruner.beforeUpdate(2);
        assertThat(pruner.masks()).isEqualTo(masks);
    }

    @Test
    void aStateWithoutPrunedWeightsLeavesTheModelAlone() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 1, 2, 3, 4);
        PruningPlan plan = plan(SparsityCurve.constant(0.5), 1, 2, 1);
        new Pruner(model, new PruningState(plan, 0, 0, new Masks(Map.of("0_W", WeightMask.none(4)))));
        assertThat(model.calls).isEmpty();
    }

    @Test
    void parametersWithoutMaskBeginWithNothingPruned() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 1, 2, 3, 4).with("1", "W", 5, 6, 7, 8);
        PruningPlan plan = plan(SparsityCurve.constant(0.5), 1, 2, 1);
        Pruner pruner = new Pruner(
                model, new PruningState(plan, 7, 2, new Masks(Map.of("1_W", WeightMask.of(4, i -> i == 3)))));
        assertThat(pruner.masks().names()).containsExactly("0_W", "1_W");
        assertThat(pruner.masks().of("0_W")).isEqualTo(WeightMask.none(4));
        pruner.beforeUpdate(2);
        assertThat(pruner.masks().of("0_W").prunedCount()).isEqualTo(3);
        assertThat(pruner.masks().of("1_W")).isEqualTo(WeightMask.of(4, i -> i == 3));
    }

    @Test
    void masksOfAnotherNetworkAreRefused() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 1, 2, 3, 4);
        Map<String, WeightMask> masks = new LinkedHashMap<>();
        masks.put("0_W", WeightMask.none(4));
        masks.put("head_W", WeightMask.none(4));
        var state = new PruningState(plan(SparsityCurve.constant(0.5), 1, 2, 1), 7, 2, new Masks(masks));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pruner(model, state))
                .withMessage(
                        "there are masks for [head_W], but the plan prunes [0_W]: it is the plan of another network, or"
                                + " its include and exclude have changed");
    }

    @Test
    void masksOfAParameterThatThePlanExcludesAreRefused() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 1, 2, 3, 4).with("1", "W", 1, 2, 3, 4);
        var plan = plan(SparsityCurve.constant(0.5), 1, 2, 1)
                .excluding(p -> p.name().equals("1_W"));
        var state = new PruningState(plan, 7, 2, new Masks(Map.of("1_W", WeightMask.none(4))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pruner(model, state))
                .withMessageContaining("there are masks for [1_W], but the plan prunes [0_W]");
    }

    @Test
    void aMaskOfAnotherLengthIsRefused() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 1, 2, 3, 4);
        var state = new PruningState(
                plan(SparsityCurve.constant(0.5), 1, 2, 1),
                7,
                2,
                new Masks(Map.of("0_W", WeightMask.of(5, i -> i == 0))));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pruner(model, state))
                .withMessage(
                        "the mask of parameter 0_W is for 5 weights, but the parameter has 4: it belongs to another"
                                + " network");
        assertThat(model.weights("0_W")).containsExactly(1, 2, 3, 4);
        assertThat(model.calls).isEmpty();
    }

    // ---- weights that are not a number

    @Test
    void weightsThatAreNaNAreNeverPrunedInSilence() {
        InMemoryModel model =
                new InMemoryModel().with("0", "W", NAN, 1, NAN, NAN).with("1", "W", 1, 2, 3, NAN);
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(0.7), 2, 4, 1));
        pruner.beforeUpdate(0);
        assertThatIllegalStateException()
                .isThrownBy(() -> pruner.beforeUpdate(0))
                .withMessage(
                        "at step 2 weights that are NaN would have to be pruned (0_W: 3 of 4 active weights, 1_W: 1 of 4"
                                + " active weights): the training has diverged; lower the learning rate or clip the gradients, and"
                                + " go on from the last good checkpoint");
        assertThat(pruner.masks().prunedCount()).isZero();
        assertThat(pruner.updates()).isEmpty();
        assertThat(model.calls).isEmpty();
        assertThat(model.weights("1_W")).containsExactly(1, 2, 3, NAN);
    }

    @Test
    void onlyParametersWithNaNAreNamed() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 1, 2, 3, 4).with("1", "W", NAN, NAN, NAN, NAN);
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(0.7), 1, 4, 1));
        assertThatIllegalStateException()
                .isThrownBy(() -> pruner.beforeUpdate(0))
                .withMessageContaining("(1_W: 4 of 4 active weights)");
    }

    @Test
    void weightsThatAreNaNAndStayAreReported() {
        InMemoryModel model = new InMemoryModel().with("0", "W", NAN, 1, NAN, 2).with("1", "W", 1, 2, 3, NAN);
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(0.5), 1, 4, 1));
        pruner.beforeUpdate(0);
        assertThat(pruner.updates()).extracting(PruningUpdate::nanCount).containsExactly(3L);
        assertThat(pruner.updates().get(0).prunedNow()).isEqualTo(4);
        assertThat(pruner.masks().of("0_W")).isEqualTo(WeightMask.of(4, i -> i % 2 == 1));
    }

    @Test
    void weightsThatAreNaNAreReportedAlsoInLayersThatDoNotChangeNow() {
        for (Allocation allocation : Allocation.values()) {
            InMemoryModel model =
                    new InMemoryModel().with("0", "W", 0.1f, 0.2f, 3, 4).with("1", "W", random(1, 100));
            PruningPlan plan = plan(SparsityCurve.linear(0.5, 0.51), 1, 2, 1)
                    .withAllocation(allocation)
                    .withLayerCap(allocation == Allocation.GLOBAL ? 0.52 : 1);
            Pruner pruner = new Pruner(model, plan);
            pruner.beforeUpdate(0);
            assertThat(pruner.prunedAtLastUpdate("0_W")).isEqualTo(2);
            model.weights("0_W")[2] = 0.01f;
            model.weights("0_W")[3] = NAN;
            pruner.beforeUpdate(0);
            assertThat(pruner.prunedAtLastUpdate("0_W")).isZero();
            assertThat(pruner.prunedAtLastUpdate("1_W")).isEqualTo(1);
            assertThat(pruner.updates()).extracting(PruningUpdate::nanCount).containsExactly(0L, 1L);
        }
    }

    // ---- the second net

    @Test
    void weightsThatCameBackAreZeroedAndCounted() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 1, 2, 3, 4, 5, 6);
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(0.5), 1, 4, 1));
        pruner.beforeUpdate(0);
        model.weights("0_W")[0] = 7;
        model.weights("0_W")[2] = -1e-30f;
        pruner.afterUpdate();
        assertThat(pruner.zeroedAgain()).isEqualTo(2);
        assertThat(model.weights("0_W")).containsExactly(0, 0, 0, 4, 5, 6);
        pruner.beforeUpdate(0);
        pruner.afterUpdate();
        assertThat(pruner.zeroedAgain()).isEqualTo(2);
        model.weights("0_W")[1] = 1;
        pruner.enforce();
        assertThat(pruner.zeroedAgain()).isEqualTo(3);
    }

    @Test
    void largeModelsAreCheckedEveryFewStepsButResidueIsClearedInEach() {
        InMemoryModel model = new InMemoryModel().with("0", "W", random(1, 250_000));
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(0.5), 1, 1, 1));
        List<Integer> checked = new ArrayList<>();
        for (int step = 1; step <= 10; step++) {
            model.calls.clear();
            pruner.beforeUpdate(0);
            pruner.afterUpdate();
            assertThat(model.calls).contains("maskGradients", "clearResidue");
            if (model.calls.contains("enforce")) {
                checked.add(step);
            }
        }
        assertThat(checked).containsExactly(3, 6, 9);
    }

    @Test
    void modelsOfUpTo100000WeightsAreCheckedInEveryStep() {
        InMemoryModel model = new InMemoryModel().with("0", "W", random(1, 100_000));
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(0.5), 1, 1, 1));
        for (int step = 1; step <= 3; step++) {
            pruner.beforeUpdate(0);
            pruner.afterUpdate();
        }
        assertThat(Collections.frequency(model.calls, "enforce")).isEqualTo(3);
    }
}
