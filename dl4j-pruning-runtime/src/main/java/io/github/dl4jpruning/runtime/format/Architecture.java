package io.github.dl4jpruning.runtime.format;

import java.util.List;
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
     * The same with other scalers.
     *
     * @param input of the columns of a window, if they are scaled
     * @param output of the columns of a forecast, if they are scaled
     * @return layers and weights as they are here
     * @throws IllegalArgumentException if a scaler has another number of columns
     */
    Architecture withScalers(Optional<Scaler> input, Optional<Scaler> output);

    /**
     * All matrices that weights can be pruned from.
     *
     * @return layer by layer, from the window to the forecast
     */
    List<Matrix> matrices();

    /**
     * The share of zeros among the places of all matrices.
     *
     * @return from 0 to 1; 0 without a matrix
     */
    default double sparsity() {
        long places = 0;
        long weights = 0;
        for (Matrix matrix : matrices()) {
            places += (long) matrix.rows() * matrix.columns();
            weights += matrix.count();
        }
        return places == 0 ? 0 : 1 - weights / (double) places;
    }

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
            if (own.mean().size() != length) {
                throw new IllegalArgumentException("the scaler of the " + name + " has "
                        + own.mean().size() + " columns, the network has " + length + " " + name);
            }
        });
    }
}
