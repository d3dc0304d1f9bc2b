package io.github.dl4jpruning.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.report.Latency;
import java.util.function.LongUnaryOperator;
import org.junit.jupiter.api.Test;

/** Forecasts that take as long as a clock is told that they take. */
class TurnsTest {

    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;

    private long now;

    /** Moves the clock on when it is called. */
    private final class Forecast implements Runnable {
        private final LongUnaryOperator nanos;
        private long calls;

        /** By its number, from 1. */
        Forecast(LongUnaryOperator nanos) {
            this.nanos = nanos;
        }

        Forecast(long nanos) {
            this(call -> nanos);
        }

        @Override
        public void run() {
            now += nanos.applyAsLong(++calls);
        }
    }

    private Latency latency(Forecast runtime, Forecast framework) {
        return new Turns(() -> now).latency(runtime, "DL4J", framework);
    }

    @Test
    void bothAreTimedAndKeptApart() {
        Forecast runtime = new Forecast(47 * MICRO);
        Forecast framework = new Forecast(4800 * MICRO);

        Latency latency = latency(runtime, framework);

        assertThat(latency.runtimeMillis()).isCloseTo(0.047, within(1e-9));
        assertThat(latency.frameworkMillis()).isCloseTo(4.8, within(1e-9));
        assertThat(latency.framework()).isEqualTo("DL4J");
        assertThat(runtime.calls).isGreaterThan(5000);
        assertThat(framework.calls).isBetween(60L, 200L);
        assertThat(now).isBetween(600 * MILLI, 850 * MILLI);
    }

    @Test
    void whatIsSlowAtFirstDoesNotCount() {
        Forecast compiled = new Forecast(call -> call < 500 ? 300 * MICRO : 20 * MICRO);
        assertThat(latency(compiled, new Forecast(MILLI)).runtimeMillis()).isCloseTo(0.02, within(1e-9));
    }

    @Test
    void aFewSlowTurnsDoNotCount() {
        Forecast disturbed = new Forecast(call -> call % 97 == 0 ? 40 * MILLI : MILLI);
        Latency latency = latency(new Forecast(MILLI), disturbed);
        assertThat(latency.frameworkMillis()).isCloseTo(1, within(1e-9));
    }

    @Test
    void slowForecastsHaveFewerTurnsButNeverLessThanFive() {
        Forecast slow = new Forecast(300 * MILLI);
        Forecast slower = new Forecast(call -> 400 * MILLI + call * MICRO);

        Latency latency = latency(slow, slower);

        assertThat(slow.calls).isEqualTo(3 + Turns.FEWEST);
        assertThat(slower.calls).isEqualTo(3 + Turns.FEWEST);
        assertThat(latency.runtimeMillis()).isCloseTo(300, within(1e-9));
        assertThat(latency.frameworkMillis()).isCloseTo(400.006, within(1e-9)); // the calls 4 to 8
    }

    @Test
    void aClockThatMovesInStepsGivesTheMeanOfManyCalls() {
        Forecast fast = new Forecast(20 * MICRO);
        Latency latency = new Turns(() -> now / (10 * MILLI) * (10 * MILLI)).latency(fast, "DL4J", new Forecast(MICRO));
        assertThat(latency.runtimeMillis()).isCloseTo(0.02, within(0.015));
        assertThat(latency.frameworkMillis()).isPositive();
    }

    @Test
    void aClockThatStandsStillIsRefused() {
        assertThatThrownBy(() -> new Turns(() -> 7).latency(() -> {}, "DL4J", () -> {}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("measure with a clock that moves on");
    }

    @Test
    void timesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new Latency("DL4J", 0, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a forecast by runtime takes 0.0 ms, which cannot be");
        assertThatThrownBy(() -> new Latency("DL4J", 1, Double.NaN))
                .hasMessageStartingWith("a forecast by DL4J takes NaN");
    }
}
