package io.github.dl4jpruning.search;

import java.io.IOException;
import java.util.Optional;

/**
 * Where a search keeps the chosen model, and the latest to go on from.
 *
 * @param <M> kind of model
 */
public interface SearchKeeper<M> {

    /**
     * Keeps the model as it is now as the chosen one, in place of the one kept before.
     *
     * @param model which is trained on afterwards: a copy must be kept
     * @param error of it
     * @throws IOException if it cannot be kept; the one kept before is then still whole
     */
    void keep(M model, double error) throws IOException;

    /**
     * Keeps the model as it is now as the latest, to go on from after a crash; does nothing where that is not wanted.
     *
     * @param model which is trained on afterwards: a copy must be kept
     * @param error of it
     * @throws IOException if it cannot be kept; the one kept before is then still whole
     */
    void keepLatest(M model, double error) throws IOException;

    /**
     * The chosen model.
     *
     * @return a model of its own at every call, or nothing if none has been kept
     * @throws IOException if it cannot be read
     */
    Optional<M> kept() throws IOException;

    /**
     * The latest model to go on from.
     *
     * @return a model of its own at every call, or nothing if there is none
     * @throws IOException if it cannot be read
     */
    Optional<M> latest() throws IOException;
}
