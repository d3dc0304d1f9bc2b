package io.github.dl4jpruning.samples.statistics;

import java.util.Arrays;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/**
 * Compares the errors of two forecasters at the same rows, where there are too few trainings for a test over trainings.
 * A paired moving block bootstrap (Künsch, Annals of Statistics 17, 1989): runs of consecutive rows are drawn with both
 * errors of every row, as errors of neighbouring rows resemble each other; and trainings are drawn with them, as other
 * seeds would have given other networks.
 *
 * @param change of the mean error: that of the first relative to that of the second, less 1
 * @param interval 95% interval of that
 * @param p two-sided, of no difference between the mean errors: how often a resampled difference is as far from the one
 *     observed as that is from 0
 * @param rows how many rows there are
 * @param blockLength consecutive rows that are drawn together
 */
public record PairedRows(double change, Interval interval, double p, int rows, int blockLength) {
    private static final int RESAMPLES = 4000;
    private static final long SEED = 20261125;
    private static final double TAIL_PERCENT = 2.5;

    /**
     * The comparison; the same at every call.
     *
     * @param first absolute errors of the first forecaster, [training][row]
     * @param second those of the second with the same seeds at the same rows
     * @param blockLength consecutive rows that are drawn together, at least 1; no more than the rows are
     * @throws IllegalArgumentException if there are no rows, or the two differ in size
     */
    public static PairedRows of(double[][] first, double[][] second, int blockLength) {
        int trainings = first.length;
        if (trainings == 0 || second.length != trainings || first[0].length == 0) {
            throw new IllegalArgumentException("The errors of " + trainings + " and of " + second.length
                    + " trainings cannot be compared; the same number of each is needed, and at least one.");
        }
        int rows = first[0].length;
        for (int t = 0; t < trainings; t++) {
            if (first[t].length != rows || second[t].length != rows) {
                throw new IllegalArgumentException("Training " + t + " has " + first[t].length + " and "
                        + second[t].length + " errors where the first has " + rows + ".");
            }
        }
        int length = Math.max(1, Math.min(blockLength, rows));
        double[][] firstSums = Arrays.stream(first).map(PairedRows::sums).toArray(double[][]::new);
        double[][] secondSums = Arrays.stream(second).map(PairedRows::sums).toArray(double[][]::new);
        double a = mean(firstSums, rows);
        double b = mean(secondSums, rows);
        RandomGenerator random = new Well19937c(SEED);
        double[] changes = new double[RESAMPLES];
        int asFar = 0;
        int[] starts = new int[(rows + length - 1) / length];
        for (int r = 0; r < RESAMPLES; r++) {
            Arrays.setAll(starts, i -> random.nextInt(rows - length + 1));
            double drawnA = 0;
            double drawnB = 0;
            for (int t = 0; t < trainings; t++) {
                int drawn = random.nextInt(trainings);
                drawnA += sum(firstSums[drawn], starts, length, rows);
                drawnB += sum(secondSums[drawn], starts, length, rows);
            }
            double resampled = (drawnA - drawnB) / trainings / rows;
            changes[r] = drawnB == 0 ? 0 : drawnA / drawnB - 1;
            asFar += Math.abs(resampled - (a - b)) >= Math.abs(a - b) ? 1 : 0;
        }
        Percentile percentile = new Percentile();
        percentile.setData(changes);
        return new PairedRows(
                b == 0 ? 0 : a / b - 1,
                new Interval(percentile.evaluate(TAIL_PERCENT), percentile.evaluate(100 - TAIL_PERCENT)),
                (asFar + 1.0) / (RESAMPLES + 1),
                rows,
                length);
    }

    /** Sums of the first 0, 1, 2 and so on values. */
    private static double[] sums(double[] values) {
        double[] sums = new double[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            sums[i + 1] = sums[i] + values[i];
        }
        return sums;
    }

    private static double mean(double[][] sums, int rows) {
        return Arrays.stream(sums).mapToDouble(s -> s[rows]).sum() / sums.length / rows;
    }

    /**
     * The sum of the blocks that begin at some rows; the last one is cut so that there are as many rows as observed.
     */
    private static double sum(double[] sums, int[] starts, int length, int rows) {
        double sum = 0;
        int left = rows;
        for (int start : starts) {
            int taken = Math.min(length, left);
            sum += sums[start + taken] - sums[start];
            left -= taken;
        }
        return sum;
    }
}
