package io.github.dl4jpruning.samples.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ErrorsTest {
    @Test
    void maeIsTheMeanAndRmseTheQuadraticMeanOfTheDistances() {
        Errors errors = Errors.of(new double[] {1, 2, 3}, new double[] {1, -1, 7});

        assertThat(errors.mae()).isEqualTo(7 / 3.0);
        assertThat(errors.rmse()).isEqualTo(Math.sqrt(25 / 3.0));
    }

    @Test
    void forecastsMustBeAsManyAsValues() {
        assertThatThrownBy(() -> Errors.of(new double[2], new double[3])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Errors.of(new double[0], new double[0])).isInstanceOf(IllegalArgumentException.class);
    }
}
