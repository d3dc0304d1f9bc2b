package io.github.dl4jpruning.selection;

import io.github.dl4jpruning.mask.WeightMask;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Made-up parameters for the tests of the selection. */
final class Samples {

    private Samples() {}

    /** Where values come from. */
    enum Values {
        NORMAL {
            @Override
            double next(Random random, boolean single) {
                return random.nextGaussian();
            }
        },
        FEW {
            @Override
            double next(Random random, boolean single) {
                return new double[] {0.0, -0.0, 0.5, -0.5, 1, -1}[random.nextInt(6)];
            }
        },
        ALL_EQUAL {
            @Override
            double next(Random random, boolean single) {
                return random.nextBoolean() ? 0.25 : -0.25;
            }
        },
        /** Neighbours in the last bits, so that the digits above say nothing. */
        TINY_RANGE {
            @Override
            double next(Random random, boolean single) {
                return single
                        ? Float.intBitsToFloat(Float.floatToRawIntBits(1f) + random.nextInt(70_000))
                        : Double.longBitsToDouble(Double.doubleToRawLongBits(1) + random.nextInt(70_000));
            }
        },
        DENORMAL {
            @Override
            double next(Random random, boolean single) {
                int small = random.nextInt(200_000) - 100_000;
                return single ? small * (double) Float.MIN_VALUE : small * Double.MIN_VALUE;
            }
        },
        ALL_MAGNITUDES {
            @Override
            double next(Random random, boolean single) {
                double value =
                        single ? Float.intBitsToFloat(random.nextInt()) : Double.longBitsToDouble(random.nextLong());
                return Double.isNaN(value) ? 0 : value;
            }
        },
        SPECIAL {
            @Override
            double next(Random random, boolean single) {
                return switch (random.nextInt(10)) {
                    case 0 -> Double.NaN;
                    case 1 -> Double.POSITIVE_INFINITY;
                    case 2 -> Double.NEGATIVE_INFINITY;
                    case 3 -> single ? Float.MAX_VALUE : Double.MAX_VALUE;
                    case 4 -> single ? -Float.MIN_VALUE : -Double.MIN_VALUE;
                    case 5 -> single ? Float.MIN_NORMAL : Double.MIN_NORMAL;
                    case 6 -> 0.0;
                    case 7 -> -0.0;
                    default -> random.nextGaussian();
                };
            }
        },
        MOSTLY_NAN {
            @Override
            double next(Random random, boolean single) {
                return random.nextInt(4) == 0 ? random.nextGaussian() : Double.NaN;
            }
        };

        abstract double next(Random random, boolean single);
    }

    /** A candidate, and its values for those who look at them without keys. */
    record Sample(Candidate candidate, double[] values) {

        static Sample of(String name, String layer, WeightMask pruned, boolean single, double... values) {
            return new Sample(new Candidate(name, layer, magnitudes(single, values), pruned), values);
        }

        double magnitude(int position) {
            return Math.abs(values[position]);
        }

        Sample with(WeightMask mask) {
            return new Sample(new Candidate(candidate.name(), candidate.layer(), candidate.magnitudes(), mask), values);
        }
    }

    static Magnitudes magnitudes(boolean single, double... values) {
        if (!single) {
            return Magnitudes.of(values);
        }
        float[] floats = new float[values.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) values[i];
            values[i] = floats[i]; // what the weight is after rounding
        }
        return Magnitudes.of(floats);
    }

    /** A parameter of random values; those of pruned weights are as arbitrary as the others. */
    static Sample random(
            Random random, String name, String layer, int length, Values kind, boolean single, double pruned) {
        double[] values = new double[length];
        for (int i = 0; i < length; i++) {
            values[i] = kind.next(random, single);
        }
        return Sample.of(name, layer, WeightMask.of(length, i -> random.nextDouble() < pruned), single, values);
    }

    static List<Candidate> candidates(List<Sample> samples) {
        return samples.stream().map(Sample::candidate).toList();
    }

    static long length(List<Sample> samples) {
        return samples.stream().mapToLong(s -> s.candidate().length()).sum();
    }

    static long pruned(List<Sample> samples) {
        return samples.stream()
                .mapToLong(s -> s.candidate().pruned().prunedCount())
                .sum();
    }

    /** One weight. */
    record Weight(int sample, int position, double magnitude) {}

    /** All weights that are still active, the smallest first, ties by parameter and position, NaN last. */
    static List<Weight> ascending(List<Sample> samples) {
        List<Weight> weights = new ArrayList<>();
        for (int s = 0; s < samples.size(); s++) {
            WeightMask pruned = samples.get(s).candidate().pruned();
            for (int i = 0; i < pruned.length(); i++) {
                if (!pruned.isPruned(i)) {
                    weights.add(new Weight(s, i, samples.get(s).magnitude(i)));
                }
            }
        }
        weights.sort((a, b) -> Double.compare(a.magnitude, b.magnitude)); // stable, and NaN is the largest
        return weights;
    }
}
