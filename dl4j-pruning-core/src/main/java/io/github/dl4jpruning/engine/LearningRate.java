package io.github.dl4jpruning.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * Learning rates that fall to zero over a training, as schedules of DL4J's own: files that hold them load with DL4J
 * alone.
 */
public final class LearningRate {

    private LearningRate() {}

    /**
     * Half a cosine: {@code rate * (1 + cos(pi * epoch / epochs)) / 2} in the epoch with that number, from 0, so {@code
     * rate} in the first and close to zero in the last (Loshchilov and Hutter, SGDR, without restarts). The rate
     * changes between epochs and stays at its last value after them.
     *
     * <pre>{@code
     * new NeuralNetConfiguration.Builder().updater(new Adam(LearningRate.cosine(1e-3, 30)))
     * }</pre>
     *
     * @param rate learning rate of the first epoch, positive
     * @param epochs of the whole training, at least 1
     * @return a schedule of DL4J by epoch
     * @throws IllegalArgumentException if a number is not positive
     */
    public static ISchedule cosine(double rate, int epochs) {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("rate is " + rate + " but must be positive and finite");
        }
        if (epochs < 1) {
            throw new IllegalArgumentException("epochs is " + epochs + " but must be at least 1");
        }
        Map<Integer, Double> rates = new LinkedHashMap<>();
        for (int epoch = 0; epoch < epochs; epoch++) {
            rates.put(epoch, rate * (1 + Math.cos(Math.PI * epoch / epochs)) / 2);
        }
        return new MapSchedule(ScheduleType.EPOCH, rates);
    }
}
