package io.github.dl4jpruning.selection;

import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.selection.Samples.Sample;
import io.github.dl4jpruning.selection.Samples.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Blocks found and scored in the plainest way, for the tests of the selection. */
final class BlockSamples {

    private BlockSamples() {}

    /** The shape of a parameter: [rows, units, stride] with the last axis the fastest. */
    record Shape(int rows, int units, int stride) {
        int length() {
            return rows * units * stride;
        }
    }

    static Arbitrary<Shape> shapes() {
        Arbitrary<Integer> some = Arbitraries.integers().between(1, 40);
        return Arbitraries.oneOf(
                Combinators.combine(some, some, Arbitraries.integers().between(1, 5))
                        .as(Shape::new),
                Combinators.combine(Arbitraries.of(1, 2, 4), Arbitraries.of(1, 3, 8, 9, 16, 17), some)
                        .as(Shape::new),
                // beyond the pieces in which scores are read
                Combinators.combine(Arbitraries.of(1, 2), Arbitraries.of(1, 8, 11), Arbitraries.of(1023, 1024, 1500))
                        .as(Shape::new),
                Combinators.combine(Arbitraries.of(300, 1100), Arbitraries.of(8, 11), Arbitraries.of(1))
                        .as(Shape::new));
    }

    static Sample random(
            Random random,
            String name,
            String layer,
            Shape shape,
            int size,
            Values kind,
            boolean single,
            double pruned) {
        Sample sample = Samples.random(random, name, layer, shape.length(), kind, single, pruned);
        Candidate c = sample.candidate();
        Blocks blocks = new Blocks(size, shape.units, shape.stride);
        return new Sample(new Candidate(name, layer, c.magnitudes(), c.pruned(), blocks), sample.values());
    }

    /** A block that still has active weights. */
    record Block(int sample, List<Integer> positions, int active, double score) {}

    /** All blocks with active weights, the smallest score first, ties by parameter and first position, NaN last. */
    static List<Block> ascending(List<Sample> samples) {
        List<Block> blocks = new ArrayList<>();
        for (int s = 0; s < samples.size(); s++) {
            Sample sample = samples.get(s);
            Blocks shape = sample.candidate().blocks();
            Map<List<Long>, List<Integer>> members = new LinkedHashMap<>(); // in the order of the first weights
            for (int p = 0; p < sample.values().length; p++) {
                long unit = p / shape.stride() % shape.units();
                long row = p / shape.stride() / shape.units();
                members.computeIfAbsent(List.of(row, unit / shape.size(), p % shape.stride()), any -> new ArrayList<>())
                        .add(p);
            }
            for (List<Integer> positions : members.values()) {
                WeightMask pruned = sample.candidate().pruned();
                List<Integer> active =
                        positions.stream().filter(p -> !pruned.isPruned(p)).toList();
                if (!active.isEmpty()) {
                    blocks.add(new Block(s, positions, active.size(), score(sample, active)));
                }
            }
        }
        blocks.sort((a, b) -> Double.compare(a.score, b.score)); // stable, and NaN is the largest
        return blocks;
    }

    /** Divides by a power of two first, which changes nothing unless squares overflow or vanish. */
    private static double score(Sample sample, List<Integer> active) {
        double largest = 0;
        for (int p : active) {
            largest = Math.max(largest, sample.magnitude(p));
        }
        if (largest == 0 || !Double.isFinite(largest)) {
            return largest;
        }
        int exponent = Math.getExponent(largest);
        double sum = 0;
        for (int p : active) {
            double value = Math.scalb(sample.magnitude(p), -exponent);
            sum += value * value;
        }
        double score = Math.min(Double.MAX_VALUE, Math.scalb(Math.sqrt(sum / active.size()), exponent));
        boolean single = sample.candidate().magnitudes().precision() == Magnitudes.Precision.SINGLE;
        return single ? (float) score : score;
    }

    /** The masks of the samples with some blocks gone too. */
    static List<WeightMask> masks(List<Sample> samples, List<Block> gone) {
        List<WeightMask> masks = new ArrayList<>();
        for (int s = 0; s < samples.size(); s++) {
            int number = s;
            boolean[] pruned = new boolean[samples.get(s).values().length];
            for (int p = 0; p < pruned.length; p++) {
                pruned[p] = samples.get(s).candidate().pruned().isPruned(p);
            }
            gone.stream().filter(b -> b.sample == number).forEach(b -> b.positions.forEach(p -> pruned[p] = true));
            masks.add(WeightMask.of(pruned.length, p -> pruned[(int) p]));
        }
        return masks;
    }

    static long pruned(List<WeightMask> masks) {
        return masks.stream().mapToLong(WeightMask::prunedCount).sum();
    }
}
