package io.github.dl4jpruning.samediff.patchtst;

import io.github.dl4jpruning.samediff.GradientGraph;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.TrainingSession;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** An iteration by SameDiff's own session, as in its {@code fit}: slower, and for every backend. */
final class SessionStep implements TrainingStep {

    private final SameDiff sd;
    private final SameDiff graph;
    private final TrainingSession session;
    private final Set<String> trained = new LinkedHashSet<>();

    SessionStep(SameDiff sd) {
        this.sd = sd;
        this.graph = GradientGraph.of(sd);
        this.session = new TrainingSession(graph);
        TrainedVariables.of(sd).forEach(variable -> trained.add(variable.name()));
    }

    @Override
    public SameDiff graph() {
        return graph;
    }

    @Override
    public Loss train(MultiDataSet batch, Map<String, INDArray> placeholders, List<Listener> listeners, At at) {
        SharedArrays.share(sd, graph);
        return session.trainingIteration(
                sd.getTrainingConfig(),
                placeholders,
                trained,
                Updaters.of(sd),
                batch,
                sd.getLossVariables(),
                listeners,
                at);
    }
}
