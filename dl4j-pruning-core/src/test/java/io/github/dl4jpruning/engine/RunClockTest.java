package io.github.dl4jpruning.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunClockTest {

    private static final class Counted implements RunClock.Counters {
        private int iteration;
        private int epoch;

        Counted(int iteration, int epoch) {
            this.iteration = iteration;
            this.epoch = epoch;
        }

        @Override
        public int iteration() {
            return iteration;
        }

        @Override
        public int epoch() {
            return epoch;
        }

        @Override
        public void setIteration(int iteration) {
            this.iteration = iteration;
        }

        @Override
        public void setEpoch(int epoch) {
            this.epoch = epoch;
        }
    }

    @Test
    void theEpochOfTheRunDoesNotGoBackWhenTheModelResetsItsCounter() {
        Counted counters = new Counted(0, 3);
        RunClock clock = new RunClock(counters, 3);
        assertThat(clock.tick()).isEqualTo(3);

        counters.epoch = 0; // as early stopping does

        assertThat(clock.tick()).isEqualTo(3);
        counters.epoch = 1;
        assertThat(clock.tick()).isEqualTo(4);
        assertThat(clock.tick()).isEqualTo(4);
    }

    @Test
    void aFileThatIsOneIterationBehindIsSetRightOnlyIfItIsOfTheSameEpoch() {
        RunPosition saved = new RunPosition(10, 2, 10, 2, true);
        Counted behind = new Counted(9, 2);
        new RunClock(behind, 2).mend(saved);
        assertThat(behind.iteration).isEqualTo(10);

        Counted other = new Counted(9, 1); // trained by other means since, and an epoch apart
        new RunClock(other, 2).mend(saved);
        assertThat(other.iteration).isEqualTo(9);
        assertThat(other.epoch).isEqualTo(1);
    }

    @Test
    void aFileOfTheEndOfAnEpochIsSetRightWhicheverListenerCameFirst() {
        Counted beforeOurs = new Counted(12, 1);
        RunClock clock = new RunClock(beforeOurs, 1);
        clock.mend(new RunPosition(12, 1, 12, 1, true));
        assertThat(beforeOurs.epoch).isEqualTo(2);
        assertThat(clock.tick()).isEqualTo(2);

        Counted afterOurs = new Counted(12, 1);
        clock = new RunClock(afterOurs, 2);
        clock.mend(new RunPosition(12, 2, 12, 2, false));
        assertThat(afterOurs.epoch).isEqualTo(2);
        assertThat(clock.tick()).isEqualTo(2);
    }
}
