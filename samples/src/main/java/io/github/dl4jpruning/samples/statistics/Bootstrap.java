package io.github.dl4jpruning.samples.statistics;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.apache.commons.math3.stat.StatUtils;
import org.apache.commons.math3.stat.descriptive.rank.Percentile;

/** Percentile bootstrap over blocks; a block is drawn with all its values, so pairs stay pairs. */
public final class Bootstrap {
    private static final int RESAMPLES = 2000;
    private static final long SEED = 20260101;
    private static final double TAIL_PERCENT = 2.5;

    private Bootstrap() {}

    /**
     * The 95% interval of a statistic; the same at every call.
     *
     * @param blocks how many there are
     * @param statistic of the blocks with these indices, which may repeat
     * @return {@link Interval#NONE} for fewer than two blocks
     */
    public static Interval interval(int blocks, ToDoubleFunction<int[]> statistic) {
        if (blocks < 2) {
            return Interval.NONE;
        }
        RandomGenerator random = new Well19937c(SEED);
        double[] values = new double[RESAMPLES];
        for (int r = 0; r < RESAMPLES; r++) {
            int[] drawn = new int[blocks];
            Arrays.setAll(drawn, i -> random.nextInt(blocks));
            values[r] = statistic.applyAsDouble(drawn);
        }
        Percentile percentile = new Percentile();
        percentile.setData(values);
        return new Interval(percentile.evaluate(TAIL_PERCENT), percentile.evaluate(100 - TAIL_PERCENT));
    }

    /** The 95% interval of the median of some values. */
    public static Interval median(double... values) {
        double[] drawnValues = new double[values.length];
        return interval(values.length, drawn -> {
            Arrays.setAll(drawnValues, i -> values[drawn[i]]);
            return StatUtils.percentile(drawnValues, 50);
        });
    }
}
