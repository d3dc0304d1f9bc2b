package io.github.dl4jpruning.runtime.format;

import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Mean and deviation per column, by which data were standardised before training, in double precision: where the level
 * of a series is large against its deviation, a float would lose what the network sees.
 *
 * @param mean one per column
 * @param deviation one per column, above 0
 */
public record Scaler(List<Double> mean, List<Double> deviation) {

    /**
     * Copies the lists, and checks that there is a finite mean and a finite deviation above 0 per column.
     *
     * @param mean one per column
     * @param deviation one per column
     * @throws IllegalArgumentException if they do not fit; the message tells which
     */
    public Scaler {
        mean = List.copyOf(mean);
        deviation = List.copyOf(deviation);
        if (mean.size() != deviation.size()) {
            throw new IllegalArgumentException(
                    "there are " + mean.size() + " means and " + deviation.size() + " deviations: give one per column");
        }
        for (int i = 0; i < deviation.size(); i++) {
            if (!Double.isFinite(mean.get(i)) || Double.isInfinite(deviation.get(i))) {
                throw new IllegalArgumentException("column " + i + " has the mean " + mean.get(i)
                        + " and the deviation " + deviation.get(i) + ": give finite numbers");
            }
            if (!(deviation.get(i) > 0)) {
                throw new IllegalArgumentException("the deviation of column " + i + " is " + deviation.get(i)
                        + ", by which nothing can be divided: give 1 for a column that is constant");
            }
        }
    }

    /**
     * A scaler of numbers in single precision.
     *
     * @param mean one per column
     * @param deviation one per column, above 0
     * @throws IllegalArgumentException if they do not fit; the message tells which
     */
    public Scaler(Vector mean, Vector deviation) {
        this(list(mean), list(deviation));
    }

    private static List<Double> list(Vector vector) {
        return IntStream.range(0, vector.length())
                .mapToObj(i -> (double) vector.get(i))
                .toList();
    }

    /**
     * A scaler of its numbers.
     *
     * @param mean one per column
     * @param deviation one per column, above 0
     * @return the scaler
     * @throws IllegalArgumentException if they do not fit; the message tells which
     */
    public static Scaler of(double[] mean, double[] deviation) {
        return new Scaler(
                DoubleStream.of(mean).boxed().toList(),
                DoubleStream.of(deviation).boxed().toList());
    }

    /**
     * A scaler of numbers in single precision.
     *
     * @param mean one per column
     * @param deviation one per column, above 0
     * @return the scaler
     * @throws IllegalArgumentException if they do not fit; the message tells which
     */
    public static Scaler of(float[] mean, float[] deviation) {
        return new Scaler(Vector.of(mean), Vector.of(deviation));
    }

    /**
     * A scaler that does the same to every column.
     *
     * @param columns how many
     * @param mean of each
     * @param deviation of each, above 0
     * @return the scaler
     * @throws IllegalArgumentException if the mean is not finite, or the deviation is not finite or not above 0
     */
    public static Scaler uniform(int columns, double mean, double deviation) {
        return new Scaler(Collections.nCopies(columns, mean), Collections.nCopies(columns, deviation));
    }
}
