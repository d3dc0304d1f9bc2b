package io.github.dl4jpruning.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.selection.BlockSamples.Block;
import io.github.dl4jpruning.selection.BlockSamples.Shape;
import io.github.dl4jpruning.selection.Samples.Sample;
import io.github.dl4jpruning.selection.Samples.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class BlockAllocationTest {

    /** Parameters of up to four layers, in blocks of one size. */
    @Provide
    Arbitrary<List<Sample>> networks() {
        Arbitrary<Shape> shapes = Combinators.combine(
                        Arbitraries.integers().between(1, 6),
                        Arbitraries.integers().between(1, 20),
                        Arbitraries.integers().between(1, 6))
                .as(Shape::new);
        return Combinators.combine(
                        Arbitraries.longs(),
                        shapes.list().ofMinSize(1).ofMaxSize(6),
                        Arbitraries.of(Values.NORMAL, Values.FEW, Values.ALL_EQUAL, Values.TINY_RANGE, Values.DENORMAL),
                        Arbitraries.of(true, false),
                        Arbitraries.of(0.0, 0.0, 0.05, 0.3, 0.9, 1.0),
                        Arbitraries.integers().between(2, 9))
                .as((seed, parameters, kind, single, pruned, size) -> {
                    Random random = new Random(seed);
                    List<Sample> samples = new ArrayList<>();
                    for (int i = 0; i < parameters.size(); i++) {
                        double here = random.nextBoolean() ? pruned : 0;
                        String layer = "layer" + random.nextInt(4);
                        samples.add(BlockSamples.random(
                                random, "p" + i, layer, parameters.get(i), size, kind, single, here));
                    }
                    return samples;
                });
    }

    @Provide
    Arbitrary<Double> caps() {
        return Arbitraries.oneOf(
                Arbitraries.of(1.0, 0.98, 0.5), Arbitraries.doubles().between(0.05, 1));
    }

    private static long[] before(List<Sample> network) {
        return network.stream()
                .mapToLong(s -> s.candidate().pruned().prunedCount())
                .toArray();
    }

    private static Map<String, Long> byLayer(List<Sample> network, long[] counts) {
        Map<String, Long> sums = new TreeMap<>();
        for (int i = 0; i < counts.length; i++) {
            sums.merge(network.get(i).candidate().layer(), counts[i], Long::sum);
        }
        return sums;
    }

    private static Map<String, Long> caps(List<Sample> network, double cap) {
        Map<String, Long> caps = byLayer(
                network, network.stream().mapToLong(s -> s.candidate().length()).toArray());
        caps.replaceAll((layer, weights) -> (long) Math.floor(cap * weights));
        return caps;
    }

    @Property(tries = 1000)
    void theTotalIsReachedToWithinABlockAndNoLayerOrParameterGivesMoreThanItMay(
            @ForAll Allocation allocation,
            @ForAll Importance importance,
            @ForAll("networks") List<Sample> network,
            @ForAll("caps") double cap,
            @ForAll @DoubleRange(max = 1) double fraction) {
        List<Candidate> candidates = Samples.candidates(network);
        long already = Samples.pruned(network);
        long capacity = Allocation.capacity(candidates, cap);
        long count = already + Math.round(fraction * (capacity - already));

        List<WeightMask> masks =
                allocation.select(candidates, importance, count, cap).masks();

        assertThat(BlockSamples.pruned(masks))
                .isLessThanOrEqualTo(count)
                .isGreaterThan(count - Allocation.largestBlock(candidates));
        long[] after = masks.stream().mapToLong(WeightMask::prunedCount).toArray();
        Map<String, Long> layersBefore = byLayer(network, before(network));
        Map<String, Long> caps = caps(network, cap);
        byLayer(network, after)
                .forEach((layer, pruned) -> assertThat(pruned)
                        .as(layer)
                        .isLessThanOrEqualTo(Math.max(caps.get(layer), layersBefore.get(layer))));
        for (int i = 0; i < after.length; i++) {
            assertThat(masks.get(i).contains(candidates.get(i).pruned())).isTrue();
            assertThat(masks.get(i).activeCount() > 0
                            || candidates.get(i).pruned().activeCount() == 0)
                    .isTrue();
        }
        for (Block block : BlockSamples.ascending(network)) {
            WeightMask old = candidates.get(block.sample()).pruned();
            WeightMask grown = masks.get(block.sample());
            assertThat(block.positions().stream().allMatch(grown::isPruned)
                            || block.positions().stream().allMatch(p -> grown.isPruned(p) == old.isPruned(p)))
                    .isTrue();
        }
    }

    @Property(tries = 1000)
    void globalTakesTheSmallestOfAllAndLeavesOutClosedLayersAndLastBlocks(
            @ForAll("networks") List<Sample> network,
            @ForAll("caps") double cap,
            @ForAll @DoubleRange(max = 1) double fraction) {
        List<Candidate> candidates = Samples.candidates(network);
        long already = Samples.pruned(network);
        long count = already + Math.round(fraction * (Allocation.capacity(candidates, cap) - already));

        ExactSelection.Result result = Allocation.GLOBAL.select(candidates, Importance.MAGNITUDE, count, cap);

        Map<String, Long> layers = byLayer(network, before(network));
        Map<String, Long> caps = caps(network, cap);
        List<Block> order = BlockSamples.ascending(network);
        Map<Integer, Block> last = new TreeMap<>();
        order.forEach(block -> last.put(block.sample(), block));
        Set<String> closed = new HashSet<>();
        List<Block> gone = new ArrayList<>();
        long room = count - already;
        for (Block block : order) {
            String layer = candidates.get(block.sample()).layer();
            if (block == last.get(block.sample()) || closed.contains(layer)) {
                continue;
            }
            if (block.active() > room) {
                break;
            }
            if (layers.get(layer) + block.active() > caps.get(layer)) {
                closed.add(layer);
                continue;
            }
            gone.add(block);
            layers.merge(layer, (long) block.active(), Long::sum);
            room -= block.active();
        }
        assertThat(result.masks()).isEqualTo(BlockSamples.masks(network, gone));
        assertThat(result.threshold())
                .isEqualTo(gone.isEmpty() ? 0 : gone.get(gone.size() - 1).score());
    }

    @Property(tries = 200)
    void uniformStaysWithinTwoBlocksOverManyUpdates(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 4, max = 40) Integer> rows,
            @ForAll @IntRange(min = 2, max = 8) int size,
            @ForAll @Size(6) List<@DoubleRange(max = 0.8) Double> targets,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Sample> network = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Shape shape = new Shape(rows.get(i), 11, 1);
            network.add(BlockSamples.random(random, "p" + i, "layer" + i, shape, size, Values.NORMAL, true, 0));
        }
        for (double sparsity : targets.stream().sorted().toList()) {
            long count = (long) Math.floor(sparsity * Samples.length(network));
            if (count < Samples.pruned(network)) {
                continue;
            }
            double exact = count / (double) Samples.length(network);
            List<WeightMask> masks = Allocation.UNIFORM
                    .select(Samples.candidates(network), Importance.MAGNITUDE, count, 1)
                    .masks();
            for (int i = 0; i < masks.size(); i++) {
                assertThat(Math.abs(masks.get(i).prunedCount()
                                - exact * masks.get(i).length()))
                        .isLessThan(2 * size);
                Candidate c = network.get(i).candidate();
                network.set(
                        i,
                        new Sample(
                                new Candidate(c.name(), c.layer(), c.magnitudes(), masks.get(i), c.blocks()),
                                network.get(i).values()));
            }
        }
    }

    @Test
    void whatTheSharesLeaveOverGoesToTheLayerFarthestBehind() {
        // 8 of 24: shares of 4, 2 and 2 of 12, 6 and 6 in blocks of 3; whole are 3, 0 and 0; 5 over, one block for each
        // of two.
        var candidates = List.of(rows("a", 4, 3, 1), rows("b", 2, 3, 1), rows("c", 2, 3, 1));
        var result = Allocation.UNIFORM.select(candidates, Importance.MAGNITUDE, 8, 1);
        assertThat(result.masks().stream().map(WeightMask::prunedCount)).containsExactly(3L, 3L, 0L);
    }

    @Test
    void normalizedBlocksAreComparedWithinTheirLayers() {
        // Layer a is ten times as large, with one weak block; b has none as weak for its size.
        var a = new Candidate("a", "a", Magnitudes.of(1f, 1f, 20f, 20f), WeightMask.none(4), new Blocks(2, 2, 1));
        var b = new Candidate("b", "b", Magnitudes.of(.5f, .5f, .6f, .6f), WeightMask.none(4), new Blocks(2, 2, 1));
        assertThat(Allocation.GLOBAL
                        .select(List.of(a, b), Importance.NORMALIZED_MAGNITUDE, 2, 1)
                        .masks())
                .containsExactly(WeightMask.of(4, i -> i < 2), WeightMask.none(4));
        assertThat(Allocation.GLOBAL
                        .select(List.of(a, b), Importance.MAGNITUDE, 2, 1)
                        .masks())
                .containsExactly(WeightMask.none(4), WeightMask.of(4, i -> i < 2));
    }

    @Test
    void capacityCountsOnlyWhatIsReachedWhateverTheScores() {
        // One row of 8 in blocks of 3: 3, 3 and 2; whichever is left, 5 can go. Under a cap of 4, 3 is not certain: 2
        // is.
        var candidates = List.of(rows("a", 1, 8, 1));
        assertThat(Allocation.capacity(candidates, 1)).isEqualTo(5);
        assertThat(Allocation.capacity(candidates, 0.5)).isEqualTo(2);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Allocation.GLOBAL.select(candidates, Importance.MAGNITUDE, 6, 1))
                .withMessage(
                        "asked to prune 6 weights, but a cap of 1.0 per layer and one block left per parameter allow 5");
    }

    @Test
    void aParameterOfOneBlockIsNeverPruned() {
        var candidates = List.of(rows("a", 1, 3, 1), rows("b", 4, 3, 2));
        for (Allocation allocation : Allocation.values()) {
            assertThat(allocation.select(candidates, Importance.MAGNITUDE, 9, 1).masks().stream()
                            .map(WeightMask::prunedCount))
                    .containsExactly(0L, 9L);
        }
    }

    /** Rows of units in blocks of three. */
    private static Candidate rows(String layer, int rows, int units, float value) {
        float[] weights = new float[rows * units];
        Arrays.fill(weights, value);
        return new Candidate(
                layer, layer, Magnitudes.of(weights), WeightMask.none(weights.length), new Blocks(3, units, 1));
    }
}
