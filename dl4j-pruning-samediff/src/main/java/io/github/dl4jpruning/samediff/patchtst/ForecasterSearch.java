package io.github.dl4jpruning.samediff.patchtst;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.search.SearchOptions;
import io.github.dl4jpruning.search.SearchRule;
import io.github.dl4jpruning.search.SearchRun;
import io.github.dl4jpruning.search.SearchTable;
import java.io.IOException;
import java.nio.file.Path;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * Lets the validation data choose the sparsity of a {@link PatchTst} or {@link PatchTransformer} within one training:
 * the model passes through all sparsities from none to 0.98, is judged by its mean squared error after every epoch, the
 * unpruned ones included, and the model of the epoch with the least error is kept, or, by another rule, of the sparsest
 * epoch that is nearly as good.
 *
 * <pre>{@code
 * ForecasterSearch search = ForecasterSearch.of(Training.epochs(20).withValidation(validation));
 * PatchTst best = search.fit(model, training);
 * System.out.println(search.table());
 * }</pre>
 *
 * <p>The model that was given ends as sparse as the plan; the one that is returned is a copy made at the end of the
 * chosen epoch, with its weights, masks, updater state and counters. The table is a note in the model's graph, so it is
 * in every file made of it. With {@link #in} a search that was killed goes on where it stopped, bit by bit if the
 * training data come in the same order in every epoch.
 */
public final class ForecasterSearch {

    private final SearchOptions options;
    private final Training training;
    private SearchTable table;
    private SearchTable finishTable;

    private ForecasterSearch(SearchOptions options, Training training) {
        this.options = options;
        this.training = training;
        this.table = options.empty();
        this.finishTable = options.empty();
    }

    /**
     * A search from no sparsity to 0.98, the model with the least error being kept in memory.
     *
     * @param training how long, with which validation data and learning rate; without early stopping
     * @return a search for one model at a time
     * @throws IllegalArgumentException if there are fewer than 2 epochs, no validation data, or early stopping
     */
    public static ForecasterSearch of(Training training) {
        return new ForecasterSearch(SearchOptions.of(judged(training).epochs(), true), training);
    }

    private static Training judged(Training training) {
        Checks.given("training", training, "Training.epochs(20).withValidation(validation)");
        if (training.validation() == null) {
            throw new IllegalArgumentException(
                    "a search needs data to measure the error on: give them by withValidation(..)");
        }
        if (training.patience().isPresent()) {
            throw new IllegalArgumentException("a search passes through all sparsities and cannot stop early: leave"
                    + " withEarlyStopping(..) out");
        }
        return training;
    }

    /**
     * A search by a plan of one's own.
     *
     * @param plan that passes through the sparsities to choose among
     * @param training how long, with which validation data and learning rate; without early stopping
     * @return a search for one model at a time
     * @throws IllegalArgumentException if an argument is null, or the plan does not come to its end within the epochs
     */
    public static ForecasterSearch of(PruningPlan plan, Training training) {
        return new ForecasterSearch(SearchOptions.of(plan, judged(training).epochs(), true), training);
    }

    /**
     * Another last sparsity.
     *
     * @param sparsity after 90% of the epochs, above 0 and below 1
     * @return a new search
     * @throws IllegalArgumentException if it lies outside (0, 1)
     * @throws IllegalStateException if the search has a plan of its own, which says how sparse the model becomes
     */
    public ForecasterSearch withMaxSparsity(double sparsity) {
        return new ForecasterSearch(options.withMaxSparsity(sparsity), training);
    }

    /**
     * Another rule.
     *
     * @param rule by which an epoch is chosen
     * @return a new search
     * @throws IllegalArgumentException if it is null
     */
    public ForecasterSearch withRule(SearchRule rule) {
        return new ForecasterSearch(options.withRule(rule), training);
    }

    /**
     * Keeps the chosen model and the latest one in files of a folder. A search that was killed goes on where it stopped
     * when it is begun again with the same model, plan and rule.
     *
     * @param folder of this search alone; is made if there is none
     * @return a new search
     * @throws IllegalArgumentException if it is null
     */
    public ForecasterSearch in(Path folder) {
        return new ForecasterSearch(options.in(folder), training);
    }

    /**
     * Trains a model and returns that of the chosen epoch.
     *
     * @param model without a SameDiffPruning
     * @param data windows [batch, look-back, series] with targets [batch, horizon, series]; must support reset
     * @param <F> {@link PatchTst} or {@link PatchTransformer}
     * @return the chosen model
     * @throws IOException if a model cannot be written or read
     * @throws IllegalArgumentException if the model cannot be pruned, the data cannot be reset, or the folder holds
     *     another search
     * @throws IllegalStateException if the model has a SameDiffPruning already, or no epoch has a finite error
     */
    public <F extends Forecaster> F fit(F model, DataSetIterator data) throws IOException {
        SearchRun.Outcome<F> outcome = options.search(adapter(model, data), model);
        table = outcome.table();
        return outcome.model();
    }

    /**
     * Trains the chosen model on at fixed masks, judges it after every epoch, and returns the best, the one that was
     * given among them. Iterations and epochs are counted on from the chosen epoch.
     *
     * @param chosen model that {@code fit} returned
     * @param epochs to train on, at least 1
     * @param data windows [batch, look-back, series] with targets [batch, horizon, series]; must support reset
     * @param <F> {@link PatchTst} or {@link PatchTransformer}
     * @return the best model
     * @throws IOException if a model cannot be written or read
     * @throws IllegalArgumentException if the model is not the chosen one of this search, or there are too few epochs
     * @throws IllegalStateException if there has been no search yet
     */
    public <F extends Forecaster> F finish(F chosen, int epochs, DataSetIterator data) throws IOException {
        SearchRun.Outcome<F> outcome = options.finish(adapter(chosen, data), table, chosen, epochs);
        finishTable = outcome.table();
        return outcome.model();
    }

    private <F extends Forecaster> ForecasterAdapter<F> adapter(F model, DataSetIterator data) {
        Checks.given("model", model, "new PatchTst(config, seed)");
        if (data == null || !data.resetSupported()) {
            throw new IllegalArgumentException("the training data "
                    + (data == null ? "are null" : "cannot be reset, but are read once in every epoch")
                    + ": give an iterator that supports reset()");
        }
        return new ForecasterAdapter<>(model, training, data);
    }

    /**
     * The epochs of the last search.
     *
     * @return a table without rows before the first search
     */
    public SearchTable table() {
        return table;
    }

    /**
     * The epochs of the last {@code finish}.
     *
     * @return the chosen epoch of the search and those after it; a table without rows before the first {@code finish}
     */
    public SearchTable finishTable() {
        return finishTable;
    }

    /**
     * The plan that is followed.
     *
     * @return the plan
     */
    public PruningPlan plan() {
        return options.plan();
    }
}
