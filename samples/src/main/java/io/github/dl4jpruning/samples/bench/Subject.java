package io.github.dl4jpruning.samples.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.stat.StatUtils;

/**
 * What takes turns: how many forecasts fill a turn, and the times so far; none if there is nobody to forecast, whose
 * time is not a number.
 */
final class Subject {
    private static final double TURN_MILLIS = 40;
    private static final double WARM_UP_MILLIS = 1500;

    private final Forecasts forecasts;
    private final int count;
    private final double estimate;
    private final List<Double> times = new ArrayList<>();

    /** Makes forecasts until they are as fast as they get, and then knows how many fill a turn. */
    Subject(Forecasts forecasts) throws IOException {
        this.forecasts = forecasts;
        double millis = forecasts.millis(1);
        for (double spent = millis; spent < WARM_UP_MILLIS; ) {
            int some = perTurn(millis);
            millis = forecasts.millis(some);
            spent += some * millis;
        }
        estimate = millis;
        count = Double.isNaN(millis) ? 0 : perTurn(millis);
    }

    /** Forecasts of so many milliseconds in a turn; at least one. */
    static int perTurn(double millis) {
        return Math.max(1, (int) (TURN_MILLIS / millis));
    }

    /** Milliseconds of a turn, as far as is known. */
    double turnMillis() {
        return count == 0 ? 0 : count * estimate;
    }

    void turn() throws IOException {
        if (count > 0) {
            times.add(forecasts.millis(count));
        }
    }

    /** Milliseconds of a forecast; not a number without turns. */
    double median() {
        return StatUtils.percentile(
                times.stream().mapToDouble(Double::doubleValue).toArray(), 50);
    }
}
