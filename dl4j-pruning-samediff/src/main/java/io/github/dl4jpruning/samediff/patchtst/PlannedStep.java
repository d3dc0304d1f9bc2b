package io.github.dl4jpruning.samediff.patchtst;

import io.github.dl4jpruning.samediff.GradientGraph;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * An iteration by a {@link Plan} of the gradient graph. Listeners, regularization and updaters are called as by
 * SameDiff's own session, with one difference: the weights change when all gradients are known, not each as soon as its
 * own is.
 */
@SuppressWarnings("rawtypes") // SameDiff has its updaters raw
final class PlannedStep implements TrainingStep {

    private final SameDiff sd;
    private final SameDiff graph;
    private final Map<String, Variable> variables;
    private final Plans plans;
    private final Map<Plan, Map<String, PreparedUpdate>> updates = new WeakHashMap<>();

    /** Names of the trained variables by the name of the gradient. */
    private final Map<String, String> trained = new LinkedHashMap<>();

    PlannedStep(SameDiff sd, Arena arena) {
        this.sd = sd;
        this.graph = GradientGraph.of(sd);
        this.variables = graph.getVariables();
        for (SDVariable variable : TrainedVariables.of(sd)) {
            SDVariable mirrored = graph.getVariable(variable.name());
            if (mirrored.getGradient() != null) {
                trained.put(mirrored.getGradient().name(), variable.name());
            }
        }
        Set<String> outputs = new LinkedHashSet<>(trained.keySet());
        outputs.addAll(sd.getLossVariables());
        outputs.addAll(sd.getTrainingConfig().getTrainEvaluations().keySet());
        this.plans = new Plans(graph, outputs, arena);
    }

    @Override
    public SameDiff graph() {
        return graph;
    }

    @Override
    public Loss train(MultiDataSet batch, Map<String, INDArray> placeholders, List<Listener> listeners, At at) {
        SharedArrays.share(sd, graph);
        Plan plan = plans.forInputs(placeholders);
        plan.run(placeholders, listeners.isEmpty() ? null : new Calls(batch, listeners, at));
        List<String> names = new ArrayList<>(sd.getLossVariables());
        List<Double> values = new ArrayList<>();
        for (String loss : names) {
            values.add(plan.get(loss).sumNumber().doubleValue());
        }
        regularizationScores(at).forEach((name, score) -> {
            names.add(name);
            values.add(score);
        });
        Map<String, GradientUpdater> updaters = Updaters.of(sd);
        prepared(plan).forEach((name, update) -> update(name, update, updaters.get(name), listeners, at));
        Loss loss =
                new Loss(names, values.stream().mapToDouble(Double::doubleValue).toArray());
        for (Listener listener : listeners) {
            listener.iterationDone(graph, at, batch, loss);
        }
        return loss;
    }

    private Map<String, Double> regularizationScores(At at) {
        Map<String, Double> scores = new LinkedHashMap<>();
        for (Regularization regularization : regularizations()) {
            for (String name : trained.values()) {
                double score = regularization.score(sd.getVariable(name).getArr(), at.iteration(), at.epoch());
                scores.merge(regularization.getClass().getSimpleName(), score, Double::sum);
            }
        }
        return scores;
    }

    private List<Regularization> regularizations() {
        List<Regularization> list = sd.getTrainingConfig().getRegularization();
        return list == null ? List.of() : list;
    }

    private Map<String, PreparedUpdate> prepared(Plan plan) {
        return updates.computeIfAbsent(plan, made -> {
            Map<String, PreparedUpdate> prepared = new LinkedHashMap<>();
            trained.forEach((gradient, name) ->
                    prepared.put(name, new PreparedUpdate(sd.getVariable(name).getArr(), made.get(gradient))));
            return prepared;
        });
    }

    private void update(
            String name, PreparedUpdate update, GradientUpdater<?> updater, List<Listener> listeners, At at) {
        TrainingConfig config = sd.getTrainingConfig();
        regularize(Regularization.ApplyStep.BEFORE_UPDATER, update, at);
        update.applyUpdater(updater, at.iteration(), at.epoch());
        regularize(Regularization.ApplyStep.POST_UPDATER, update, at);
        Variable variable = variables.get(name);
        for (Listener listener : listeners) {
            listener.preUpdate(graph, at, variable, update.gradient());
        }
        update.change(config.isMinimize());
    }

    private void regularize(Regularization.ApplyStep step, PreparedUpdate update, At at) {
        TrainingConfig config = sd.getTrainingConfig();
        for (Regularization regularization : regularizations()) {
            if (regularization.applyStep() == step) {
                double rate = config.getUpdater().hasLearningRate()
                        ? config.getUpdater().getLearningRate(at.iteration(), at.epoch())
                        : 1;
                regularization.apply(update.weights(), update.gradient(), rate, at.iteration(), at.epoch());
            }
        }
    }

    /** Passes what the plan does on to the listeners. */
    private final class Calls implements Plan.Observer {

        private final MultiDataSet batch;
        private final List<Listener> listeners;
        private final At at;

        Calls(MultiDataSet batch, List<Listener> listeners, At at) {
            this.batch = batch;
            this.listeners = listeners;
            this.at = at;
        }

        @Override
        public void before(SameDiffOp op, OpContext context) {
            for (Listener listener : listeners) {
                listener.preOpExecution(graph, at, op, context);
            }
        }

        @Override
        public void after(SameDiffOp op, OpContext context, INDArray[] outputs) {
            List<String> names = op.getOutputsOfOp();
            for (Listener listener : listeners) {
                listener.opExecution(graph, at, batch, op, context, outputs);
                for (int i = 0; i < outputs.length; i++) {
                    listener.activationAvailable(graph, at, batch, op, names.get(i), outputs[i]);
                }
            }
        }
    }
}
