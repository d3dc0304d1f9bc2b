package io.github.dl4jpruning.samediff;

import io.github.dl4jpruning.engine.MaskCheck;
import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.engine.PruningState;
import io.github.dl4jpruning.engine.PruningUpdate;
import io.github.dl4jpruning.report.PruningHistory;
import io.github.dl4jpruning.report.SparsityReport;
import io.github.dl4jpruning.schedule.TrainingLength;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
 * <p>The same method, schedules, messages and reports as for networks of layers. At the beginning of an iteration the
 * masks are updated if the schedule says so; every gradient is masked as soon as it has been computed, before
 * regularisation and updater. So weight, gradient, updater state and update of everything pruned are exactly zero.
 *
 * <p>Variables that are made constants ({@code sd.convertToConstant}, which freezes them) are left alone from then on
 * and keep their masks; {@link #resume} takes them up again when they are variables again. When the listener is
 * attached, the masks in the graph are compared with the weights: see {@link PruningStart}.
 *
 * <p>Plan, step and masks travel as constants in the graph, so a file saved with {@code sd.save(file, true)} resumes to
 * the last bit when the listener is attached again; {@link #strip} removes them.
 */
public final class SameDiffPruning extends BaseListener {

    private static final Logger log = LoggerFactory.getLogger(SameDiffPruning.class);

    private final PruningStart start;
    private SameDiff sd;
    private SameDiffModel model;
    private PruningCarrier carrier;
    private PruningStart.Run run;
    private SameDiff gradientGraph;
    private boolean updating; // between the beginning and the end of an iteration
    private boolean gradientsSeen; // in this iteration
    private final List<PruningUpdate> earlierUpdates = new ArrayList<>(); // before variables became constants
    private final Map<String, String> variableOfGradient = new HashMap<>();

    private SameDiffPruning(PruningStart start) {
        this.start = start;
    }

    /**
     * Prunes by a plan: from its beginning if the model has never been pruned, and from where it stopped if it was
     * saved in the course of the same plan.
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
     * Begins a plan at step 0, keeping the masks that the model carries, if any. Masks that do not belong to the
     * weights any more are dropped, and a warning names them.
     *
     * @param plan to follow
     * @return a listener for one model
     * @throws IllegalArgumentException if the plan is null
     */
    public static SameDiffPruning restart(PruningPlan plan) {
        return new SameDiffPruning(PruningStart.restart(plan));
    }

    /**
     * Begins a plan at step 0, taking the weights that are zero for the pruned ones: for a model that was pruned
     * elsewhere, or whose masks were stripped. Masks that the model carries are replaced.
     *
     * @param plan to follow; the zeros of the variables that it selects stay zero, those of others may change
     * @return a listener for one model
     * @throws IllegalArgumentException if the plan is null
     */
    public static SameDiffPruning fromZeros(PruningPlan plan) {
        return new SameDiffPruning(PruningStart.fromZeros(plan));
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
        requireAlone(model);
        SameDiffModel found = SameDiffModel.of(model);
        found.requireVariables();
        PruningCarrier masks = new PruningCarrier(model);
        Optional<PruningStart.Stored> stored = masks.load()
                .map(all -> new PruningStart.Stored(
                        all.plan(), all.position(), masks.ofVariables(all.masks()), all.notes()));
        this.run = start.begin(found, found, stored);
        this.model = found;
        this.carrier = masks;
        this.sd = model;
        store(0);
    }

    private void requireAlone(SameDiff model) {
        int found = 0;
        for (Listener other : model.getListeners()) {
            if (other == this) {
                found++;
            } else if (other instanceof SameDiffPruning) {
                throw new IllegalStateException(
                        "the network has a SameDiffPruning already: two would prune against each"
                                + " other; remove one (setListeners(..) replaces all listeners)");
            }
        }
        if (found > 1) {
            throw new IllegalStateException("the network has the same SameDiffPruning " + found
                    + " times, which would count every iteration as often: add it once (setListeners(..) replaces all"
                    + " listeners)");
        }
    }

    /** Goes on without the variables that have been made constants since the last iteration. */
    private void leaveConstantsAlone() {
        Pruner before = run.pruner();
        List<String> constants = before.masks().names().stream()
                .filter(name -> sd.getVariable(name).getVariableType() != VariableType.VARIABLE)
                .toList();
        if (constants.isEmpty()) {
            return;
        }
        log.warn(
                "variables have been made constants: {}. They are left alone from now on and keep their masks; the sparsity is that of"
                        + " the other variables",
                constants);
        PruningState state = before.state();
        model = SameDiffModel.of(sd);
        run = new PruningStart.Run(
                new Pruner(
                        model,
                        new PruningState(
                                state.plan(),
                                state.step(),
                                state.epoch(),
                                carrier.ofVariables(state.masks()),
                                state.notes())),
                run.clock());
        earlierUpdates.addAll(before.updates());
        gradientGraph = null;
    }

    private void store(int ahead) {
        carrier.store(run.pruner(), run.clock().position(run.pruner().step(), ahead));
    }

    /** Adds a listener of this kind to a model, and makes all checks at once. */
    static SameDiffPruning attach(SameDiff sd, PruningStart start) {
        return new SameDiffPruning(start).attachTo(sd);
    }

    /** Epochs of the plan that have ended. */
    long completedEpochs() {
        return run.clock().completedEpochs();
    }

    /** Writes masks, position and notes into the model, between two iterations. */
    void store() {
        store(0);
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
        if (updating) { // twice in one iteration, or the last was cut off by an exception
            requireAlone(sd);
        }
        leaveConstantsAlone();
        updating = true;
        gradientsSeen = false;
        run.beforeUpdate();
        store(1);
    }

    /** Called for every array that the gradient graph computes; gradients of variables come before their update. */
    @Override
    public void activationAvailable(
            SameDiff gradients, At at, MultiDataSet batch, SameDiffOp op, String name, INDArray array) {
        gradientsSeen = true;
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
        if (!updating || !gradientsSeen) {
            throw new IllegalStateException(
                    "the SameDiffPruning was told that an iteration is done, but was not shown its "
                            + (updating ? "gradients" : "beginning")
                            + ", so nothing can be pruned: a listener around it hands on only some of the calls; add the SameDiffPruning to"
                            + " the model itself, with attachTo(sd)");
        }
        updating = false;
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
        List<PruningUpdate> updates = new ArrayList<>(earlierUpdates);
        updates.addAll(pruner().updates());
        return new PruningHistory(updates);
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
     * Removes plan, step and masks from a model, in place; the weights stay as they are. A warning is logged if weights
     * are not zero that the masks prune.
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
        warnOfDisagreement(sd, "stripped");
        return new PruningCarrier(sd).remove();
    }

    static void warnOfDisagreement(SameDiff sd, String use) {
        new PruningCarrier(sd)
                .load()
                .ifPresent(stored -> MaskCheck.warnOfDisagreement(SameDiffModel.of(sd), stored.masks(), use));
    }
}
