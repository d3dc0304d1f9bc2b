package io.github.dl4jpruning.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.selection.Samples.Sample;
import io.github.dl4jpruning.selection.Samples.Values;
import io.github.dl4jpruning.selection.Samples.Weight;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ExactSelectionTest {

    private static final int CHUNK = Magnitudes.CHUNK;

    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        1, 2, 63, 64, 65, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK - 1, 2 * CHUNK, 2 * CHUNK + 1, 5000),
                Arbitraries.integers().between(1, 200),
                Arbitraries.integers().between(1, 5000).withDistribution(RandomDistribution.uniform()));
    }

    @Provide
    Arbitrary<Double> fractions() {
        return Arbitraries.oneOf(Arbitraries.of(0.0, 1.0), Arbitraries.doubles().between(0, 1));
    }

    @Property(tries = 1000)
    void theSelectionIsThatOfAStableSort(
            @ForAll @Size(min = 1, max = 4) List<@From("sizes") Integer> sizes,
            @ForAll @Size(4) List<Values> kinds,
            @ForAll boolean single,
            @ForAll("fractions") double prunedBefore,
            @ForAll("fractions") double wanted,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < sizes.size(); i++) {
            samples.add(Samples.random(random, "p" + i, "l", sizes.get(i), kinds.get(i), single, prunedBefore));
        }
        long already = Samples.pruned(samples);
        long count = already + Math.round(wanted * (Samples.length(samples) - already));

        ExactSelection.Result result = ExactSelection.smallest(Samples.candidates(samples), count);

        assertSameAsSorted(samples, count, result);
    }

    private static void assertSameAsSorted(List<Sample> samples, long count, ExactSelection.Result result) {
        List<Weight> ascending = Samples.ascending(samples);
        List<Weight> gone = ascending.subList(0, (int) (count - Samples.pruned(samples)));
        List<WeightMask> expected = new ArrayList<>();
        for (int s = 0; s < samples.size(); s++) {
            WeightMask before = samples.get(s).candidate().pruned();
            long[] words = new long[(int) (before.length() + 63) / 64];
            for (int w = 0; w < words.length; w++) {
                words[w] = before.word(w);
            }
            for (Weight weight : gone) {
                if (weight.sample() == s) {
                    words[weight.position() / 64] |= 1L << weight.position() % 64;
                }
            }
            expected.add(WeightMask.ofWords(before.length(), words));
        }
        assertThat(result.masks()).isEqualTo(expected);
        assertThat(result.masks().stream().mapToLong(WeightMask::prunedCount).sum())
                .isEqualTo(count);
        for (int s = 0; s < samples.size(); s++) {
            assertThat(result.masks().get(s).contains(samples.get(s).candidate().pruned()))
                    .isTrue();
        }
        assertThat(result.threshold())
                .isEqualTo(Double.valueOf(
                        gone.isEmpty() ? 0 : gone.get(gone.size() - 1).magnitude())); // as objects, NaN equals NaN
        assertThat(result.tookNaN()).isEqualTo(gone.stream().anyMatch(w -> Double.isNaN(w.magnitude())));
        assertThat(result.nanCount())
                .isEqualTo(ascending.stream()
                        .filter(w -> Double.isNaN(w.magnitude()))
                        .count());
    }

    @Property(tries = 200)
    void nanCountCountsTheActiveWeightsThatAreNaN(
            @ForAll Values kind, @ForAll boolean single, @ForAll("sizes") int size, @ForAll long seed) {
        Sample sample = Samples.random(new Random(seed), "p", "l", size, kind, single, 0.3);
        long expected = 0;
        for (int i = 0; i < size; i++) {
            expected += Double.isNaN(sample.magnitude(i))
                            && !sample.candidate().pruned().isPruned(i)
                    ? 1
                    : 0;
        }
        assertThat(ExactSelection.nanCount(sample.candidate())).isEqualTo(expected);
    }

    @Test
    void smallestMagnitudesGoWhateverTheirSign() {
        var result = ExactSelection.smallest(List.of(candidate("a", -3f, 0.5f, 2f), candidate("b", 1f, -0.25f)), 3);
        assertThat(result.masks()).containsExactly(WeightMask.of(3, i -> i == 1), WeightMask.of(2, i -> true));
        assertThat(result.threshold()).isEqualTo(1);
        assertThat(result.tookNaN()).isFalse();
        assertThat(result.nanCount()).isZero();
    }

    @Test
    void equalMagnitudesGoByTheOrderOfParametersAndPositions() {
        var candidates = List.of(candidate("b", 1f, -1f, 1f), candidate("a", -1f, 1f, 0.5f));
        assertThat(ExactSelection.smallest(candidates, 5).masks())
                .containsExactly(WeightMask.of(3, i -> true), WeightMask.of(3, i -> i != 1));
        assertThat(ExactSelection.smallest(candidates, 3).masks())
                .containsExactly(WeightMask.of(3, i -> i < 2), WeightMask.of(3, i -> i == 2));
    }

    @Test
    void negativeZeroIsZero() {
        assertThat(ExactSelection.smallest(List.of(candidate("a", 0f, -0f, 0f)), 2)
                        .masks())
                .containsExactly(WeightMask.of(3, i -> i < 2));
        assertThat(ExactSelection.smallest(List.of(candidate("a", -0f, 0f, 0f)), 1)
                        .masks())
                .containsExactly(WeightMask.of(3, i -> i == 0));
    }

    @Test
    void nanGoesLastAfterInfinityAndIsTold() {
        var candidate = candidate("a", Float.NaN, Float.NEGATIVE_INFINITY, Float.intBitsToFloat(0xffc00000), 1f);
        var two = ExactSelection.smallest(List.of(candidate), 2);
        assertThat(two.masks()).containsExactly(WeightMask.of(4, i -> i == 1 || i == 3));
        assertThat(two.tookNaN()).isFalse();
        assertThat(two.nanCount()).isEqualTo(2);
        assertThat(two.threshold()).isInfinite();
        var three = ExactSelection.smallest(List.of(candidate), 3);
        assertThat(three.masks()).containsExactly(WeightMask.of(4, i -> i != 2));
        assertThat(three.tookNaN()).isTrue();
        assertThat(three.threshold()).isNaN();
    }

    @Test
    void everyBitPatternOfNaNIsNaN() {
        float next = Float.intBitsToFloat(0x7f800001); // next to infinity
        double wideNext = Double.longBitsToDouble(0xfff0000000000001L);
        var single = ExactSelection.smallest(List.of(candidate("a", next, 1f, 2f)), 1);
        assertThat(single.nanCount()).isEqualTo(1);
        var wide = new Candidate("a", "l", Magnitudes.of(wideNext, 1, 2), WeightMask.none(3));
        assertThat(ExactSelection.smallest(List.of(wide), 2).nanCount()).isEqualTo(1);
        assertThat(ExactSelection.smallest(List.of(wide), 2).tookNaN()).isFalse();
        assertThat(ExactSelection.smallest(List.of(wide), 3).tookNaN()).isTrue();
    }

    @Test
    void whatAPrunedWeightHoldsDoesNotMatter() {
        WeightMask pruned = WeightMask.of(5, i -> i == 0 || i == 3);
        var candidate = new Candidate("a", "l", Magnitudes.of(Float.NaN, 2f, 1f, 0f, 3f), pruned);
        var result = ExactSelection.smallest(List.of(candidate), 3);
        assertThat(result.masks()).containsExactly(WeightMask.of(5, i -> i == 0 || i == 2 || i == 3));
        assertThat(result.nanCount()).isZero();
        assertThat(result.threshold()).isEqualTo(1);
    }

    @Test
    void anEmptyParameterDoesNotDisturb() {
        var result = ExactSelection.smallest(List.of(candidate("none"), candidate("a", 2f, 1f)), 1);
        assertThat(result.masks()).containsExactly(WeightMask.none(0), WeightMask.of(2, i -> i == 1));
    }

    @Test
    void nothingMoreToPruneGivesTheSameMasks() {
        WeightMask pruned = WeightMask.of(3, i -> i == 2);
        var result = ExactSelection.smallest(
                List.of(new Candidate("a", "l", Magnitudes.of(1f, 2f, 3f), pruned), candidate("b", 1f)), 1);
        assertThat(result.masks()).containsExactly(pruned, WeightMask.none(1));
        assertThat(result.threshold()).isZero();
        assertThat(result.tookNaN()).isFalse();
        assertThat(ExactSelection.smallest(List.of(), 0).masks()).isEmpty();
    }

    @Test
    void nanIsCountedAlsoWhenNothingMoreIsPruned() {
        var result = ExactSelection.smallest(List.of(candidate("a", Float.NaN, 1f, 2f)), 0);
        assertThat(result.nanCount()).isEqualTo(1);
    }

    @Test
    void aCountBelowWhatIsPrunedAlreadyIsRefused() {
        var candidate = new Candidate("a", "l", Magnitudes.of(1f, 2f, 3f), WeightMask.of(3, i -> i < 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExactSelection.smallest(List.of(candidate, candidate("b", 1f)), 1))
                .withMessage("asked to prune 1 weights, but 2 of 4 are pruned already and pruned weights stay pruned");
    }

    @Test
    void aCountAboveTheNumberOfWeightsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExactSelection.smallest(List.of(candidate("a", 1f, 2f)), 3))
                .withMessage("asked to prune 3 weights, but 0 of 2 are pruned already and pruned weights stay pruned");
    }

    @Test
    void parametersOfDifferentPrecisionCannotBeCompared() {
        var wide = new Candidate("b", "l", Magnitudes.of(1.0, 2.0), WeightMask.none(2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ExactSelection.smallest(List.of(candidate("a", 1f, 2f), wide), 2))
                .withMessage(
                        "parameter b is in DOUBLE precision, a in SINGLE: their magnitudes cannot be compared bit by"
                                + " bit");
    }

    @Test
    void aMaskOfAnotherLengthIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Candidate("0_W", "l", Magnitudes.of(1f, 2f), WeightMask.none(3)))
                .withMessage(
                        "the mask of parameter 0_W is for 3 weights, but the parameter has 2: it belongs to another"
                                + " network");
    }

    private static Candidate candidate(String name, float... weights) {
        return new Candidate(name, "l", Magnitudes.of(weights), WeightMask.none(weights.length));
    }
}
