package io.github.dl4jpruning.selection;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How much a weight matters; the least important go first. */
public enum Importance {

    /** The absolute value of the weight (the paper). */
    MAGNITUDE {
        @Override
        List<Candidate> score(List<Candidate> candidates) {
            return candidates;
        }
    },

    /**
     * The absolute value divided by the L2 norm of all prunable weights of its layer, so that a layer with small
     * weights does not lose them all to one with large weights. A layer of zeros keeps its scale; a layer with a NaN or
     * an infinity too.
     */
    NORMALIZED_MAGNITUDE {
        @Override
        List<Candidate> score(List<Candidate> candidates) {
            Map<String, Double> squares = new LinkedHashMap<>();
            for (Candidate candidate : candidates) {
                squares.merge(candidate.layer(), sumOfSquares(candidate), Double::sum);
            }
            return candidates.stream()
                    .map(candidate -> {
                        double norm = Math.sqrt(squares.get(candidate.layer()));
                        return norm > 0 && Double.isFinite(norm) ? candidate.scaled(1 / norm) : candidate;
                    })
                    .toList();
        }
    },

    /**
     * A pseudo-random number that depends on nothing but the parameter's name and the position of the weight: the
     * control that every study of an importance needs. The same weights go in every training.
     */
    RANDOM {
        @Override
        List<Candidate> score(List<Candidate> candidates) {
            return candidates.stream()
                    .map(candidate -> candidate.withMagnitudes(new RandomMagnitudes(
                            candidate.magnitudes(), candidate.name().hashCode())))
                    .toList();
        }
    };

    /** The candidates with their magnitudes turned into scores. */
    abstract List<Candidate> score(List<Candidate> candidates);

    private static double sumOfSquares(Candidate candidate) {
        double[] sum = new double[1];
        candidate.magnitudes().forEach((position, key) -> {
            if (!candidate.pruned().isPruned(position)) {
                double value = candidate.magnitudes().precision().magnitude(key);
                sum[0] += value * value;
            }
        });
        return sum[0];
    }
}
