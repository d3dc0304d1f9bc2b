package io.github.dl4jpruning.samples.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisTest {
    @Test
    void ticksAreRoundNumbersWithinTheAxis() {
        Axis axis = Axis.within(-0.13, 0.31, 0, 100, 5);

        assertThat(axis.ticks().stream().map(axis::label)).containsExactly("-0.1", "0.0", "0.1", "0.2", "0.3");
    }

    @Test
    void valuesLieInProportionAlsoUpwards() {
        Axis axis = Axis.within(0, 10, 200, 0, 5);

        assertThat(axis.at(0)).isEqualTo(200);
        assertThat(axis.at(2.5)).isCloseTo(150, within(1e-9));
    }

    @Test
    void valuesThatAreAllEqualHaveAnAxisToo() {
        Axis axis = Axis.around(5, 5, 0, 100, 5);

        assertThat(axis.low()).isLessThan(5);
        assertThat(axis.high()).isGreaterThan(5);
        assertThat(axis.ticks()).isNotEmpty();
    }

    @Test
    void markupThatIsLeftOpenIsRefused() {
        assertThatThrownBy(() -> new Markup().open("p").toString()).hasMessageContaining("<p> is still open");
    }
}
