package io.github.dl4jpruning.runtime.format;

/**
 * What a file holds.
 *
 * @param network the forecaster
 * @param provenance where it comes from
 */
public record Model(Network network, Provenance provenance) {}
