package io.github.dl4jpruning.runtime.format;

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
}
