package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.search.SearchAdapter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.earlystopping.scorecalc.ScoreCalculator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.util.ModelSerializer;

/**
 * A search over networks of one kind.
 *
 * @param <M> {@link MultiLayerNetwork} or {@link ComputationGraph}
 */
final class NetworkSearch<M extends Model> implements SearchAdapter<M> {

    private final Class<M> kind;
    private final Consumer<M> epoch;
    private final ScoreCalculator<M> calculator;

    NetworkSearch(Class<M> kind, Consumer<M> epoch, ScoreCalculator<M> calculator) {
        this.kind = kind;
        this.epoch = epoch;
        this.calculator = calculator;
    }

    @Override
    public Pruning attach(M model, PruningStart start) {
        PruningListener listener = PruningListener.attach(model, start);
        return new Pruning() {
            @Override
            public Pruner pruner() {
                return listener.pruner();
            }

            @Override
            public long completedEpochs() {
                return listener.completedEpochs(model);
            }

            @Override
            public void store() {
                listener.store(model);
            }

            @Override
            public void detach() {
                removePruning(model);
            }
        };
    }

    /** Leaves the other listeners of the network alone. */
    static void removePruning(Model model) {
        List<TrainingListener> others = new ArrayList<>(PruningListener.listeners(model));
        others.removeIf(PruningListener.class::isInstance);
        setListeners(model, others);
    }

    private static void setListeners(Model model, Collection<TrainingListener> listeners) {
        if (model instanceof MultiLayerNetwork net) {
            net.setListeners(listeners);
        } else {
            ((ComputationGraph) model).setListeners(listeners);
        }
    }

    @Override
    public void trainEpoch(M model) {
        epoch.accept(model);
    }

    @Override
    public double error(M model) {
        return calculator.calculateScore(model);
    }

    @Override
    public void save(M model, Path file) throws IOException {
        ModelFiles.save(model, file);
    }

    @Override
    public M load(Path file) throws IOException {
        return kind.cast(
                kind == MultiLayerNetwork.class
                        ? ModelFiles.loadMultiLayerNetwork(file)
                        : ModelFiles.loadComputationGraph(file));
    }

    @Override
    public byte[] toBytes(M model) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ModelSerializer.writeModel(model, bytes, true);
        return bytes.toByteArray();
    }

    @Override
    public M ofBytes(byte[] bytes) throws IOException {
        ByteArrayInputStream in = new ByteArrayInputStream(bytes);
        return kind.cast(
                kind == MultiLayerNetwork.class
                        ? ModelSerializer.restoreMultiLayerNetwork(in, true)
                        : ModelSerializer.restoreComputationGraph(in, true));
    }

    @Override
    public void replace(M given, M loaded) {
        String difference = ConfigurationDifference.of(given, loaded);
        if (!difference.isEmpty()) {
            throw new IllegalArgumentException("the network given is not the one that was searched with: " + difference
                    + "; give a network of the same configuration, or search in another folder");
        }
        setListeners(loaded, new ArrayList<>(PruningListener.listeners(given)));
    }
}
