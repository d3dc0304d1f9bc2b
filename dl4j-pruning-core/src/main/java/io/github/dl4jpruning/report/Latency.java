package io.github.dl4jpruning.report;

import java.util.Locale;

/**
 * How long one forecast of one window takes, warm: the medians of measurements in turn.
 *
 * @param framework that the model was trained with, "DL4J" or "SameDiff"
 * @param runtimeMillis milliseconds of a forecast by {@code dl4j-pruning-runtime} from the exported file
 * @param frameworkMillis milliseconds of a forecast by the framework
 */
public record Latency(String framework, double runtimeMillis, double frameworkMillis) {

    /**
     * Checks the times.
     *
     * @param framework as above
     * @param runtimeMillis as above
     * @param frameworkMillis as above
     * @throws IllegalArgumentException if a time is not above 0
     */
    public Latency {
        require("runtime", runtimeMillis);
        require(framework, frameworkMillis);
    }

    private static void require(String name, double millis) {
        if (!(millis > 0) || millis == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("a forecast by " + name + " takes " + millis
                    + " ms, which cannot be: measure with a clock that moves on");
        }
    }

    /**
     * By how much the runtime is faster.
     *
     * @return time of the framework / time of the runtime; below 1 if it is slower
     */
    public double timesFaster() {
        return frameworkMillis / runtimeMillis;
    }

    @Override
    public String toString() {
        return "a forecast takes " + digits(runtimeMillis) + " ms, by " + framework + " " + digits(frameworkMillis)
                + " ms (" + digits(timesFaster()) + " times faster)";
    }

    /** Three digits, or those of the whole number if there are more. */
    private static String digits(double value) {
        return String.format(Locale.ROOT, value < 100 ? "%.3g" : "%.0f", value);
    }
}
