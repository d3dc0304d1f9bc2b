package io.github.dl4jpruning.runtime;

/** Computes forecasts. Immutable but for a room per thread, so that all threads may use it at once. */
interface Engine {

    /** Numbers in the forecast for a window of so many steps. */
    int outputs(int steps);

    /**
     * Steps of each of several windows.
     *
     * @throws IllegalArgumentException if the array does not hold so many windows
     */
    int steps(float[] windows, int count);

    /**
     * Forecasts from windows whose length is checked into an array of the right length.
     *
     * @param in applied to every value of the windows
     * @param out undone for every value of the forecasts
     */
    void predict(float[] windows, int count, int steps, float[] forecasts, Scaling in, Scaling out);
}
