package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.search.SearchOptions;
import io.github.dl4jpruning.search.SearchRule;
import io.github.dl4jpruning.search.SearchRun;
import io.github.dl4jpruning.search.SearchTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.ToDoubleFunction;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.dataset.adapter.MultiDataSetIteratorAdapter;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Lets the validation data choose the sparsity of a {@link SameDiff} graph within one training: the graph passes
 * through all sparsities from none to 0.98, is judged after every epoch, the unpruned ones included, and the graph of
 * the epoch with the least error is kept, or, by another rule, of the sparsest epoch that is nearly as good.
 *
 * <pre>{@code
 * SameDiffSearch search = SameDiffSearch.of(20, graph -> error(graph, validation));
 * SameDiff best = search.fit(sd, training);
 * System.out.println(search.table());
 * }</pre>
 *
 * <p>The graph that was given ends as sparse as the plan; the one that is returned is a copy made at the end of the
 * chosen epoch, with its weights, masks, updater state and counters, and without listeners. The table is a note in the
 * graph, so it is in every file made of it. With {@link #in} a search that was killed goes on where it stopped, bit by
 * bit if the training data come in the same order in every epoch and the graph draws no random numbers.
 */
public final class SameDiffSearch {

    private final SearchOptions options;
    private final ToDoubleFunction<SameDiff> error;
    private SearchTable table;
    private SearchTable finishTable;

    private SameDiffSearch(SearchOptions options, ToDoubleFunction<SameDiff> error) {
        if (error == null) {
            throw new IllegalArgumentException(
                    "the error is null: give a function that judges the graph on the validation data");
        }
        this.options = options;
        this.error = error;
        this.table = options.empty();
        this.finishTable = options.empty();
    }

    /**
     * A search from no sparsity to 0.98, the graph with the least error being kept in memory.
     *
     * @param epochs of the whole training, at least 2
     * @param error of a graph on the validation data, as low as possible
     * @return a search for one model at a time
     * @throws IllegalArgumentException if there are too few epochs or the error is null
     */
    public static SameDiffSearch of(int epochs, ToDoubleFunction<SameDiff> error) {
        return new SameDiffSearch(SearchOptions.of(epochs, true), error);
    }

    /**
     * A search by a plan of one's own.
     *
     * @param plan that passes through the sparsities to choose among
     * @param epochs of the whole training
     * @param error of a graph on the validation data, as low as possible
     * @return a search for one model at a time
     * @throws IllegalArgumentException if an argument is null, or the plan does not come to its end within the epochs
     */
    public static SameDiffSearch of(PruningPlan plan, int epochs, ToDoubleFunction<SameDiff> error) {
        return new SameDiffSearch(SearchOptions.of(plan, epochs, true), error);
    }

    /**
     * Another last sparsity.
     *
     * @param sparsity after 90% of the epochs, above 0 and below 1
     * @return a new search
     * @throws IllegalArgumentException if it lies outside (0, 1)
     * @throws IllegalStateException if the search has a plan of its own, which says how sparse the model becomes
     */
    public SameDiffSearch withMaxSparsity(double sparsity) {
        return new SameDiffSearch(options.withMaxSparsity(sparsity), error);
    }

    /**
     * Another rule.
     *
     * @param rule by which an epoch is chosen
     * @return a new search
     * @throws IllegalArgumentException if it is null
     */
    public SameDiffSearch withRule(SearchRule rule) {
        return new SameDiffSearch(options.withRule(rule), error);
    }

    /**
     * Keeps the chosen model and the latest one in files of a folder. A search that was killed goes on where it stopped
     * when it is begun again with the same model, plan and rule.
     *
     * @param folder of this search alone; is made if there is none
     * @return a new search
     * @throws IllegalArgumentException if it is null
     */
    public SameDiffSearch in(Path folder) {
        return new SameDiffSearch(options.in(folder), error);
    }

    /**
     * Trains a graph and returns that of the chosen epoch.
     *
     * @param sd with a training configuration, without a SameDiffPruning
     * @param training data; must support reset
     * @return the chosen graph
     * @throws IOException if a graph cannot be written or read
     * @throws IllegalArgumentException if the graph cannot be pruned, the data cannot be reset, or the folder holds
     *     another search
     * @throws IllegalStateException if the graph has a SameDiffPruning already, or no epoch has a finite error
     */
    public SameDiff fit(SameDiff sd, DataSetIterator training) throws IOException {
        return fit(sd, adapter(training));
    }

    /**
     * The same with data of several inputs.
     *
     * @param sd with a training configuration, without a SameDiffPruning
     * @param training data; must support reset
     * @return the chosen graph
     * @throws IOException if a graph cannot be written or read
     */
    public SameDiff fit(SameDiff sd, MultiDataSetIterator training) throws IOException {
        SearchRun.Outcome<SameDiff> outcome = options.search(new GraphAdapter(requireReset(training), error), sd);
        table = outcome.table();
        return outcome.model();
    }

    /**
     * Trains the chosen graph on at fixed masks, judges it after every epoch, and returns the best, the one that was
     * given among them. Iterations and epochs are counted on from the chosen epoch.
     *
     * @param chosen graph that {@code fit} returned
     * @param epochs to train on, at least 1
     * @param training data; must support reset
     * @return the best graph
     * @throws IOException if a graph cannot be written or read
     * @throws IllegalArgumentException if the graph is not the chosen one of this search, or there are too few epochs
     * @throws IllegalStateException if there has been no search yet
     */
    public SameDiff finish(SameDiff chosen, int epochs, DataSetIterator training) throws IOException {
        return finish(chosen, epochs, adapter(training));
    }

    /**
     * The same with data of several inputs.
     *
     * @param chosen graph that {@code fit} returned
     * @param epochs to train on, at least 1
     * @param training data; must support reset
     * @return the best graph
     * @throws IOException if a graph cannot be written or read
     */
    public SameDiff finish(SameDiff chosen, int epochs, MultiDataSetIterator training) throws IOException {
        SearchRun.Outcome<SameDiff> outcome =
                options.finish(new GraphAdapter(requireReset(training), error), table, chosen, epochs);
        finishTable = outcome.table();
        return outcome.model();
    }

    private static MultiDataSetIterator adapter(DataSetIterator training) {
        return training == null ? null : new MultiDataSetIteratorAdapter(training);
    }

    private static MultiDataSetIterator requireReset(MultiDataSetIterator training) {
        if (training == null || !training.resetSupported()) {
            throw new IllegalArgumentException("the training data "
                    + (training == null ? "are null" : "cannot be reset, but are read once in every epoch")
                    + ": give an iterator that supports reset()");
        }
        return training;
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
