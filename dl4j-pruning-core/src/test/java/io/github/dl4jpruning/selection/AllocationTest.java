package io.github.dl4jpruning.selection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.selection.Samples.Sample;
import io.github.dl4jpruning.selection.Samples.Values;
import io.github.dl4jpruning.selection.Samples.Weight;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AllocationTest {

    /** Parameters of up to four layers, neighbours or not. */
    @Provide
    Arbitrary<List<Sample>> networks() {
        return Combinators.combine(
                        Arbitraries.longs(),
                        Arbitraries.integers()
                                .between(1, 120)
                                .list()
                                .ofMinSize(1)
                                .ofMaxSize(6),
                        Arbitraries.of(Values.NORMAL, Values.FEW, Values.ALL_EQUAL, Values.TINY_RANGE, Values.DENORMAL),
                        Arbitraries.of(true, false),
                        Arbitraries.of(0.0, 0.0, 0.05, 0.3, 0.9, 1.0))
                .as((seed, lengths, kind, single, pruned) -> {
                    Random random = new Random(seed);
                    List<Sample> samples = new ArrayList<>();
                    for (int i = 0; i < lengths.size(); i++) {
                        double here = random.nextBoolean() ? pruned : 0;
                        samples.add(Samples.random(
                                random, "p" + i, "layer" + random.nextInt(4), lengths.get(i), kind, single, here));
                    }
                    return samples;
                });
    }

    @Provide
    Arbitrary<Double> caps() {
        return Arbitraries.oneOf(
                Arbitraries.of(1.0, 0.98, 0.5), Arbitraries.doubles().between(0.05, 1));
    }

    private static Map<String, Long> byLayer(List<Sample> samples, List<WeightMask> masks) {
        Map<String, Long> counts = new TreeMap<>();
        for (int i = 0; i < samples.size(); i++) {
            counts.merge(samples.get(i).candidate().layer(), masks.get(i).prunedCount(), Long::sum);
        }
        return counts;
    }

    private static Map<String, Long> weightsByLayer(List<Sample> samples) {
        Map<String, Long> counts = new LinkedHashMap<>();
        samples.forEach(s -> counts.merge(s.candidate().layer(), s.candidate().length(), Long::sum));
        return counts;
    }

    private static List<WeightMask> masksBefore(List<Sample> samples) {
        return samples.stream().map(s -> s.candidate().pruned()).toList();
    }

    private static long sum(List<WeightMask> masks) {
        return masks.stream().mapToLong(WeightMask::prunedCount).sum();
    }

    /** The most of a parameter that may go. */
    private static long limit(Sample sample) {
        return Math.max(
                sample.candidate().length() - 1, sample.candidate().pruned().prunedCount());
    }

    /** The most of each layer that may go. */
    private static Map<String, Long> limits(List<Sample> samples, double cap) {
        Map<String, Long> limits = new HashMap<>();
        samples.forEach(s -> limits.merge(s.candidate().layer(), limit(s), Long::sum));
        Map<String, Long> weights = weightsByLayer(samples);
        Map<String, Long> before = byLayer(samples, masksBefore(samples));
        limits.replaceAll((layer, byParameter) ->
                Math.max(Math.min((long) Math.floor(cap * weights.get(layer)), byParameter), before.get(layer)));
        return limits;
    }

    @Property(tries = 600)
    void theTotalIsExactAndNoLayerOrParameterGivesMoreThanItMay(
            @ForAll Allocation allocation,
            @ForAll Importance importance,
            @ForAll("networks") List<Sample> network,
            @ForAll("caps") double cap,
            @ForAll @DoubleRange(max = 1) double fraction) {
        List<Candidate> candidates = Samples.candidates(network);
        Map<String, Long> limits = limits(network, cap);
        long capacity = Allocation.capacity(candidates, cap);
        assertThat(capacity)
                .isEqualTo(limits.values().stream().mapToLong(l -> l).sum());
        long already = Samples.pruned(network);
        long count = already + Math.round(fraction * (capacity - already));

        List<WeightMask> masks =
                allocation.select(candidates, importance, count, cap).masks();

        assertThat(sum(masks)).isEqualTo(count);
        byLayer(network, masks)
                .forEach((layer, pruned) -> assertThat(pruned).as(layer).isLessThanOrEqualTo(limits.get(layer)));
        for (int i = 0; i < masks.size(); i++) {
            assertThat(masks.get(i).contains(candidates.get(i).pruned())).isTrue();
            assertThat(masks.get(i).prunedCount()).isLessThanOrEqualTo(limit(network.get(i)));
        }
    }

    @Property(tries = 400)
    void masksOnlyGrowAlongRisingTargetsWhileTheWeightsMove(
            @ForAll Allocation allocation,
            @ForAll Importance importance,
            @ForAll("networks") List<Sample> network,
            @ForAll("caps") double cap,
            @ForAll @Size(5) List<@DoubleRange(max = 0.99) Double> targets,
            @ForAll long seed) {
        Random random = new Random(seed);
        long capacity = Allocation.capacity(Samples.candidates(network), cap);
        long already = Samples.pruned(network);
        List<Sample> now = network;
        for (double target : targets.stream().sorted().toList()) {
            long count = Math.max(already, (long) Math.floor(target * capacity));
            List<WeightMask> masks = allocation
                    .select(Samples.candidates(now), importance, count, cap)
                    .masks();
            assertThat(sum(masks)).isEqualTo(count);
            List<Sample> next = new ArrayList<>();
            for (int i = 0; i < masks.size(); i++) {
                Candidate before = now.get(i).candidate();
                assertThat(masks.get(i).contains(before.pruned())).isTrue();
                double[] moved = now.get(i).values().clone();
                for (int p = 0; p < moved.length; p++) {
                    moved[p] *= 0.5 + random.nextDouble();
                }
                boolean single = before.magnitudes().precision() == Magnitudes.Precision.SINGLE;
                next.add(Sample.of(before.name(), before.layer(), masks.get(i), single, moved));
            }
            now = next;
        }
    }

    @Property(tries = 600)
    void globalTakesTheSmallestOfAllAndSkipsWhatIsFull(
            @ForAll("networks") List<Sample> network,
            @ForAll("caps") double cap,
            @ForAll @DoubleRange(max = 1) double fraction) {
        long capacity = Allocation.capacity(Samples.candidates(network), cap);
        long already = Samples.pruned(network);
        long count = already + Math.round(fraction * (capacity - already));

        ExactSelection.Result result =
                Allocation.GLOBAL.select(Samples.candidates(network), Importance.MAGNITUDE, count, cap);

        Map<String, Long> layerLimits = limits(network, cap);
        Map<String, Long> layerCounts = byLayer(network, masksBefore(network));
        List<long[]> words = new ArrayList<>();
        long[] counts = new long[network.size()];
        for (int s = 0; s < network.size(); s++) {
            WeightMask before = network.get(s).candidate().pruned();
            long[] bits = new long[(int) (before.length() + 63) / 64];
            for (int w = 0; w < bits.length; w++) {
                bits[w] = before.word(w);
            }
            words.add(bits);
            counts[s] = before.prunedCount();
        }
        double threshold = 0;
        long left = count - already;
        for (Weight weight : Samples.ascending(network)) {
            Sample sample = network.get(weight.sample());
            String layer = sample.candidate().layer();
            if (left > 0
                    && counts[weight.sample()] < limit(sample)
                    && layerCounts.get(layer) < layerLimits.get(layer)) {
                words.get(weight.sample())[weight.position() / 64] |= 1L << weight.position() % 64;
                counts[weight.sample()]++;
                layerCounts.merge(layer, 1L, Long::sum);
                left--;
                threshold = weight.magnitude();
            }
        }
        assertThat(left).isZero();
        for (int s = 0; s < network.size(); s++) {
            assertThat(result.masks().get(s))
                    .as(network.get(s).candidate().name())
                    .isEqualTo(WeightMask.ofWords(network.get(s).candidate().length(), words.get(s)));
        }
        assertThat(result.threshold()).isEqualTo(threshold);
    }

    @Property(tries = 300)
    void uniformGivesEveryLayerTheSameSparsityToWithinOneWeight(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 10, max = 700) Integer> lengths,
            @ForAll @DoubleRange(max = 0.9) double sparsity,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Sample> network = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            network.add(Samples.random(random, "p" + i, "layer" + i, lengths.get(i), Values.NORMAL, true, 0));
        }
        long count = (long) Math.floor(sparsity * Samples.length(network));
        double exact = count / (double) Samples.length(network);
        List<WeightMask> masks = Allocation.UNIFORM
                .select(Samples.candidates(network), Importance.MAGNITUDE, count, 1)
                .masks();
        assertThat(sum(masks)).isEqualTo(count);
        for (int i = 0; i < lengths.size(); i++) {
            assertThat(Math.abs(masks.get(i).prunedCount() - exact * lengths.get(i)))
                    .isLessThan(1);
        }
    }

    /** What a layer got by rounding it keeps, so in the next update another may lag behind: by less than one more. */
    @Property(tries = 300)
    void uniformStaysWithinTwoWeightsOverManyUpdates(
            @ForAll @Size(min = 1, max = 8) List<@IntRange(min = 10, max = 700) Integer> lengths,
            @ForAll @Size(6) List<@DoubleRange(max = 0.9) Double> targets,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Sample> network = new ArrayList<>();
        for (int i = 0; i < lengths.size(); i++) {
            network.add(Samples.random(random, "p" + i, "layer" + i, lengths.get(i), Values.NORMAL, true, 0));
        }
        for (double sparsity : targets.stream().sorted().toList()) {
            long count = (long) Math.floor(sparsity * Samples.length(network));
            double exact = count / (double) Samples.length(network);
            List<WeightMask> masks = Allocation.UNIFORM
                    .select(Samples.candidates(network), Importance.MAGNITUDE, count, 1)
                    .masks();
            for (int i = 0; i < lengths.size(); i++) {
                assertThat(Math.abs(masks.get(i).prunedCount() - exact * lengths.get(i)))
                        .isLessThan(2);
                network.set(i, network.get(i).with(masks.get(i)));
            }
        }
    }

    @Test
    void uniformTakesTheSmallestWithinEachLayer() {
        var result = Allocation.UNIFORM.select(
                List.of(
                        candidate("a_W", "a", 8, 1, 7, 2, 6),
                        candidate("b_W", "b", 0.8f, 0.1f),
                        candidate("a_RW", "a", 3, 9, 5),
                        candidate("b_RW", "b", 0.2f, 0.7f)),
                Importance.MAGNITUDE,
                6,
                1);
        assertThat(result.masks())
                .containsExactly(
                        WeightMask.of(5, i -> i == 1 || i == 3), // of layer a the four smallest are 1, 2, 3 and 5
                        WeightMask.of(2, i -> i == 1),
                        WeightMask.of(3, i -> i == 0 || i == 2),
                        WeightMask.of(2, i -> i == 0));
        assertThat(result.threshold()).isEqualTo(5);
    }

    @Test
    void whatRoundingLeavesGoesToTheLayersThatAreFarthestBehind() {
        // 7 of 20: the ideal is 3.5, 2.45 and 1.05 of 10, 7 and 3.
        var result = Allocation.UNIFORM.select(
                List.of(filled("a", 7, 2), filled("b", 10, 1), filled("c", 3, 3)), Importance.MAGNITUDE, 7, 1);
        assertThat(result.masks().stream().map(WeightMask::prunedCount)).containsExactly(2L, 4L, 1L);
    }

    @Test
    void aLayerAtItsCapIsRelievedByTheOthers() {
        // Layer a holds the ten smallest; at most half of them may go.
        var candidates = List.of(filled("a", 10, 1), filled("b", 10, 2), filled("c", 10, 3));
        var result = Allocation.GLOBAL.select(candidates, Importance.MAGNITUDE, 9, 0.5);
        assertThat(result.masks().stream().map(WeightMask::prunedCount)).containsExactly(5L, 4L, 0L);
        assertThat(result.threshold()).isEqualTo(2);
    }

    @Test
    void aParameterKeepsItsLargestWeight() {
        var candidates = List.of(candidate("a", "l", 1, 3, 2), candidate("b", "l", 10, 20, 30, 40));
        var result = Allocation.GLOBAL.select(candidates, Importance.MAGNITUDE, 4, 1);
        assertThat(result.masks()).containsExactly(WeightMask.of(3, i -> i != 1), WeightMask.of(4, i -> i < 2));
    }

    @Test
    void aParameterOfOneWeightIsNeverPruned() {
        var candidates = List.of(candidate("a", "a", 0), candidate("b", "b", 1, 2, 3));
        for (Allocation allocation : Allocation.values()) {
            assertThat(allocation.select(candidates, Importance.MAGNITUDE, 2, 1).masks())
                    .containsExactly(WeightMask.none(1), WeightMask.of(3, i -> i < 2));
        }
    }

    @Test
    void aLayerThatIsOverItsCapAlreadyStaysAsItIs() {
        WeightMask most = WeightMask.of(10, i -> i != 4);
        var candidates = List.of(
                new Candidate("a", "a", Magnitudes.of(new float[10]), most), filled("b", 10, 1), filled("c", 10, 2));
        assertThat(Allocation.capacity(candidates, 0.5)).isEqualTo(9 + 5 + 5);
        for (Allocation allocation : Allocation.values()) {
            var result = allocation.select(candidates, Importance.MAGNITUDE, 16, 0.5);
            assertThat(result.masks().get(0)).isEqualTo(most);
            assertThat(sum(result.masks())).isEqualTo(16);
            assertThat(result.masks().get(1).prunedCount()).isLessThanOrEqualTo(5);
            assertThat(result.masks().get(2).prunedCount()).isLessThanOrEqualTo(5);
        }
    }

    @Test
    void aParameterThatIsPrunedAltogetherAlreadyStaysSo() {
        WeightMask all = WeightMask.of(4, i -> true);
        var candidates = List.of(new Candidate("a", "a", Magnitudes.of(new float[4]), all), filled("b", 10, 1));
        for (Allocation allocation : Allocation.values()) {
            var result = allocation.select(candidates, Importance.MAGNITUDE, 7, 0.98);
            assertThat(result.masks()).containsExactly(all, WeightMask.of(10, i -> i < 3));
        }
    }

    @Test
    void capacityIsWhatCapAndLastWeightsAllow() {
        var candidates = List.of(
                filled("a", 100, 1),
                candidate("b", "b", 1),
                candidate("c_1", "c", 1, 2, 3),
                candidate("c_2", "c", 1, 2, 3));
        assertThat(Allocation.capacity(candidates, 0.98)).isEqualTo(98 + 0 + 4);
        assertThat(Allocation.capacity(candidates, 1)).isEqualTo(99 + 0 + 4);
        assertThat(Allocation.capacity(candidates, 0.5)).isEqualTo(50 + 0 + 3);
    }

    @ParameterizedTest
    @EnumSource
    void moreThanTheCapacityIsRefused(Allocation allocation) {
        var candidates = List.of(filled("a", 100, 1), filled("b", 50, 2));
        assertThat(sum(allocation
                        .select(candidates, Importance.MAGNITUDE, 147, 0.98)
                        .masks()))
                .isEqualTo(147);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allocation.select(candidates, Importance.MAGNITUDE, 148, 0.98))
                .withMessage("asked to prune 148 weights, but a cap of 0.98 per layer and one weight left per parameter"
                        + " allow 147");
    }

    @ParameterizedTest
    @EnumSource
    void lessThanWhatIsPrunedAlreadyIsRefused(Allocation allocation) {
        var candidates = List.of(
                new Candidate("a", "a", Magnitudes.of(1f, 2f, 3f), WeightMask.of(3, i -> i < 2)), filled("b", 4, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> allocation.select(candidates, Importance.MAGNITUDE, 1, 1))
                .withMessageContaining("asked to prune 1 weights")
                .withMessageContaining("pruned weights stay pruned");
    }

    @ParameterizedTest
    @EnumSource
    void nanIsCountedInEveryLayerWhetherOrNotThatLayerIsPrunedNow(Allocation allocation) {
        // Layer a is full: nothing more of it can go, small as it is, and one of what is left is NaN.
        var a = new Candidate("a", "a", Magnitudes.of(0, 0, 0.5f, Float.NaN), WeightMask.of(4, i -> i < 2));
        var b = candidate("b", "b", 1, 2, 3, 4);
        var result = allocation.select(List.of(a, b), Importance.MAGNITUDE, 3, 0.5);
        assertThat(result.masks().get(0).prunedCount()).isEqualTo(2);
        assertThat(result.tookNaN()).isFalse();
        assertThat(result.nanCount()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void nanThatMustGoIsTold(Allocation allocation) {
        var candidates =
                List.of(candidate("a", "a", Float.NaN, Float.NaN, Float.NaN, 1), candidate("b", "b", 1, 2, 3, 4));
        var sound = allocation.select(candidates, Importance.MAGNITUDE, 2, 1);
        assertThat(sound.tookNaN()).isFalse();
        assertThat(sound.nanCount()).isEqualTo(3);
        var broken = allocation.select(candidates, Importance.MAGNITUDE, 6, 1);
        assertThat(broken.tookNaN()).isTrue();
    }

    // ---- importance

    @Test
    void normalizedMagnitudeComparesSharesOfTheNormOfTheLayer() {
        var candidates = List.of(candidate("a", "a", 1, 2, 2), candidate("b", "b", 0.2f, 0.3f, 0.6f));
        // Norms 3 and 0.7: shares 0.33, 0.67, 0.67 and 0.29, 0.43, 0.86.
        assertThat(Allocation.GLOBAL
                        .select(candidates, Importance.MAGNITUDE, 2, 1)
                        .masks())
                .containsExactly(WeightMask.none(3), WeightMask.of(3, i -> i < 2));
        var normalized = Allocation.GLOBAL.select(candidates, Importance.NORMALIZED_MAGNITUDE, 2, 1);
        assertThat(normalized.masks()).containsExactly(WeightMask.of(3, i -> i == 0), WeightMask.of(3, i -> i == 0));
        assertThat(normalized.threshold()).isEqualTo((float) (1 / 3.0));
    }

    @Test
    void theNormIsThatOfTheLayerNotOfTheParameter() {
        var candidates = List.of(
                candidate("a_W", "a", 1, 2), candidate("b_W", "b", 0.3f, 0.4f, 1.2f), candidate("a_RW", "a", 2, 4));
        // Norms 5 and 1.3: shares 0.2, 0.4, 0.23, 0.31, 0.92, 0.4, 0.8. By parameter a_W would have 0.45 and 0.89.
        assertThat(Allocation.GLOBAL
                        .select(candidates, Importance.NORMALIZED_MAGNITUDE, 2, 1)
                        .masks())
                .containsExactly(WeightMask.of(2, i -> i == 0), WeightMask.of(3, i -> i == 0), WeightMask.none(2));
    }

    @Test
    void theNormLeavesOutWhatIsPruned() {
        var candidates = List.of(
                new Candidate("a", "a", Magnitudes.of(1f, 2f, 2f, 1000f), WeightMask.of(4, i -> i == 3)),
                candidate("b", "b", 0.2f, 0.3f, 0.6f));
        // With the thousand in the norm all of a would go before the first of b.
        assertThat(Allocation.GLOBAL
                        .select(candidates, Importance.NORMALIZED_MAGNITUDE, 2, 1)
                        .masks())
                .containsExactly(WeightMask.of(4, i -> i == 3), WeightMask.of(3, i -> i == 0));
    }

    @Test
    void aLayerOfZerosOrWithAnInfinityKeepsItsScale() {
        var candidates = List.of(
                candidate("zero", "zero", 0, 0, 0),
                candidate("wild", "wild", 0.1f, Float.POSITIVE_INFINITY),
                candidate("broken", "broken", 0.15f, Float.NaN),
                candidate("b", "b", 0.2f, 0.3f, 0.6f)); // shares 0.29, 0.43, 0.86
        var result = Allocation.GLOBAL.select(candidates, Importance.NORMALIZED_MAGNITUDE, 5, 1);
        assertThat(result.masks())
                .containsExactly(
                        WeightMask.of(3, i -> i < 2),
                        WeightMask.of(2, i -> i == 0),
                        WeightMask.of(2, i -> i == 0),
                        WeightMask.of(3, i -> i == 0));
        assertThat(result.nanCount()).isEqualTo(1);
        assertThat(result.tookNaN()).isFalse();
    }

    @Test
    void withinOneLayerTheNormChangesNothing() {
        var candidates = List.of(candidate("a", "l", 5, 3, 1, 4), candidate("b", "l", 2, 7, 6, 8));
        for (int count = 0; count <= 6; count++) {
            assertThat(Allocation.GLOBAL
                            .select(candidates, Importance.NORMALIZED_MAGNITUDE, count, 1)
                            .masks())
                    .isEqualTo(Allocation.GLOBAL
                            .select(candidates, Importance.MAGNITUDE, count, 1)
                            .masks());
        }
    }

    private static Candidate candidate(String name, String layer, float... weights) {
        return new Candidate(name, layer, Magnitudes.of(weights), WeightMask.none(weights.length));
    }

    private static Candidate filled(String layer, int length, float value) {
        float[] weights = new float[length];
        Arrays.fill(weights, value);
        return candidate(layer + "_W", layer, weights);
    }
}
