package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.search.SearchKeeper;
import io.github.dl4jpruning.search.SearchOptions;
import io.github.dl4jpruning.search.SearchRule;
import io.github.dl4jpruning.search.SearchRun;
import io.github.dl4jpruning.search.SearchTable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * Lets the validation data choose the sparsity within one training. The network passes through all sparsities from none
 * to 0.98 ({@link PruningPlan#search}), is judged after every epoch, the unpruned ones included, and the network of the
 * epoch with the least error is kept, or, by another rule, of the sparsest epoch that is nearly as good.
 *
 * <pre>{@code
 * SparsitySearch search = SparsitySearch.of(20, new DataSetLossCalculator(validation, true));
 * MultiLayerNetwork best = search.fit(net, training);
 * System.out.println(search.table());
 * }</pre>
 *
 * <p>Let the learning rate fall over the training ({@link io.github.dl4jpruning.engine.LearningRate#cosine}). The
 * network that was given ends as sparse as the plan; the one that is returned is a copy made at the end of the chosen
 * epoch, with its weights, masks, updater state and counters. Neither has a PruningListener any more. The table is a
 * note in the network, so it is in every file made of it, and a network from a file of DL4J's CheckpointListener goes
 * on with its search; inside an epoch, it begins that epoch's data again.
 *
 * <p>With {@link #in} a search that was killed goes on where it stopped, bit by bit if the training data come in the
 * same order in every epoch and the network draws no random numbers. With DL4J's own early-stopping trainers, use
 * {@link #recording}.
 */
public final class SparsitySearch {

    private final SearchOptions options;
    private final ScoreCalculator<?> calculator;
    private final EarlyStoppingModelSaver<?> saver; // null for none
    private SearchTable table;
    private SearchTable finishTable;

    private SparsitySearch(SearchOptions options, ScoreCalculator<?> calculator, EarlyStoppingModelSaver<?> saver) {
        this.options = options;
        this.calculator = calculator;
        this.saver = saver;
        this.table = options.empty();
        this.finishTable = options.empty();
    }

    private static boolean lowerIsBetter(ScoreCalculator<?> calculator) {
        if (calculator == null) {
            throw new IllegalArgumentException(
                    "the score calculator is null: give one, such as new DataSetLossCalculator(validation, true)");
        }
        return calculator.minimizeScore();
    }

    /**
     * A search from no sparsity to 0.98, the model with the least error being kept in memory.
     *
     * @param epochs of the whole training, at least 2
     * @param calculator of the error on the validation data, or of a score that is to be as high as possible
     * @return a search for one network at a time
     * @throws IllegalArgumentException if there are too few epochs or the calculator is null
     */
    public static SparsitySearch of(int epochs, ScoreCalculator<?> calculator) {
        return new SparsitySearch(SearchOptions.of(epochs, lowerIsBetter(calculator)), calculator, null);
    }

    /**
     * A search by a plan of one's own.
     *
     * @param plan that passes through the sparsities to choose among
     * @param epochs of the whole training
     * @param calculator of the error on the validation data, or of a score that is to be as high as possible
     * @return a search for one network at a time
     * @throws IllegalArgumentException if an argument is null, or the plan does not come to its end within the epochs
     */
    public static SparsitySearch of(PruningPlan plan, int epochs, ScoreCalculator<?> calculator) {
        return new SparsitySearch(SearchOptions.of(plan, epochs, lowerIsBetter(calculator)), calculator, null);
    }

    /**
     * Another last sparsity.
     *
     * @param sparsity after 90% of the epochs, above 0 and below 1
     * @return a new search
     * @throws IllegalArgumentException if it lies outside (0, 1)
     * @throws IllegalStateException if the search has a plan of its own, which says how sparse the network becomes
     */
    public SparsitySearch withMaxSparsity(double sparsity) {
        return new SparsitySearch(options.withMaxSparsity(sparsity), calculator, saver);
    }

    /**
     * Another rule.
     *
     * @param rule by which an epoch is chosen
     * @return a new search
     * @throws IllegalArgumentException if it is null
     */
    public SparsitySearch withRule(SearchRule rule) {
        return new SparsitySearch(options.withRule(rule), calculator, saver);
    }

    /**
     * A saver for the chosen network; it gets the latest one after every epoch, too.
     *
     * @param saver for the kind of network that is trained
     * @return a new search
     * @throws IllegalArgumentException if it is null
     * @throws IllegalStateException if the search keeps its networks in a folder
     */
    public SparsitySearch withSaver(EarlyStoppingModelSaver<?> saver) {
        if (saver == null) {
            throw new IllegalArgumentException(
                    "the saver is null: give one, or none, and the chosen network is kept in memory");
        }
        requireOneKeeper(options.folder() == null);
        return new SparsitySearch(options, calculator, saver);
    }

    /**
     * Keeps the chosen network and the latest one in files of a folder. A search that was killed goes on where it
     * stopped when it is begun again with the same network, plan and rule.
     *
     * @param folder of this search alone; is made if there is none
     * @return a new search
     * @throws IllegalArgumentException if it is null
     * @throws IllegalStateException if the search has a saver
     */
    public SparsitySearch in(Path folder) {
        requireOneKeeper(saver == null);
        return new SparsitySearch(options.in(folder), calculator, saver);
    }

    private static void requireOneKeeper(boolean one) {
        if (!one) {
            throw new IllegalStateException("a search keeps its network in a folder or with a saver, not both: call"
                    + " either in(..) or withSaver(..)");
        }
    }

    /**
     * Trains a network and returns that of the chosen epoch.
     *
     * @param net without a PruningListener
     * @param training data; must support reset
     * @return the chosen network
     * @throws IOException if a network cannot be written or read
     * @throws IllegalArgumentException if the network cannot be pruned, the data cannot be reset, or the folder holds
     *     another search
     * @throws IllegalStateException if the network has a PruningListener already, or no epoch has a finite error
     */
    public MultiLayerNetwork fit(MultiLayerNetwork net, DataSetIterator training) throws IOException {
        requireReset(training != null, training != null && training.resetSupported());
        return search(MultiLayerNetwork.class, net, model -> model.fit(training));
    }

    /**
     * Trains a network and returns that of the chosen epoch.
     *
     * @param net without a PruningListener
     * @param training data with one array of features and one of labels; must support reset
     * @return the chosen network
     * @throws IOException as for a {@link DataSetIterator}
     */
    public MultiLayerNetwork fit(MultiLayerNetwork net, MultiDataSetIterator training) throws IOException {
        requireReset(training != null, training != null && training.resetSupported());
        return search(MultiLayerNetwork.class, net, model -> model.fit(training));
    }

    /**
     * Trains a graph and returns that of the chosen epoch.
     *
     * @param net with one input and one output, without a PruningListener
     * @param training data; must support reset
     * @return the chosen graph
     * @throws IOException as for a {@link MultiLayerNetwork}
     */
    public ComputationGraph fit(ComputationGraph net, DataSetIterator training) throws IOException {
        requireReset(training != null, training != null && training.resetSupported());
        return search(ComputationGraph.class, net, model -> model.fit(training));
    }

    /**
     * Trains a graph and returns that of the chosen epoch.
     *
     * @param net without a PruningListener
     * @param training data; must support reset
     * @return the chosen graph
     * @throws IOException as for a {@link MultiLayerNetwork}
     */
    public ComputationGraph fit(ComputationGraph net, MultiDataSetIterator training) throws IOException {
        requireReset(training != null, training != null && training.resetSupported());
        return search(ComputationGraph.class, net, model -> model.fit(training));
    }

    private static void requireReset(boolean given, boolean supported) {
        if (!supported) {
            throw new IllegalArgumentException("the training data "
                    + (given ? "cannot be reset, but are read once in every epoch" : "are null")
                    + ": give an iterator that supports reset()");
        }
    }

    private <M extends Model> M search(Class<M> kind, M net, Consumer<M> epoch) throws IOException {
        NetworkSearch<M> adapter = adapter(kind, epoch);
        SearchRun.Outcome<M> outcome =
                saver == null ? options.search(adapter, net) : options.search(adapter, keeper(), net);
        table = outcome.table();
        return outcome.model();
    }

    @SuppressWarnings(
            "unchecked") // as in DL4J's trainers, a calculator for the other kind of network fails when it is used
    private <M extends Model> NetworkSearch<M> adapter(Class<M> kind, Consumer<M> epoch) {
        return new NetworkSearch<>(kind, epoch, (ScoreCalculator<M>) calculator);
    }

    @SuppressWarnings("unchecked")
    private <M extends Model> SearchKeeper<M> keeper() {
        return new SaverKeeper<>((EarlyStoppingModelSaver<M>) saver);
    }

    /**
     * Trains the chosen network on at fixed masks, judges it after every epoch, and returns the best, the one that was
     * given among them. Iterations and epochs are counted on from the chosen epoch, so a learning rate that falls goes
     * on to fall from there. A search in a folder keeps what is trained on beside the chosen network, and goes on when
     * it is killed; a saver holds the best network afterwards.
     *
     * @param chosen network that {@code fit} returned
     * @param epochs to train on, at least 1
     * @param training data; must support reset
     * @return the best network
     * @throws IOException if a network cannot be written or read
     * @throws IllegalArgumentException if the network is not the chosen one of this search, there are too few epochs,
     *     or the data cannot be reset
     * @throws IllegalStateException if there has been no search yet
     */
    public MultiLayerNetwork finish(MultiLayerNetwork chosen, int epochs, DataSetIterator training) throws IOException {
        requireReset(training != null, training != null && training.resetSupported());
        return trainOn(MultiLayerNetwork.class, chosen, epochs, model -> model.fit(training));
    }

    /**
     * The same with data of the other kind.
     *
     * @param chosen network that {@code fit} returned
     * @param epochs to train on, at least 1
     * @param training data with one array of features and one of labels; must support reset
     * @return the best network
     * @throws IOException if a network cannot be written or read
     */
    public MultiLayerNetwork finish(MultiLayerNetwork chosen, int epochs, MultiDataSetIterator training)
            throws IOException {
        requireReset(training != null, training != null && training.resetSupported());
        return trainOn(MultiLayerNetwork.class, chosen, epochs, model -> model.fit(training));
    }

    /**
     * The same for a graph.
     *
     * @param chosen graph that {@code fit} returned
     * @param epochs to train on, at least 1
     * @param training data; must support reset
     * @return the best graph
     * @throws IOException if a graph cannot be written or read
     */
    public ComputationGraph finish(ComputationGraph chosen, int epochs, DataSetIterator training) throws IOException {
        requireReset(training != null, training != null && training.resetSupported());
        return trainOn(ComputationGraph.class, chosen, epochs, model -> model.fit(training));
    }

    /**
     * The same for a graph, with data of the other kind.
     *
     * @param chosen graph that {@code fit} returned
     * @param epochs to train on, at least 1
     * @param training data; must support reset
     * @return the best graph
     * @throws IOException if a graph cannot be written or read
     */
    public ComputationGraph finish(ComputationGraph chosen, int epochs, MultiDataSetIterator training)
            throws IOException {
        requireReset(training != null, training != null && training.resetSupported());
        return trainOn(ComputationGraph.class, chosen, epochs, model -> model.fit(training));
    }

    private <M extends Model> M trainOn(Class<M> kind, M chosen, int more, Consumer<M> epoch) throws IOException {
        NetworkSearch<M> adapter = adapter(kind, epoch);
        SearchRun.Outcome<M> outcome = saver == null
                ? options.finish(adapter, table, chosen, more)
                : options.finish(adapter, keeper(), table, chosen, more);
        finishTable = outcome.table();
        return outcome.model();
    }

    /**
     * The score calculator of this search for DL4J's own early-stopping trainers: they train the network, judge it and
     * keep the one with the least error, and the table of this search is filled on the way. Attach
     * {@code PruningListener.of(search.plan())} to the network.
     *
     * <pre>{@code
     * SparsitySearch search = SparsitySearch.of(20, new DataSetLossCalculator(validation, true));
     * net.addListeners(PruningListener.of(search.plan()));
     * var configuration = new EarlyStoppingConfiguration.Builder<MultiLayerNetwork>()
     *         .epochTerminationConditions(new MaxEpochsTerminationCondition(20))
     *         .scoreCalculator(search.recording())
     *         .modelSaver(new InMemoryModelSaver<MultiLayerNetwork>())
     *         .build();
     * MultiLayerNetwork best = new EarlyStoppingTrainer(configuration, net, training).fit().getBestModel();
     * System.out.println(search.table());
     * }</pre>
     *
     * @param <M> kind of network
     * @return a calculator that gives what the one of this search gives
     * @throws IllegalStateException if the rule is not the least error, by which the trainers choose
     */
    @SuppressWarnings("unchecked")
    public <M extends Model> ScoreCalculator<M> recording() {
        if (!options.rule().equals(SearchRule.leastError())) {
            throw new IllegalStateException(
                    "early-stopping trainers choose the least error, but the rule of this search is '" + options.rule()
                            + "': call fit(..) of the search instead");
        }
        return new RecordingCalculator<>((ScoreCalculator<M>) calculator, options.empty(), rows -> table = rows);
    }

    /**
     * The table that a network carries: of the whole search, if it is the network that was chosen by {@code fit}, or
     * else of the epochs up to its own.
     *
     * @param net from memory or from a file
     * @return nothing if it was in no search
     * @throws IllegalArgumentException if what it carries is damaged
     */
    public static Optional<SearchTable> tableOf(Model net) {
        return SearchOptions.tableAmong(
                NetworkModel.of(net).load(true).map(PruningStart.Stored::notes).orElse(Map.of()));
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
