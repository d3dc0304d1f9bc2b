package io.github.dl4jpruning.search;

import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningStart;
import java.io.IOException;
import java.nio.file.Path;

/**
 * What a search needs of a framework, with the training and validation data of one search.
 *
 * @param <M> kind of model
 */
public interface SearchAdapter<M> {

    /**
     * Attaches a listener that prunes, and makes all its checks at once.
     *
     * @param model to prune
     * @param start of its plan
     * @return the listener at work
     * @throws IllegalArgumentException if the model cannot be pruned, or not by this plan
     * @throws IllegalStateException if another listener prunes it already
     */
    Pruning attach(M model, PruningStart start);

    /**
     * Trains one epoch.
     *
     * @param model with the listener attached
     */
    void trainEpoch(M model);

    /**
     * Judges the model on the validation data.
     *
     * @param model at the end of an epoch
     * @return its error, or a score
     */
    double error(M model);

    /**
     * Writes everything that training on needs, weights, state of the updater, counters, masks and notes: whole or not
     * at all.
     *
     * @param model between two iterations
     * @param file to write or to replace
     * @throws IOException if it cannot be written; an older file is then still whole
     */
    void save(M model, Path file) throws IOException;

    /**
     * Reads what {@link #save} wrote.
     *
     * @param file to read
     * @return the model
     * @throws IOException if it cannot be read; the message names the file
     */
    M load(Path file) throws IOException;

    /**
     * The same as {@link #save} would write.
     *
     * @param model between two iterations
     * @return the bytes, of which {@link #ofBytes} makes an equal model
     * @throws IOException if the model cannot be written
     */
    byte[] toBytes(M model) throws IOException;

    /**
     * Reads what {@link #toBytes} gave.
     *
     * @param bytes of a model
     * @return a model that shares nothing with the one that was written
     * @throws IOException if it cannot be read
     */
    M ofBytes(byte[] bytes) throws IOException;

    /**
     * Prepares a model that was read to be trained in place of another: checks that both have the same configuration,
     * and hands the listeners over.
     *
     * @param given the model that the user gave
     * @param loaded the model that goes on
     * @throws IllegalArgumentException if the configurations differ
     */
    void replace(M given, M loaded);

    /** A listener at work on one model. */
    interface Pruning {

        /**
         * The pruner at work.
         *
         * @return of the model
         */
        Pruner pruner();

        /**
         * Epochs that have ended since the beginning of the plan.
         *
         * @return from 0
         */
        long completedEpochs();

        /** Writes masks, position and notes into the model; to be called between two iterations. */
        void store();

        /** Takes the listener away from the model. */
        void detach();
    }
}
