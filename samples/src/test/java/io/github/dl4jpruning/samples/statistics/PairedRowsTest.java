package io.github.dl4jpruning.samples.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedRowsTest {
    private static final int ROWS = 300;

    /** Errors with much in common, as those of two forecasters of the same rows have. */
    private static double[][] errors(int trainings, double factor, long seed) {
        double[][] errors = new double[trainings][ROWS];
        Random common = new Random(7);
        double[] shared = common.doubles(ROWS, 0.5, 2).toArray();
        Random own = new Random(seed);
        for (double[] training : errors) {
            for (int row = 0; row < ROWS; row++) {
                training[row] = factor * shared[row] * (1 + 0.2 * own.nextDouble());
            }
        }
        return errors;
    }

    @Test
    void aPlantedDifferenceIsFoundWithItsSizeAndSign() {
        PairedRows better = PairedRows.of(errors(3, 0.9, 1), errors(3, 1, 2), 7);
        PairedRows worse = PairedRows.of(errors(3, 1, 2), errors(3, 0.9, 1), 7);

        assertThat(better.change()).isCloseTo(-0.1, within(0.02));
        assertThat(better.interval().low()).isLessThan(-0.1);
        assertThat(better.interval().high()).isLessThan(-0.07);
        assertThat(better.p()).isLessThan(0.001);
        assertThat(worse.change()).isCloseTo(0.11, within(0.02));
        assertThat(worse.interval().low()).isPositive();
    }

    @Test
    void whereThereIsNoDifferenceNoneIsFound() {
        PairedRows none = PairedRows.of(errors(3, 1, 3), errors(3, 1, 4), 7);

        assertThat(none.interval().contains(0)).isTrue();
        assertThat(none.p()).isGreaterThan(0.05);
        assertThat(PairedRows.of(errors(2, 1, 3), errors(2, 1, 3), 7).p()).isEqualTo(1);
    }

    @Test
    void ofNoiseWithoutADifferenceAboutOneInTwentyIsCalledSignificant() {
        int found = 0;
        for (int trial = 0; trial < 200; trial++) {
            Random random = new Random(trial);
            double[][] a = {random.doubles(80, 0, 1).toArray()};
            double[][] b = {random.doubles(80, 0, 1).toArray()};
            found += PairedRows.of(a, b, 4).p() < 0.05 ? 1 : 0;
        }
        assertThat(found).isBetween(3, 24);
    }

    @Test
    void trainingsThatDisagreeWidenTheInterval() {
        double[][] second = errors(2, 1, 2);
        double[][] agreeing = errors(2, 0.9, 1);
        double[][] disagreeing = {errors(1, 0.6, 1)[0], errors(1, 1.2, 1)[0]};

        assertThat(width(PairedRows.of(disagreeing, second, 7)))
                .isGreaterThan(3 * width(PairedRows.of(agreeing, second, 7)));
    }

    private static double width(PairedRows rows) {
        return rows.interval().high() - rows.interval().low();
    }

    @Test
    void whatCannotBePairedIsRefused() {
        assertThatThrownBy(() -> PairedRows.of(errors(2, 1, 1), errors(3, 1, 1), 7))
                .hasMessageContaining("2 and of 3 trainings");
        assertThatThrownBy(() -> PairedRows.of(new double[][] {{1, 2}}, new double[][] {{1}}, 7))
                .hasMessageContaining("2 and 1 errors where the first has 2");
    }
}
