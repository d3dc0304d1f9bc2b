package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.report.PruningHistory;
import io.github.dl4jpruning.report.SparsityReport;
import io.github.dl4jpruning.schedule.TrainingLength;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Prunes a {@link SameDiff} model while it trains: any model, the project's own or not.
 *
 * <pre>{@code
 * SameDiffPruning pruning = SameDiffPruning.of(PruningPlan.paperPatchTst(20)).attachTo(sd);
 * sd.fit(iterator, 20);
 * System.out.println(pruning.report());
 * sd.save(file, true);                    // with masks, plan and step
 * }</pre>
 *
 * <p>The same method, schedules, messages and reports as for networks of layers. At the beginning of an iteration the masks
 * are updated if the schedule says so; every gradient is masked as soon as it has been computed, before regularisation and
 * updater. So weight, gradient, updater state and update of everything pruned are exactly zero.
 *
 * <p>Plan, step and masks travel as constants in the graph, so a file saved with {@code sd.save(file, true)} resumes to the
 * last bit when the listener is attached again; {@link #strip} removes them.
 */
public final class SameDiffPruning extends BaseListener {

    private final PruningStart start;
    private SameDiff sd;
    private SameDiffModel model;
    private PruningCarrier carrier;
    private PruningStart.Run run;
    private SameDiff gradientGraph;
    private final Map<String, String> variableOfGradient = new HashMap<>();

    private SameDiffPruning(PruningStart start) {
        this.start = start;
    }

    /**
     * Prunes by a plan: from its beginning if the model has never been pruned, and from where it stopped if it was saved in the
     * course of the same plan.
     *
     * @param plan to follow
     * @return a listener for one model
     * @throws IllegalArgumentException if the plan is null
     */
    public static SameDiffPruning of(PruningPlan plan) {
        return new SameDiffPruning(PruningStart.of(plan));
    }

    /**
     * The same, after a check that the schedule comes to its end within the training.
     *
     * @param plan to follow
     * @param length of the training, from step 1
     * @return a listener for one model
     * @throws IllegalArgumentException if the plan is null or cannot reach its end in time
     */
    public static SameDiffPruning of(PruningPlan plan, TrainingLength length) {
        return new SameDiffPruning(PruningStart.of(plan, length));
    }

    /**
     * Goes on with the plan that the model carries.
     *
     * @return a listener for one model
     */
    public static SameDiffPruning resume() {
        return new SameDiffPruning(PruningStart.resume());
    }

    /**
     * Begins a plan at step 0, keeping the masks that the model carries, if any.
     *
     * @param plan to follow
     * @return a listener for one model
     * @throws IllegalArgumentException if the plan is null
     */
    public static SameDiffPruning restart(PruningPlan plan) {
        return new SameDiffPruning(PruningStart.restart(plan));
    }

    /**
     * Adds this listener to a model and makes all checks at once, instead of at the first iteration.
     *
     * @param sd the model, with its training configuration if it has been trained before
     * @return this
     * @throws IllegalArgumentException if the model cannot be pruned, or not by this plan
     * @throws IllegalStateException if it has such a listener already
     */
    public SameDiffPruning attachTo(SameDiff sd) {
        begin(sd);
        if (!sd.getListeners().contains(this)) {
            sd.addListeners(this);
        }
        return this;
    }

    private void begin(SameDiff model) {
        if (sd == model) {
            return;
        }
        if (sd != null) {
            throw new IllegalStateException(
                    "this SameDiffPruning is at work on another model: make a new one for every model");
        }
        for (Listener other : model.getListeners()) {
            if (other instanceof SameDiffPruning && other != this) {
                throw new IllegalStateException(
                        "the network has a SameDiffPruning already: two would prune against each"
                                + " other; remove one (setListeners(..) replaces all listeners)");
            }
        }
        this.model = SameDiffModel.of(model);
        PruningCarrier found = new PruningCarrier(model);
        this.run = start.begin(this.model, this.model, found.load());
        this.carrier = found;
        this.sd = model;
        store(0);
    }

    private void store(int ahead) {
        carrier.store(run.pruner(), run.clock().position(run.pruner().step(), ahead));
    }

    @Override
    public boolean isActive(Operation operation) {
        return operation == Operation.TRAINING;
    }

    /** Switches off the cache that makes SameDiff's gradients wrong, see {@link GradientGraph}. */
    @Override
    public void operationStart(SameDiff gradients, Operation operation) {
        gradients.setEnableCache(false);
    }

    @Override
    public void epochStart(SameDiff sd, At at) {
        begin(sd);
        run.clock().epochStart();
    }

    @Override
    public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlMs) {
        begin(sd);
        run.beforeUpdate();
        store(1);
    }

    /** Called for every array that the gradient graph computes; gradients of variables come before their update. */
    @Override
    public void activationAvailable(
            SameDiff gradients, At at, MultiDataSet batch, SameDiffOp op, String name, INDArray array) {
        if (run.pruner().masks().prunedCount() > 0) {
            String variable = variableOfGradient(gradients).get(name);
            if (variable != null) {
                model.maskGradient(variable, array);
            }
        }
    }

    private Map<String, String> variableOfGradient(SameDiff gradients) {
        if (gradientGraph != gradients) {
            gradientGraph = gradients;
            variableOfGradient.clear();
            for (String name : run.pruner().masks().names()) {
                SDVariable variable = gradients.getVariable(name);
                if (variable.getVariableType() == VariableType.VARIABLE && variable.getGradient() != null) {
                    variableOfGradient.put(variable.getGradient().name(), name);
                }
            }
        }
        return variableOfGradient;
    }

    @Override
    public void iterationDone(SameDiff gradients, At at, MultiDataSet data, Loss loss) {
        run.pruner().afterUpdate();
    }

    @Override
    public ListenerResponse epochEnd(SameDiff sd, At at, LossCurve lossCurve, long epochTimeMillis) {
        run.epochEnd();
        store(0);
        return ListenerResponse.CONTINUE;
    }

    /**
     * What is pruned now.
     *
     * @return a report on the model
     * @throws IllegalStateException if no model has been trained with this listener yet
     */
    public SparsityReport report() {
        return SparsityReport.of(pruner());
    }

    /**
     * The updates of the masks so far, without those before the model was saved and loaded.
     *
     * @return in order of time
     * @throws IllegalStateException if no model has been trained with this listener yet
     */
    public PruningHistory history() {
        return new PruningHistory(pruner().updates());
    }

    /**
     * The pruner at work.
     *
     * @return of the model
     * @throws IllegalStateException if no model has been trained with this listener yet
     */
    public Pruner pruner() {
        if (run == null) {
            throw new IllegalStateException("this SameDiffPruning has seen no training yet: add it to a model and call"
                    + " fit(..), or attach it at once with attachTo(sd)");
        }
        return run.pruner();
    }

    /**
     * Removes plan, step and masks from a model, in place; the weights stay as they are.
     *
     * @param sd the model
     * @return whether it carried masks
     * @throws IllegalStateException if a SameDiffPruning is still attached, which would put them back
     */
    public static boolean strip(SameDiff sd) {
        for (Listener listener : sd.getListeners()) {
            if (listener instanceof SameDiffPruning) {
                throw new IllegalStateException(
                        "a SameDiffPruning is still attached and would put the masks back: remove it"
                                + " first, for example with sd.setListeners()");
            }
        }
        return new PruningCarrier(sd).remove();
    }
}
