package io.github.dl4jpruning.runtime.format;

import java.util.Optional;

/**
 * What a file holds.
 *
 * @param architecture the forecaster
 * @param provenance where it comes from
 */
public record Model(Architecture architecture, Provenance provenance) {

    /**
     * The forecaster, if it is a chain of layers.
     *
     * @return the chain
     * @throws IllegalStateException if it is a patch network
     */
    public Network network() {
        if (architecture instanceof Network network) {
            return network;
        }
        throw new IllegalStateException("the forecaster is a patch network and no chain of layers: ask architecture()");
    }

    /**
     * The same with a scaler of the inputs.
     *
     * @param scaler one mean and deviation per column of a window
     * @return all else as it is here
     * @throws IllegalArgumentException if it has another number of columns
     */
    public Model withInputScaler(Scaler scaler) {
        return new Model(architecture.withScalers(Optional.of(scaler), architecture.outputScaler()), provenance);
    }

    /**
     * The same with a scaler of the outputs.
     *
     * @param scaler one mean and deviation per column of a forecast
     * @return all else as it is here
     * @throws IllegalArgumentException if it has another number of columns
     */
    public Model withOutputScaler(Scaler scaler) {
        return new Model(architecture.withScalers(architecture.inputScaler(), Optional.of(scaler)), provenance);
    }

    /**
     * The same with a description of the data.
     *
     * @param description for whoever finds the file
     * @return all else as it is here
     */
    public Model withData(String description) {
        return new Model(architecture, provenance.withData(description));
    }
}
