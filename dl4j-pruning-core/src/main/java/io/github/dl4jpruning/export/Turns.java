package io.github.dl4jpruning.export;

import io.github.dl4jpruning.report.Latency;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Two ways to the same forecast, timed in turn: on a busy machine the time of a forecast changes by more than the two
 * differ, and in turn they share that. What is told of each is the median of its turns.
 */
final class Turns {

    /** So many turns each has, and fewer only if forecasts are so slow that time runs out. */
    static final int MOST = 11;

    static final int FEWEST = 5;

    private static final double MILLI = 1_000_000;
    // Parts of the budget. The framework is much more code, which takes the virtual machine longer to compile.
    private static final double OUR_WARM_UP = 0.15;
    private static final double THEIR_WARM_UP = 0.55;
    private static final double TURNS = 0.3;
    private static final int FEWEST_WARM_UP_CALLS = 3;
    private static final long MOST_WARM_UP_CALLS = 1 << 23; // no end would come if the clock stood still
    private static final long MOST_CALLS = 1 << 20;

    private final LongSupplier clock;
    private final double budget;

    /**
     * The stop watch.
     *
     * @param clock nanoseconds since whenever
     * @param budget how long all of it may take, if forecasts are not too slow for that
     * @throws IllegalArgumentException if there is no time
     */
    Turns(LongSupplier clock, Duration budget) {
        if (budget.isNegative() || budget.isZero()) {
            throw new IllegalArgumentException(
                    "a measurement of " + budget.toMillis()
                            + " milliseconds measures nothing: give it some hundreds, or a thousand for code that is not warm yet");
        }
        this.clock = clock;
        this.budget = budget.toNanos();
    }

    Latency latency(Runnable runtime, String framework, Runnable byFramework) {
        long ours = warmUp(runtime, OUR_WARM_UP * budget);
        long theirs = warmUp(byFramework, THEIR_WARM_UP * budget);
        long start = clock.getAsLong();
        double[] here = new double[MOST];
        double[] there = new double[MOST];
        int turns = 0;
        while (turns < MOST && (turns < FEWEST || clock.getAsLong() - start < TURNS * budget)) {
            here[turns] = millis(runtime, ours);
            there[turns] = millis(byFramework, theirs);
            turns++;
        }
        return new Latency(framework, median(here, turns), median(there, turns));
    }

    /** How many calls make a turn, once the virtual machine has compiled what it compiles. */
    private long warmUp(Runnable forecast, double nanosToSpend) {
        double turn = TURNS * budget / (2 * MOST);
        double spent = 0;
        long made = 0;
        long calls = 1;
        while (spent < nanosToSpend && made < MOST_WARM_UP_CALLS || made < FEWEST_WARM_UP_CALLS) {
            double nanos = MILLI * millis(forecast, calls) * calls;
            spent += nanos;
            made += calls;
            double perCall = Math.max(1, nanos / calls);
            calls = Math.min(2 * calls, Math.max(1, Math.min(MOST_CALLS, (long) (turn / perCall))));
        }
        return calls;
    }

    private double millis(Runnable forecast, long calls) {
        long start = clock.getAsLong();
        for (long i = 0; i < calls; i++) {
            forecast.run();
        }
        return (clock.getAsLong() - start) / MILLI / calls;
    }

    private static double median(double[] values, int count) {
        double[] sorted = Arrays.copyOf(values, count);
        Arrays.sort(sorted);
        return (sorted[(count - 1) / 2] + sorted[count / 2]) / 2;
    }
}
