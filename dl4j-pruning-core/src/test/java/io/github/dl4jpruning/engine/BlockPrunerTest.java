package io.github.dl4jpruning.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dl4jpruning.engine.WeightParameter.Status;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Granularity;
import io.github.dl4jpruning.selection.Importance;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class BlockPrunerTest {

    private static final List<String> GATES = List.of("i", "f", "o", "g");

    private static PruningPlan plan(SparsityCurve curve, long end, int size) {
        return PruningPlan.of(new PruningSchedule(curve, PruningWindow.iterations(1, end, 2)))
                .withLayerCap(1)
                .withGranularity(Granularity.blocks(size));
    }

    private static WeightLayout matrix(char order, long inputs, long outputs) {
        return new WeightLayout(List.of(inputs, outputs), order, 0, 1, List.of(), "");
    }

    private static float[] random(Random random, WeightLayout layout) {
        float[] values = new float[(int) layout.length()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    /** An LSTM of 3 inputs, and a layer over it: 3 x 4 units, units x 4 units, units x 7 weights. */
    private static InMemoryModel model(Random random, int units) {
        WeightLayout inputs = new WeightLayout(List.of(3L, 4L * units), 'f', 0, 1, GATES, "");
        WeightLayout recurrent = new WeightLayout(List.of((long) units, 4L * units), 'f', -1, 1, GATES, "");
        WeightLayout dense = matrix('c', units, 7);
        return new InMemoryModel()
                .with("lstm", "W", inputs, Status.DEFAULT, "", random(random, inputs))
                .with("lstm", "RW", recurrent, Status.DEFAULT, "", random(random, recurrent))
                .with("lstm", "b", InMemoryModel.vector(5), Status.OPTIONAL, "bias", 1, 2, 3, 4, 5)
                .with("head", "W", dense, Status.DEFAULT, "", random(random, dense));
    }

    @Property(tries = 100)
    void afterEveryUpdateLessThanABlockIsMissingAndZerosHold(
            @ForAll Importance importance,
            @ForAll Allocation allocation,
            @ForAll @IntRange(max = 7) int tenths,
            @ForAll @IntRange(min = 5, max = 17) int units,
            @ForAll @IntRange(min = 2, max = 8) int size,
            @ForAll long seed) {
        InMemoryModel model = model(new Random(seed), units);
        PruningPlan plan = plan(SparsityCurve.linear(0, tenths / 10.0), 15, size)
                .withImportance(importance)
                .withAllocation(allocation);
        Pruner pruner = new Pruner(model, plan);
        Random random = new Random(seed);
        long weights = pruner.masks().weightCount();
        int largest = Math.min(size, Math.max(units, 7));
        for (int step = 1; step <= 18; step++) {
            Masks before = pruner.masks();
            model.train(pruner, 0, random);
            if (plan.schedule().isDue(step, 0)) {
                long count = (long) Math.floor(plan.schedule().targetAt(step, 0) * weights);
                assertThat(pruner.masks().prunedCount())
                        .isLessThanOrEqualTo(count)
                        .isGreaterThan(count - largest);
            } else {
                assertThat(pruner.masks()).isSameAs(before);
            }
            assertThat(pruner.masks().contains(before)).isTrue();
            pruner.masks()
                    .asMap()
                    .forEach((name, mask) ->
                            assertThat(model.isZeroUnder(name, mask)).isTrue());
        }
        assertThat(pruner.hasReached(tenths / 10.0)).isTrue();
    }

    @Test
    void whereAllBlocksAreWholeTheirNumberIsExactAtEveryUpdate() {
        WeightLayout layout = matrix('f', 13, 16);
        InMemoryModel model =
                new InMemoryModel().with("0", "W", layout, Status.DEFAULT, "", random(new Random(1), layout));
        PruningPlan plan = plan(SparsityCurve.paperCubic(0.1, 0.7), 21, 8);
        Pruner pruner = new Pruner(model, plan);
        Random random = new Random(2);
        for (int step = 1; step <= 25; step++) {
            model.train(pruner, 0, random);
            if (plan.schedule().isDue(step, 0)) {
                long weights = (long) Math.floor(plan.schedule().targetAt(step, 0) * 208);
                assertThat(pruner.masks().prunedCount()).isEqualTo(weights / 8 * 8);
            }
        }
        assertThat(pruner.masks().prunedCount()).isEqualTo(18 * 8); // floor(0.7 * 208) = 145 weights
    }

    @Test
    void afterTheLastUpdateNothingGoesThoughWeightsOfASmallerBlockWouldFit() {
        // Rows of 3 in blocks of 2 and 1; 5 of 12 are asked for.
        WeightLayout layout = matrix('c', 4, 3);
        InMemoryModel model =
                new InMemoryModel().with("0", "W", layout, Status.DEFAULT, "", 1, 1, 9, 2, 2, 9, 3, 3, 9, 9, 9, 9);
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(5 / 12.0), 3, 2));
        pruner.beforeUpdate(0);
        WeightMask four = WeightMask.of(12, i -> i == 0 || i == 1 || i == 3 || i == 4);
        assertThat(pruner.masks().of("0_W")).isEqualTo(four);
        model.weights("0_W")[2] = 0.1f;
        for (int i = 0; i < 10; i++) {
            pruner.beforeUpdate(0);
        }
        assertThat(pruner.masks().of("0_W")).isEqualTo(four);
        assertThat(pruner.updates()).hasSize(1);
        assertThat(pruner.updates().get(0).threshold()).isEqualTo(2);
    }

    @Test
    void blocksOfOneAreTheSameTrainingToTheLastBit() {
        PruningPlan weights = plan(SparsityCurve.paperCubic(0.3, 0.7), 15, 1);
        assertThat(weights).isEqualTo(weights.withGranularity(Granularity.WEIGHTS));
        InMemoryModel one = model(new Random(3), 6);
        InMemoryModel other = model(new Random(3), 6);
        Pruner first = new Pruner(one, weights);
        Pruner second = new Pruner(other, weights.withGranularity(Granularity.blocks(1)));
        for (int i = 0; i < 20; i++) {
            one.train(first, 0, new Random(i));
            other.train(second, 0, new Random(i));
        }
        assertThat(second.masks()).isEqualTo(first.masks());
        assertThat(first.masks().prunedCount())
                .isEqualTo((long) Math.floor(0.7 * first.masks().weightCount()));
        assertThat(other.weights("lstm_W")).isEqualTo(one.weights("lstm_W"));
    }

    @Test
    void aPrunerGoesOnFromTheStateOfAnotherAsIfItHadNeverStopped() {
        for (Allocation allocation : Allocation.values()) {
            PruningPlan plan =
                    plan(SparsityCurve.zhuGuptaCubic(0.1, 0.8), 21, 4).withAllocation(allocation);
            InMemoryModel through = model(new Random(4), 6);
            Pruner one = new Pruner(through, plan);
            for (int step = 1; step <= 10; step++) {
                through.train(one, 0, new Random(step));
            }
            InMemoryModel rest = through.copy();
            Pruner two = new Pruner(rest, one.state());
            for (int step = 11; step <= 25; step++) {
                through.train(one, 0, new Random(step));
                rest.train(two, 0, new Random(step));
                assertThat(two.masks()).isEqualTo(one.masks());
            }
            assertThat(one.hasReached(0.8)).isTrue();
            for (String name : one.masks().names()) {
                assertThat(rest.weights(name)).isEqualTo(through.weights(name));
            }
        }
    }

    @Test
    void masksOfSingleWeightsAreTakenOver() {
        WeightLayout layout = matrix('c', 3, 4);
        InMemoryModel model =
                new InMemoryModel().with("0", "W", layout, Status.DEFAULT, "", 9, 9, 1, 9, 2, 9, 9, 9, 9, 9, 9, 9);
        WeightMask before = WeightMask.of(12, i -> i == 0 || i == 1 || i == 3 || i == 5 || i == 8);
        PruningPlan plan = plan(SparsityCurve.constant(7 / 12.0), 3, 2);
        Pruner pruner = new Pruner(model, new PruningState(plan, 0, 0, new Masks(Map.of("0_W", before))));
        pruner.beforeUpdate(0);
        // The first block has gone, of the second the 1 and of the third the 2 is left: 5 pruned already, 2 more.
        assertThat(pruner.masks().of("0_W")).isEqualTo(before.union(WeightMask.of(12, i -> i == 2 || i == 4)));
        assertThat(pruner.updates().get(0).prunedNow()).isEqualTo(2);
    }

    @Test
    void aBlockWithNaNStaysAndIsToldUntilNothingElseIsLeft() {
        WeightLayout layout = matrix('c', 3, 2);
        InMemoryModel model = new InMemoryModel().with("0", "W", layout, Status.DEFAULT, "", Float.NaN, 0, 5, 5, 7, 7);
        Pruner pruner = new Pruner(model, plan(SparsityCurve.constant(0.5), 3, 2));
        pruner.beforeUpdate(0);
        assertThat(pruner.masks().of("0_W")).isEqualTo(WeightMask.of(6, i -> i == 2 || i == 3));
        assertThat(pruner.updates().get(0).nanCount()).isEqualTo(1);
        InMemoryModel diverged =
                new InMemoryModel().with("0", "W", layout, Status.DEFAULT, "", Float.NaN, 0, 5, Float.NaN, 7, 7);
        Pruner stopped = new Pruner(diverged, plan(SparsityCurve.constant(0.67), 3, 2));
        assertThatIllegalStateException()
                .isThrownBy(() -> stopped.beforeUpdate(0))
                .withMessageContaining("0_W: 2 of 6 active weights");
    }

    @Test
    void aParameterWithoutOutputsIsRefusedAndNamed() {
        InMemoryModel model = new InMemoryModel().with("0", "W", 1, 2, 3);
        PruningPlan plan = plan(SparsityCurve.constant(0.3), 3, 8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pruner(model, plan))
                .withMessage(
                        "the plan prunes blocks of 8 outputs, but of [0_W [3]] no axis is known to run over outputs:"
                                + " leave them out with excluding(p -> p.layout().outputAxis() < 0), or prune single weights");
        assertThat(new Pruner(model, plan.withGranularity(Granularity.WEIGHTS)).chosen())
                .hasSize(1);
    }

    @Test
    void aSparsityThatWouldTakeTheLastBlockIsRefused() {
        WeightLayout layout = matrix('c', 2, 8);
        InMemoryModel model =
                new InMemoryModel().with("0", "W", layout, Status.DEFAULT, "", random(new Random(1), layout));
        PruningPlan plan = plan(SparsityCurve.constant(0.6), 3, 8);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Pruner(model, plan))
                .withMessage("a sparsity of 0.6 of 16 weights cannot be reached: the cap of 1.0 per layer and one block"
                        + " left per parameter allow 8 weights, a sparsity of 0.500000; lower the sparsity or raise"
                        + " layerCap");
    }
}
