package io.github.dl4jpruning.samples.forecast;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;

/**
 * Between what 95% of the errors on the validation part lay: what came less what was forecast.
 *
 * @param low the 2.5th percentile, in units of the target
 * @param high the 97.5th percentile
 */
public record ErrorRange(double low, double high) {

    /** Half of what lies between the ends: how far off a forecast may well be, in units of the target. */
    public double halfWidth() {
        return (high - low) / 2;
    }

    /** Of some forecasts. */
    public static ErrorRange of(Forecast forecast) {
        double[] errors = IntStream.range(0, forecast.actual().length)
                .mapToDouble(i -> forecast.actual()[i] - forecast.predicted()[i])
                .toArray();
        Arrays.sort(errors);
        return new ErrorRange(StatUtils.percentile(errors, 2.5), StatUtils.percentile(errors, 97.5));
    }
}
