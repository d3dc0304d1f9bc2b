package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.search.SearchRun;
import io.github.dl4jpruning.search.SearchTable;
import java.util.function.Consumer;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;

/**
 * Writes what another calculator finds into the table that the network carries.
 *
 * @param <M> kind of network
 */
final class RecordingCalculator<M extends Model> implements ScoreCalculator<M> {

    private static final long serialVersionUID = 1;

    private final ScoreCalculator<M> calculator;
    private final transient SearchTable empty;
    private final transient Consumer<SearchTable> reader;

    RecordingCalculator(ScoreCalculator<M> calculator, SearchTable empty, Consumer<SearchTable> reader) {
        this.calculator = calculator;
        this.empty = empty;
        this.reader = reader;
    }

    @Override
    public double calculateScore(M network) {
        PruningListener listener = PruningListener.listeners(network).stream()
                .filter(PruningListener.class::isInstance)
                .map(PruningListener.class::cast)
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException("the network has no PruningListener, so there is no sparsity to"
                                + " search for: add PruningListener.of(search.plan()) to it before it is trained"));
        double error = calculator.calculateScore(network);
        long epoch = listener.completedEpochs(network);
        Pruner pruner = listener.pruner();
        SearchTable table = pruner.note(SearchRun.Goal.SEARCH)
                .map(SearchTable::ofJson)
                .orElse(empty)
                .add(new SearchTable.Row(epoch, pruner.masks().sparsity(), error));
        pruner.putNote(SearchRun.Goal.SEARCH, table.toJson());
        listener.store(network);
        reader.accept(table);
        return error;
    }

    @Override
    public boolean minimizeScore() {
        return calculator.minimizeScore();
    }
}
