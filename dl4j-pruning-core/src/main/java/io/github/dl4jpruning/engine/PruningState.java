package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.mask.Masks;
import java.util.Map;

/**
 * All that a pruner must remember to go on where it stopped.
 *
 * @param plan it follows
 * @param step iterations done in the run so far
 * @param epoch completed epochs so far
 * @param masks of all chosen parameters
 * @param notes texts by key, see {@link Pruner#putNote}
 */
public record PruningState(PruningPlan plan, long step, long epoch, Masks masks, Map<String, String> notes) {

    /**
     * Takes a copy of the notes.
     *
     * @param plan it follows
     * @param step iterations done in the run so far
     * @param epoch completed epochs so far
     * @param masks of all chosen parameters
     * @param notes texts by key, see {@link Pruner#putNote}
     * @throws IllegalArgumentException if the notes are null
     */
    public PruningState {
        notes = Notes.copy(notes);
    }

    /**
     * A state without notes.
     *
     * @param plan it follows
     * @param step iterations done in the run so far
     * @param epoch completed epochs so far
     * @param masks of all chosen parameters
     */
    public PruningState(PruningPlan plan, long step, long epoch, Masks masks) {
        this(plan, step, epoch, masks, Map.of());
    }
}
