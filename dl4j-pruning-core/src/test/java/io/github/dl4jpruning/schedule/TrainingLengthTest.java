package io.github.dl4jpruning.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TrainingLengthTest {

    @Test
    void iterationsAreEpochsTimesIterationsPerEpochInSixtyFourBits() {
        assertThat(new TrainingLength(20, 35).iterations()).isEqualTo(700);
        assertThat(new TrainingLength(2_000_000_000, 3_000_000_000L).iterations())
                .isEqualTo(6_000_000_000_000_000_000L);
    }

    @Test
    void aLengthBeyondSixtyFourBitsIsNotWrappedAround() {
        assertThatThrownBy(() -> new TrainingLength(2_000_000_000, 5_000_000_000L).iterations())
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void epochsBelowOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingLength(0, 10))
                .withMessage("epochs is 0 but must be at least 1");
    }

    @Test
    void iterationsPerEpochBelowOneAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TrainingLength(10, 0))
                .withMessage("iterationsPerEpoch is 0 but must be at least 1");
    }
}
