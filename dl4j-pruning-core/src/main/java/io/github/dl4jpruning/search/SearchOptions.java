package io.github.dl4jpruning.search;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.PruningStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a search is to do, whatever the framework. Immutable; the {@code with} methods give changed copies.
 *
 * @param plan that passes through the sparsities
 * @param standard whether the plan is {@link PruningPlan#search}
 * @param epochs of the whole training
 * @param rule by which an epoch is chosen
 * @param lowerIsBetter false if the model is judged by a score that is to be as high as possible
 * @param folder for the models; null to keep them in memory
 */
public record SearchOptions(
        PruningPlan plan, boolean standard, int epochs, SearchRule rule, boolean lowerIsBetter, Path folder) {

    /**
     * Checks plan, epochs and rule.
     *
     * @param plan that passes through the sparsities
     * @param standard whether the plan is {@link PruningPlan#search}
     * @param epochs of the whole training
     * @param rule by which an epoch is chosen
     * @param lowerIsBetter false if the model is judged by a score that is to be as high as possible
     * @param folder for the models; null to keep them in memory
     * @throws IllegalArgumentException if the plan or the rule is null, or the plan does not come to its end within the
     *     epochs
     */
    public SearchOptions {
        SearchRun.requireReached(plan, epochs);
        SearchTable.of(rule);
    }

    /**
     * A search from no sparsity to 0.98 for the least error, kept in memory.
     *
     * @param epochs of the whole training, at least 2
     * @param lowerIsBetter false if the model is judged by a score that is to be as high as possible
     * @return the options
     * @throws IllegalArgumentException if there are too few epochs
     */
    public static SearchOptions of(int epochs, boolean lowerIsBetter) {
        return new SearchOptions(
                PruningPlan.search(epochs), true, epochs, SearchRule.leastError(), lowerIsBetter, null);
    }

    /**
     * A search by a plan of one's own.
     *
     * @param plan that passes through the sparsities to choose among
     * @param epochs of the whole training
     * @param lowerIsBetter false if the model is judged by a score that is to be as high as possible
     * @return the options
     * @throws IllegalArgumentException if the plan is null or does not come to its end within the epochs
     */
    public static SearchOptions of(PruningPlan plan, int epochs, boolean lowerIsBetter) {
        return new SearchOptions(plan, false, epochs, SearchRule.leastError(), lowerIsBetter, null);
    }

    /**
     * Another last sparsity.
     *
     * @param sparsity after 90% of the epochs, above 0 and below 1
     * @return changed options
     * @throws IllegalArgumentException if it lies outside (0, 1)
     * @throws IllegalStateException if the plan is the user's own
     */
    public SearchOptions withMaxSparsity(double sparsity) {
        if (!standard) {
            throw new IllegalStateException("the search was given a plan, whose schedule ends at a sparsity of "
                    + plan.schedule().finalSparsity() + ": give a plan with another schedule");
        }
        return new SearchOptions(PruningPlan.search(epochs, sparsity), true, epochs, rule, lowerIsBetter, folder);
    }

    /**
     * Another rule.
     *
     * @param rule by which an epoch is chosen
     * @return changed options
     * @throws IllegalArgumentException if it is null
     */
    public SearchOptions withRule(SearchRule rule) {
        return new SearchOptions(plan, standard, epochs, rule, lowerIsBetter, folder);
    }

    /**
     * A folder for the models.
     *
     * @param folder of this search alone
     * @return changed options
     * @throws IllegalArgumentException if it is null
     */
    public SearchOptions in(Path folder) {
        if (folder == null) {
            throw new IllegalArgumentException(
                    "the folder is null: give one, or none, and the chosen model is kept in memory");
        }
        return new SearchOptions(plan, standard, epochs, rule, lowerIsBetter, folder);
    }

    /**
     * The table before the first epoch.
     *
     * @return without rows
     */
    public SearchTable empty() {
        return SearchTable.of(rule, lowerIsBetter);
    }

    /**
     * Searches, with the models kept in the folder or in memory.
     *
     * @param adapter to the framework
     * @param model to train
     * @param <M> kind of model
     * @return the chosen model and the table
     * @throws IOException if a model cannot be written or read
     */
    public <M> SearchRun.Outcome<M> search(SearchAdapter<M> adapter, M model) throws IOException {
        return search(adapter, keeper(adapter, ""), model);
    }

    /**
     * Searches.
     *
     * @param adapter to the framework
     * @param keeper of the models
     * @param model to train
     * @param <M> kind of model
     * @return the chosen model and the table
     * @throws IOException if a model cannot be written or read
     */
    public <M> SearchRun.Outcome<M> search(SearchAdapter<M> adapter, SearchKeeper<M> keeper, M model)
            throws IOException {
        return new SearchRun<>(adapter, keeper, SearchRun.Goal.search(plan, epochs, empty())).run(model);
    }

    /**
     * Trains the chosen model on at fixed masks, with the models kept in the folder or in memory.
     *
     * @param adapter to the framework
     * @param searched table of the search
     * @param chosen model of the search
     * @param more epochs to train on, at least 1
     * @param <M> kind of model
     * @return the best model and the table of these epochs
     * @throws IOException if a model cannot be written or read
     */
    public <M> SearchRun.Outcome<M> finish(SearchAdapter<M> adapter, SearchTable searched, M chosen, int more)
            throws IOException {
        return finish(adapter, keeper(adapter, "finish-"), searched, chosen, more);
    }

    /**
     * Trains the chosen model on at fixed masks.
     *
     * @param adapter to the framework
     * @param keeper of the models
     * @param searched table of the search
     * @param chosen model of the search
     * @param more epochs to train on, at least 1
     * @param <M> kind of model
     * @return the best model and the table of these epochs
     * @throws IOException if a model cannot be written or read
     * @throws IllegalArgumentException if the model is not the chosen one, or there is no epoch to train on
     * @throws IllegalStateException if nothing has been chosen
     */
    public <M> SearchRun.Outcome<M> finish(
            SearchAdapter<M> adapter, SearchKeeper<M> keeper, SearchTable searched, M chosen, int more)
            throws IOException {
        if (more < 1) {
            throw new IllegalArgumentException("epochs is " + more + " but must be at least 1");
        }
        SearchRun.Goal goal = SearchRun.Goal.finish(plan, more, searched);
        SearchAdapter.Pruning pruning = adapter.attach(chosen, PruningStart.of(plan));
        Map<String, String> notes = pruning.pruner().notes();
        pruning.detach();
        if (!searched.toJson().equals(notes.get(SearchRun.Goal.RESULT))) {
            throw new IllegalArgumentException(
                    "the model given is not the one that this search has chosen: give the one that"
                            + " fit(..) returned");
        }
        return new SearchRun<>(adapter, keeper, goal).run(chosen);
    }

    private <M> SearchKeeper<M> keeper(SearchAdapter<M> adapter, String prefix) throws IOException {
        return folder == null ? new MemoryKeeper<>(adapter) : new FolderKeeper<>(adapter, folder, prefix);
    }

    /**
     * The table among the notes of a model: of the whole search, if it is the model that was chosen, or else of the
     * epochs up to its own.
     *
     * @param notes by key
     * @return nothing if the model was in no search
     * @throws IllegalArgumentException if the table is damaged
     */
    public static Optional<SearchTable> tableAmong(Map<String, String> notes) {
        String json = notes.getOrDefault(SearchRun.Goal.RESULT, notes.get(SearchRun.Goal.SEARCH));
        return Optional.ofNullable(json).map(SearchTable::ofJson);
    }
}
