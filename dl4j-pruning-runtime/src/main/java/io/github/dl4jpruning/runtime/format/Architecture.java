package io.github.dl4jpruning.runtime.format;

import java.util.Optional;

/** What a forecaster computes: a chain of layers or a patch network, with all weights. */
public sealed interface Architecture permits Network, PatchNetwork {

    /**
     * Columns of a window.
     *
     * @return numbers in a step
     */
    int inputs();

    /**
     * Numbers in a step of a forecast.
     *
     * @return columns of the forecast
     */
    int outputs();

    /**
     * Applied to every step of a window before anything else.
     *
     * @return the scaler of the columns of a window, if there is one
     */
    Optional<Scaler> inputScaler();

    /**
     * Undone at the end.
     *
     * @return the scaler of the columns of a forecast, if there is one
     */
    Optional<Scaler> outputScaler();

    /**
     * Checks that a scaler has the columns it is for.
     *
     * @param name of what it scales
     * @param scaler to check, if there is one
     * @param length columns that it must have
     * @throws IllegalArgumentException if it has another number of columns
     */
    static void require(String name, Optional<Scaler> scaler, int length) {
        scaler.ifPresent(own -> {
            if (own.mean().length() != length) {
                throw new IllegalArgumentException("the scaler of the " + name + " has "
                        + own.mean().length() + " columns, the network has " + length + " " + name);
            }
        });
    }
}
