package io.github.dl4jpruning.samples.bench;

import java.io.IOException;

/** Makes so many forecasts, and says how many milliseconds one has taken. */
interface Forecasts {

    double millis(int count) throws IOException;

    /** Forecasts that are made in this process. */
    static Forecasts of(Runnable forecast) {
        return count -> {
            long start = System.nanoTime();
            for (int i = 0; i < count; i++) {
                forecast.run();
            }
            return (System.nanoTime() - start) / 1e6 / count;
        };
    }
}
