package io.github.dl4jpruning.selection;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jpruning.mask.WeightMask;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class RandomMagnitudesTest {

    private static final int WEIGHTS = 20_000;

    private static Candidate candidate(String name, float fill) {
        float[] weights = new float[WEIGHTS];
        Arrays.fill(weights, fill);
        return new Candidate(name, name, Magnitudes.of(weights), WeightMask.none(WEIGHTS));
    }

    private static double[] scores(Candidate candidate) {
        Candidate scored = Importance.RANDOM.score(List.of(candidate)).get(0);
        double[] scores = new double[WEIGHTS];
        scored.magnitudes()
                .forEach((position, key) ->
                        scores[(int) position] = scored.magnitudes().precision().magnitude(key));
        return scores;
    }

    @Test
    void scoresAreSpreadEvenlyAndDoNotDependOnTheWeights() {
        double[] scores = scores(candidate("a", 1));

        assertThat(scores).isEqualTo(scores(candidate("a", -7)));
        for (int tenth = 0; tenth < 10; tenth++) {
            double low = tenth / 10.0;
            assertThat(Arrays.stream(scores)
                            .filter(s -> s > low && s <= low + 0.1)
                            .count())
                    .isBetween(WEIGHTS / 10L - 200, WEIGHTS / 10L + 200);
        }
    }

    @Test
    void scoresOfTwoParametersAreNotTheSame() {
        double[] one = scores(candidate("0_W", 1));
        double[] other = scores(candidate("0_RW", 1));

        double product = 0;
        for (int i = 0; i < WEIGHTS; i++) {
            product += (one[i] - 0.5) * (other[i] - 0.5) * 12 / WEIGHTS;
        }
        assertThat(Math.abs(product)).isLessThan(0.03);
    }

    @Test
    void nanStaysTheLargest() {
        float[] weights = new float[WEIGHTS];
        weights[17] = Float.NaN;
        double[] scores = scores(new Candidate("a", "a", Magnitudes.of(weights), WeightMask.none(WEIGHTS)));

        assertThat(scores[17]).isNaN();
        assertThat(Arrays.stream(scores).filter(Double::isNaN).count()).isEqualTo(1);
    }
}
