package io.github.dl4jpruning.samples.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Expected values: SciPy 1.17.1, friedmanchisquare and f.sf. */
class FriedmanTest {
    private static final Offset<Double> EXACT = within(1e-12);

    @Test
    void withTiesItEqualsSciPy() {
        Friedman test = Friedman.of(new double[][] {
            {0.91, 0.88, 0.88, 0.80},
            {0.52, 0.55, 0.50, 0.50},
            {0.33, 0.31, 0.35, 0.30},
            {0.71, 0.69, 0.68, 0.70},
            {1.20, 1.20, 1.20, 1.10},
            {0.45, 0.47, 0.49, 0.41}
        });

        assertThat(test.averageRanks()).containsExactly(19 / 6.0, 16.5 / 6, 16 / 6.0, 8.5 / 6);
        assertThat(test.chiSquare()).isCloseTo(6.833333333333339, EXACT);
        assertThat(test.chiSquareP()).isCloseTo(0.07740405957300481, EXACT);
        assertThat(test.f()).isCloseTo(3.059701492537318, EXACT);
        assertThat(test.p()).isCloseTo(0.06060322863932501, EXACT);
    }

    @Test
    void withoutTiesItEqualsSciPy() {
        Friedman test = Friedman.of(new double[][] {{1, 2, 3}, {1, 3, 2}, {2, 1, 3}, {1, 2, 3}, {1, 2, 3}});

        assertThat(test.chiSquare()).isCloseTo(6.4, EXACT);
        assertThat(test.chiSquareP()).isCloseTo(0.04076220397836611, EXACT);
        assertThat(test.f()).isCloseTo(64 / 9.0, EXACT);
        assertThat(test.p()).isCloseTo(0.016796159999999893, EXACT);
    }

    @Test
    void pValuesFarBelowTheRoundingOfOneAreNotZero() {
        double[][] values = new double[40][4];
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < 4; j++) {
                values[i][j] = (i * 7 + j * 5) % 11 + 4.0 * j;
            }
        }

        Friedman test = Friedman.of(values);

        assertThat(test.chiSquare()).isCloseTo(64.94999999999993, EXACT);
        assertThat(test.chiSquareP() / 5.1410868539272894e-14).isCloseTo(1, within(1e-9));
        assertThat(test.p() / 1.0250896515999112e-19).isCloseTo(1, within(1e-9));
    }

    @Test
    void blocksThatAllRankAlikeHaveTheChanceOfThat() {
        Friedman test = Friedman.of(new double[][] {{1, 2, 3}, {4, 5, 6}, {0, 1, 7}});

        assertThat(test.f()).isInfinite();
        assertThat(test.p()).isCloseTo(1 / 36.0, EXACT);
    }

    @Test
    void nothingButTiesIsNoDifference() {
        Friedman test = Friedman.of(new double[][] {{1, 1, 1}, {2, 2, 2}});

        assertThat(test.averageRanks()).containsExactly(2.0, 2.0, 2.0);
        assertThat(test.chiSquare()).isZero();
        assertThat(test.p()).isEqualTo(1);
    }

    @Test
    void whatCannotBeTestedIsRefused() {
        assertThatThrownBy(() -> Friedman.of(new double[][] {{1, 2}})).hasMessageContaining("1 blocks of 2");
        assertThatThrownBy(() -> Friedman.of(new double[][] {{1, 2}, {1}})).hasMessageContaining("1 values");
        assertThatThrownBy(() -> Friedman.of(new double[][] {{1, Double.NaN}, {1, 2}}))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
