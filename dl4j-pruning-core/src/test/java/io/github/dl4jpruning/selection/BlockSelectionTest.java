package io.github.dl4jpruning.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.selection.BlockSamples.Block;
import io.github.dl4jpruning.selection.BlockSamples.Shape;
import io.github.dl4jpruning.selection.Samples.Sample;
import io.github.dl4jpruning.selection.Samples.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlockSelectionTest {

    @Provide
    Arbitrary<Shape> shapes() {
        return BlockSamples.shapes();
    }

    @Provide
    Arbitrary<Double> fractions() {
        return Arbitraries.oneOf(Arbitraries.of(0.0, 1.0), Arbitraries.doubles().between(0, 1));
    }

    private static List<Sample> samples(
            List<Shape> shapes, List<Values> kinds, int size, boolean single, double pruned, Random random) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < shapes.size(); i++) {
            samples.add(BlockSamples.random(
                    random, "p" + i, "l", shapes.get(i), size, kinds.get(i % kinds.size()), single, pruned));
        }
        return samples;
    }

    @Property(tries = 800)
    void theSelectionIsThatOfAStableSortUpToTheFirstBlockThatDoesNotFit(
            @ForAll @Size(min = 1, max = 3) List<@From("shapes") Shape> shapes,
            @ForAll @Size(3) List<Values> kinds,
            @ForAll @IntRange(min = 2, max = 20) int size,
            @ForAll boolean single,
            @ForAll("fractions") double prunedBefore,
            @ForAll("fractions") double wanted,
            @ForAll long seed) {
        List<Sample> samples = samples(shapes, kinds, size, single, prunedBefore, new Random(seed));
        long already = Samples.pruned(samples);
        long count = already + Math.round(wanted * (Samples.length(samples) - already));
        List<Block> ascending = BlockSamples.ascending(samples);
        List<Block> gone = new ArrayList<>();
        long room = count - already;
        for (Block block : ascending) {
            room -= block.active();
            if (room < 0) {
                break;
            }
            gone.add(block);
        }

        ExactSelection.Result result = ExactSelection.smallest(Samples.candidates(samples), count);

        assertThat(result.masks()).isEqualTo(BlockSamples.masks(samples, gone));
        assertThat(BlockSamples.pruned(result.masks()))
                .isLessThanOrEqualTo(count)
                .isGreaterThan(count - size);
        assertThat(result.threshold())
                .isEqualTo(Double.valueOf(
                        gone.isEmpty() ? 0 : gone.get(gone.size() - 1).score())); // as objects, NaN equals NaN
        assertThat(result.tookNaN()).isEqualTo(gone.stream().anyMatch(b -> Double.isNaN(b.score())));
        assertThat(result.nanCount())
                .isEqualTo(Samples.ascending(samples).stream()
                        .filter(w -> Double.isNaN(w.magnitude()))
                        .count());
    }

    @Property(tries = 400)
    void everyBlockIsGoneOrUntouched(
            @ForAll @Size(min = 1, max = 3) List<@From("shapes") Shape> shapes,
            @ForAll @IntRange(min = 2, max = 9) int size,
            @ForAll @DoubleRange(max = 1) double wanted,
            @ForAll long seed) {
        List<Sample> samples = samples(shapes, List.of(Values.NORMAL), size, true, 0.1, new Random(seed));
        long already = Samples.pruned(samples);
        long count = already + Math.round(wanted * (Samples.length(samples) - already));

        List<WeightMask> masks =
                ExactSelection.smallest(Samples.candidates(samples), count).masks();

        for (Block block : BlockSamples.ascending(samples)) {
            WeightMask before = samples.get(block.sample()).candidate().pruned();
            WeightMask after = masks.get(block.sample());
            boolean gone = block.positions().stream().allMatch(after::isPruned);
            boolean untouched = block.positions().stream().allMatch(p -> after.isPruned(p) == before.isPruned(p));
            assertThat(gone || untouched).isTrue();
        }
    }

    @Property(tries = 200)
    void whereAllBlocksAreWholeTheirNumberIsThatOfTheWeightsDividedByTheirSize(
            @ForAll @IntRange(min = 1, max = 30) int rows,
            @ForAll @IntRange(min = 1, max = 9) int groups,
            @ForAll @IntRange(min = 1, max = 7) int stride,
            @ForAll Values kind,
            @ForAll @DoubleRange(max = 1) double sparsity,
            @ForAll long seed) {
        Shape shape = new Shape(rows, 8 * groups, stride);
        List<Sample> samples = samples(List.of(shape), List.of(kind), 8, true, 0, new Random(seed));
        long count = (long) Math.floor(sparsity * shape.length());
        assertThat(BlockSamples.pruned(ExactSelection.smallest(Samples.candidates(samples), count)
                        .masks()))
                .isEqualTo(count / 8 * 8);
    }

    @Property(tries = 300)
    void blocksOfOneAreSelectedAsWeightsAreToTheLastBit(
            @ForAll @Size(min = 1, max = 3) List<@From("shapes") Shape> shapes,
            @ForAll @Size(3) List<Values> kinds,
            @ForAll boolean single,
            @ForAll("fractions") double prunedBefore,
            @ForAll("fractions") double wanted,
            @ForAll long seed) {
        List<Sample> samples = samples(shapes, kinds, 1, single, prunedBefore, new Random(seed));
        List<Candidate> candidates = Samples.candidates(samples);
        long already = Samples.pruned(samples);
        long active = Math.round(wanted * (Samples.length(samples) - already));

        ExactSelection.Result blocks =
                new BlockSelection(candidates, candidates.get(0).magnitudes().precision(), false).select(active);

        assertThat(blocks).isEqualTo(ExactSelection.smallest(candidates, already + active));
    }

    @Property(tries = 200)
    void theOrderOfTheParametersChangesNothingWhereScoresDiffer(
            @ForAll @Size(min = 2, max = 4) List<@From("shapes") Shape> shapes,
            @ForAll @IntRange(min = 2, max = 9) int size,
            @ForAll @DoubleRange(max = 1) double wanted,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Sample> samples = samples(shapes, List.of(Values.NORMAL), size, false, 0.1, random);
        long already = Samples.pruned(samples);
        long count = already + Math.round(wanted * (Samples.length(samples) - already));
        List<Integer> order =
                new ArrayList<>(IntStream.range(0, samples.size()).boxed().toList());
        Collections.shuffle(order, random);
        List<Candidate> candidates = Samples.candidates(samples);
        List<WeightMask> masks = ExactSelection.smallest(candidates, count).masks();

        List<WeightMask> shuffled = ExactSelection.smallest(
                        order.stream().map(candidates::get).toList(), count)
                .masks();

        assertThat(shuffled).isEqualTo(order.stream().map(masks::get).toList());
    }

    @Property(tries = 300)
    void blocksShareOutThePositionsInTheOrderOfTheirFirst(
            @ForAll("shapes") Shape shape, @ForAll @IntRange(min = 1, max = 20) int size) {
        Blocks blocks = new Blocks(size, shape.units(), shape.stride());
        List<Long> positions = new ArrayList<>();
        List<Long> firsts = new ArrayList<>();
        for (long b = 0; b < blocks.count(shape.length()); b++) {
            assertThat(blocks.length(b)).isBetween(1, blocks.largest());
            firsts.add(blocks.first(b));
            for (int i = 0; i < blocks.length(b); i++) {
                positions.add(blocks.first(b) + i * blocks.stride());
            }
        }
        assertThat(firsts).isSorted();
        Collections.sort(positions);
        assertThat(positions)
                .isEqualTo(LongStream.range(0, shape.length()).boxed().toList());
    }

    // ---- examples

    private static Candidate candidate(int size, int units, int stride, WeightMask pruned, float... weights) {
        return new Candidate("a", "l", Magnitudes.of(weights), pruned, new Blocks(size, units, stride));
    }

    @Test
    void theBlockOfTheSmallestNormGoesThoughAnotherHasTheSmallestWeight() {
        // Norms: sqrt(25), sqrt(18), sqrt(16).
        var candidate = candidate(2, 2, 1, WeightMask.none(6), 0, 5, 3, -3, 4, 0);
        var result = ExactSelection.smallest(List.of(candidate), 3);
        assertThat(result.masks()).containsExactly(WeightMask.of(6, i -> i >= 4));
        assertThat(result.threshold()).isEqualTo((float) Math.sqrt(8));
    }

    @Test
    void aSmallerBlockIsComparedByItsNormPerWeight() {
        // Rows of three units: a whole block and a single weight, whose norm is the smaller but not per weight.
        var candidate = candidate(2, 3, 1, WeightMask.none(6), 2, 2, 2.5f, 9, 9, 9);
        assertThat(ExactSelection.smallest(List.of(candidate), 2).masks())
                .containsExactly(WeightMask.of(6, i -> i < 2));
    }

    @Test
    void aBlockThatCamePartlyPrunedIsComparedByWhatIsActive() {
        // The first block has 3 left, the second 2 and 2; what the pruned weight holds does not matter.
        var candidate = candidate(2, 4, 1, WeightMask.of(4, i -> i == 0), 100, 3, 2, 2);
        assertThat(ExactSelection.smallest(List.of(candidate), 3).masks())
                .containsExactly(WeightMask.of(4, i -> i != 1));
        var other = candidate(2, 4, 1, WeightMask.of(4, i -> i == 0), 0, 1, 2, 2);
        assertThat(ExactSelection.smallest(List.of(other), 2).masks()).containsExactly(WeightMask.of(4, i -> i < 2));
    }

    @Test
    void aBlockThatIsGoneAlreadyIsNotCountedTwice() {
        var candidate = candidate(2, 6, 1, WeightMask.of(6, i -> i < 2), 0, 0, 5, 5, 4, 4);
        assertThat(ExactSelection.smallest(List.of(candidate), 4).masks())
                .containsExactly(WeightMask.of(6, i -> i < 2 || i >= 4));
    }

    @Test
    void theFirstBlockThatDoesNotFitEndsTheSelectionThoughASmallerWouldFit() {
        // Rows of three units: blocks {0, 1}, {2}, {3, 4}, {5} with scores 1, 4, 2, 3.
        var candidate = candidate(2, 3, 1, WeightMask.none(6), 1, 1, 4, 2, 2, 3);
        assertThat(ExactSelection.smallest(List.of(candidate), 3).masks())
                .containsExactly(WeightMask.of(6, i -> i < 2));
        var tie = candidate(2, 3, 1, WeightMask.none(6), 1, 1, 2, 1, 1, 1); // a tie of 2, 2 and 1 weights
        assertThat(ExactSelection.smallest(List.of(tie), 3).masks()).containsExactly(WeightMask.of(6, i -> i < 2));
    }

    @Test
    void equalBlocksOfAnySizeGoByTheirPosition() {
        var candidate = candidate(2, 3, 1, WeightMask.none(6), 0.1f, -0.1f, 0.1f, 0.1f, 0.1f, 0.1f);
        assertThat(ExactSelection.smallest(List.of(candidate), 3).masks())
                .containsExactly(WeightMask.of(6, i -> i < 3));
    }

    @Test
    void neighboursAreAStrideApart() {
        // [2 outputs, 3 inputs] in memory: blocks are the columns.
        var candidate = candidate(2, 2, 3, WeightMask.none(6), 9, 1, 9, 9, 1, 9);
        assertThat(ExactSelection.smallest(List.of(candidate), 2).masks())
                .containsExactly(WeightMask.of(6, i -> i % 3 == 1));
    }

    @Test
    void aBlockWithNaNGoesLastAfterInfinityAndIsTold() {
        float nan = Float.intBitsToFloat(0xffc00001); // a sign bit must not make it small
        float infinity = Float.NEGATIVE_INFINITY;
        var candidate = candidate(2, 2, 1, WeightMask.none(6), nan, 0, infinity, 0, 1e30f, 1e30f);
        var two = ExactSelection.smallest(List.of(candidate), 4);
        assertThat(two.masks()).containsExactly(WeightMask.of(6, i -> i >= 2));
        assertThat(two.nanCount()).isEqualTo(1);
        assertThat(two.tookNaN()).isFalse();
        assertThat(two.threshold()).isInfinite();
        assertThat(ExactSelection.smallest(List.of(candidate), 6).tookNaN()).isTrue();
    }

    @Test
    void largeAndSmallNumbersKeepTheirOrderThoughTheirSquaresHaveNone() {
        var large = new Candidate(
                "a", "l", Magnitudes.of(3e300, 3e300, 2e300, 3e300), WeightMask.none(4), new Blocks(2, 2, 1));
        assertThat(ExactSelection.smallest(List.of(large), 2).masks()).containsExactly(WeightMask.of(4, i -> i >= 2));
        var small = new Candidate(
                "a", "l", Magnitudes.of(3e-300, 3e-300, 2e-300, 3e-300), WeightMask.none(4), new Blocks(2, 2, 1));
        assertThat(ExactSelection.smallest(List.of(small), 2).masks()).containsExactly(WeightMask.of(4, i -> i >= 2));
        double max = Double.MAX_VALUE;
        var largest = new Candidate("a", "l", Magnitudes.of(max, max, max), WeightMask.none(3), new Blocks(3, 3, 1));
        assertThat(ExactSelection.smallest(List.of(largest), 3).threshold()).isFinite();
    }

    @Test
    void weightsThatAreNoWholeNumberOfRowsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> candidate(2, 2, 3, WeightMask.none(4), 1, 2, 3, 4))
                .withMessage("the 4 weights of parameter a are no whole number of rows of 2 units, 3 positions apart");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -8})
    void aBlockWithoutWeightsIsRefused(int size) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Granularity.blocks(size))
                .withMessage("blockSize is " + size
                        + " but must be at least 1: it is the number of weights that are pruned together");
        assertThatIllegalArgumentException().isThrownBy(() -> new Blocks(size, 1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Blocks(1, size, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Blocks(1, 1, size));
    }

    @Test
    void blocksOfOneAreSingleWeights() {
        assertThat(Granularity.blocks(1)).isEqualTo(Granularity.WEIGHTS).hasToString("single weights");
        assertThat(Granularity.blocks(8)).hasToString("blocks of 8 outputs");
    }
}
