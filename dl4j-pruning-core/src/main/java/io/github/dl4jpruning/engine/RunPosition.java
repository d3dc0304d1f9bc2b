package io.github.dl4jpruning.engine;

import java.io.Serializable;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * How far a plan has come, and where the model's own counters stood then; saved with the model.
 *
 * @param step iterations of the run
 * @param epoch completed epochs of the run
 * @param modelIteration the model's own iteration counter after this iteration
 * @param modelEpoch the model's own epoch counter, as it is for the next iteration
 * @param insideEpoch whether the model was inside an epoch whose beginning had been announced
 * @serial exclude
 */
public record RunPosition(
        @JsonProperty("step") long step,
        @JsonProperty("epoch") long epoch,
        @JsonProperty("modelIteration") int modelIteration,
        @JsonProperty("modelEpoch") int modelEpoch,
        @JsonProperty("insideEpoch") boolean insideEpoch)
        implements Serializable {}
