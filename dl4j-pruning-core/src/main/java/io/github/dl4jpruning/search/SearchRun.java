package io.github.dl4jpruning.search;

import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.schedule.TrainingLength;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains a model by a plan, judges it after every epoch and keeps the one that the rule chooses: the search itself,
 * whatever the framework.
 *
 * <p>After every epoch the table is written into the model, then the latest model is kept, then, if it is the chosen
 * one, the chosen model. A run that was killed goes on from the latest model; if the kill came between the two writes,
 * the latest model is the chosen one and is kept then.
 *
 * @param <M> kind of model
 */
public final class SearchRun<M> {

    private static final Logger log = LoggerFactory.getLogger(SearchRun.class);

    private final SearchAdapter<M> adapter;
    private final SearchKeeper<M> keeper;
    private final Goal goal;

    /**
     * What to do.
     *
     * @param first how the pruning of the given model begins
     * @param onward how the pruning of a model that was kept goes on
     * @param begin the table before the first epoch
     * @param epochs to train after the last of this table
     * @param note key of the note that carries the table up to the epoch of the model
     * @param notes more notes by key, which the model carries from the beginning
     */
    public record Goal(
            PruningStart first,
            PruningStart onward,
            SearchTable begin,
            int epochs,
            String note,
            Map<String, String> notes) {

        /** Key of the note that carries the table of a search up to the epoch of the model. */
        public static final String SEARCH = "search";

        /** Key of the note that carries the whole table of a search that has ended. */
        public static final String RESULT = "search-result";

        private static final String FINISH = "finish";

        /**
         * The search for the sparsity.
         *
         * @param plan that passes through the sparsities
         * @param epochs of the whole training
         * @param empty table, with the rule
         * @return the goal
         */
        public static Goal search(PruningPlan plan, int epochs, SearchTable empty) {
            return new Goal(PruningStart.of(plan), PruningStart.of(plan), empty, epochs, SEARCH, Map.of());
        }

        /**
         * Training on at fixed masks; the epoch with the least error is chosen, the one that was begun with among them.
         *
         * @param plan of the search
         * @param epochs to train on
         * @param searched table of the search
         * @return the goal
         * @throws IllegalStateException if no epoch of the search was chosen
         */
        public static Goal finish(PruningPlan plan, int epochs, SearchTable searched) {
            SearchTable.Row chosen = searched.chosen()
                    .orElseThrow(() -> new IllegalStateException("the search has chosen no epoch to go on from"));
            PruningPlan fixed = plan.withSchedule(
                    new PruningSchedule(SparsityCurve.constant(chosen.sparsity()), PruningWindow.iterations(1, 1, 1)));
            SearchTable begin = new SearchTable(SearchRule.leastError(), searched.lowerIsBetter(), List.of(chosen));
            return new Goal(
                    PruningStart.restart(fixed),
                    PruningStart.of(fixed),
                    begin,
                    epochs,
                    FINISH,
                    Map.of(RESULT, searched.toJson()));
        }
    }

    /**
     * A search that has ended.
     *
     * @param model the chosen one, at the end of its epoch
     * @param table of all epochs
     * @param <M> kind of model
     */
    public record Outcome<M>(M model, SearchTable table) {}

    /**
     * A run that has not begun.
     *
     * @param adapter to the framework
     * @param keeper of the models
     * @param goal of the run
     */
    public SearchRun(SearchAdapter<M> adapter, SearchKeeper<M> keeper, Goal goal) {
        this.adapter = adapter;
        this.keeper = keeper;
        this.goal = goal;
    }

    /**
     * Checks that a plan comes to its end within a search.
     *
     * @param plan of the search
     * @param epochs of the whole training
     * @throws IllegalArgumentException if it does not, or there is no epoch; a window in iterations is not checked
     */
    public static void requireReached(PruningPlan plan, int epochs) {
        if (plan == null) {
            throw new IllegalArgumentException("plan is null: give one, such as PruningPlan.search(20)");
        }
        TrainingLength length = new TrainingLength(epochs, 1);
        if (plan.schedule().window().unit() == PruningWindow.Unit.EPOCHS) {
            plan.schedule().requireReachedWithin(length);
        }
    }

    /**
     * Trains, from where the latest model that was kept stands, or from the given one.
     *
     * @param given model; is trained, unless a later one was kept
     * @return the chosen model and the table
     * @throws IOException if a model cannot be written or read
     * @throws IllegalArgumentException if what was kept belongs to another search
     * @throws IllegalStateException if no epoch has a finite error, or the model of the chosen epoch was not kept
     */
    public Outcome<M> run(M given) throws IOException {
        Optional<M> latest = keeper.latest();
        M model = latest.orElse(given);
        if (latest.isPresent()) {
            adapter.replace(given, model);
        }
        SearchAdapter.Pruning pruning = adapter.attach(model, latest.isPresent() ? goal.onward : goal.first);
        SearchTable table;
        try {
            table = train(model, pruning);
        } finally {
            pruning.detach();
        }
        if (table.chosen().isEmpty()) {
            throw new IllegalStateException(
                    "no epoch has an error that is a finite number, so there is no model to choose:\n" + table
                            + "look for NaN in the data, or lower the learning rate");
        }
        M kept = keeper.kept()
                .orElseThrow(() -> new IllegalStateException(
                        "the model of the chosen epoch was kept, but is gone: was it deleted while the search ran?"));
        long wanted = table.chosen().orElseThrow().epoch();
        long found = lastEpoch(kept);
        if (found != wanted) {
            throw new IllegalStateException(
                    "the search has chosen epoch " + wanted + ", but the model that is kept is that of"
                            + " epoch " + found
                            + ": another training has used the same folder or saver, or the epochs before the"
                            + " search was killed came out otherwise when they were trained again");
        }
        if (goal.note.equals(Goal.SEARCH)) {
            note(kept, Goal.RESULT, table);
        }
        return new Outcome<>(kept, table);
    }

    private void note(M kept, String key, SearchTable whole) {
        SearchAdapter.Pruning pruning = adapter.attach(kept, goal.onward);
        try {
            pruning.pruner().putNote(key, whole.toJson());
            pruning.store();
        } finally {
            pruning.detach();
        }
    }

    private SearchTable train(M model, SearchAdapter.Pruning pruning) throws IOException {
        Pruner pruner = pruning.pruner();
        goal.notes.forEach(pruner::putNote);
        SearchTable table =
                pruner.note(goal.note).map(SearchTable::ofJson).map(this::ours).orElse(goal.begin);
        long offset = goal.begin.lastEpoch();
        long last = offset + goal.epochs;
        long epoch = offset + pruning.completedEpochs();
        if (Math.max(table.lastEpoch(), epoch) > last) {
            throw new IllegalArgumentException("the model has been trained for " + Math.max(table.lastEpoch(), epoch)
                    + " epochs already, but the search is of " + last + ": search over as many epochs as before");
        }
        boolean rekept = requireKept(table, epoch);
        if (rekept) {
            keeper.keep(model, table.chosen().orElseThrow().error());
        }
        while (true) {
            if (table.lastEpoch() < epoch) { // trained, but not judged
                table = judge(model, pruning, table, epoch);
            }
            if (epoch == last) {
                return table;
            }
            adapter.trainEpoch(model);
            long now = offset + pruning.completedEpochs();
            if (now != epoch + 1) {
                throw new IllegalStateException("after one more epoch the listener has counted " + (now - epoch)
                        + ": train in no other place while a search runs");
            }
            epoch = now;
        }
    }

    private SearchTable judge(M model, SearchAdapter.Pruning pruning, SearchTable before, long epoch)
            throws IOException {
        double error = adapter.error(model);
        SearchTable.Row row =
                new SearchTable.Row(epoch, pruning.pruner().masks().sparsity(), error);
        SearchTable table = before.add(row);
        if (!Double.isFinite(error)) {
            log.warn("epoch {}: the validation error is {}; the epoch cannot be chosen", epoch, error);
        }
        pruning.pruner().putNote(goal.note, table.toJson());
        pruning.store();
        keeper.keepLatest(model, error);
        if (table.isChosen(epoch)) {
            keeper.keep(model, error);
        }
        return table;
    }

    private SearchTable ours(SearchTable carried) {
        if (!carried.rule().equals(goal.begin.rule()) || carried.lowerIsBetter() != goal.begin.lowerIsBetter()) {
            throw new IllegalArgumentException("the model carries the table of a search by another rule ("
                    + carried.rule() + ", " + (carried.lowerIsBetter() ? "lower" : "higher")
                    + " is better) than this one ("
                    + goal.begin.rule() + ", " + (goal.begin.lowerIsBetter() ? "lower" : "higher")
                    + " is better): the models that it would have kept are gone; use the same rule, or begin anew");
        }
        return carried;
    }

    /** Whether the model itself is the chosen one and has not been kept; an older one must have been. */
    private boolean requireKept(SearchTable table, long epoch) throws IOException {
        Optional<SearchTable.Row> chosen = table.chosen();
        if (chosen.isEmpty()) {
            return false;
        }
        long wanted = chosen.get().epoch();
        if (wanted == epoch) {
            return true;
        }
        Optional<M> kept = keeper.kept();
        long found = kept.isEmpty() ? 0 : lastEpoch(kept.get());
        if (found != wanted && found <= table.lastEpoch()) { // a later one is chosen again when its epoch comes
            throw new IllegalStateException("the search has chosen epoch " + wanted + " so far, but "
                    + (kept.isEmpty() ? "no model of it is kept" : "the model that is kept is that of epoch " + found)
                    + ": go on with the folder or the saver that the search was begun with");
        }
        return false;
    }

    private long lastEpoch(M kept) {
        SearchAdapter.Pruning pruning = adapter.attach(kept, goal.onward);
        try {
            return pruning.pruner()
                    .note(goal.note)
                    .map(SearchTable::ofJson)
                    .orElse(goal.begin)
                    .lastEpoch();
        } finally {
            pruning.detach();
        }
    }
}
