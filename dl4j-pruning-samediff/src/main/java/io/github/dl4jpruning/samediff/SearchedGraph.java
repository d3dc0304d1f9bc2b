package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.search.SearchAdapter;
import io.github.dl4jpruning.search.SearchOptions;
import io.github.dl4jpruning.search.SearchTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.samediff.SameDiff;

/** A graph under a search: what searches over any model made of a {@link SameDiff} have in common. */
public final class SearchedGraph implements SearchAdapter.Pruning {

    private final SameDiff sd;
    private final SameDiffPruning listener;

    private SearchedGraph(SameDiff sd, SameDiffPruning listener) {
        this.sd = sd;
        this.listener = listener;
    }

    /**
     * Attaches a {@link SameDiffPruning}.
     *
     * @param sd the graph
     * @param start of its plan
     * @return the listener at work
     * @throws IllegalArgumentException if the graph cannot be pruned, or not by this plan
     * @throws IllegalStateException if it has such a listener already
     */
    public static SearchedGraph attach(SameDiff sd, PruningStart start) {
        return new SearchedGraph(sd, SameDiffPruning.attach(sd, start));
    }

    @Override
    public Pruner pruner() {
        return listener.pruner();
    }

    @Override
    public long completedEpochs() {
        return listener.completedEpochs();
    }

    @Override
    public void store() {
        listener.store();
    }

    @Override
    public void detach() {
        List<Listener> others = new ArrayList<>(sd.getListeners());
        others.remove(listener);
        sd.setListeners(others);
    }

    /**
     * The table that a graph carries: of the whole search, if it is the one that was chosen, or else of the epochs up
     * to its own.
     *
     * @param sd from memory or from a file
     * @return nothing if it was in no search
     * @throws IllegalArgumentException if what it carries is damaged
     */
    public static Optional<SearchTable> tableOf(SameDiff sd) {
        return SearchOptions.tableAmong(
                new PruningCarrier(sd).load().map(stored -> stored.notes()).orElse(Map.of()));
    }
}
