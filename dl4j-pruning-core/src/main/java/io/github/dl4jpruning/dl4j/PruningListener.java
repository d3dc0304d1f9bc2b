package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.PlanCodec;
import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.PruningState;
import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.report.PruningHistory;
import io.github.dl4jpruning.report.SparsityReport;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.TrainingLength;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Prunes a {@link MultiLayerNetwork} or {@link ComputationGraph} while it trains.
 *
 * <pre>{@code
 * DropoutReplacement.in(net);
 * net.addListeners(PruningListener.of(PruningPlan.paperLstm(20)));
 * net.fit(iterator, 20);
 * System.out.println(listener.report());
 * }</pre>
 *
 * <p>In every iteration, between the computation of the gradient and the updater: the masks are updated if the schedule says
 * so, and weight, gradient and updater state of everything pruned are zero from then on. So whatever listeners see, in
 * whatever order they stand, and whatever checkpoints hold, has exact zeros.
 *
 * <p>Plan, step and masks travel in the network's configuration ({@link PruningMask}), so any file that DL4J writes of the
 * network, with its updater, resumes to the last bit:
 *
 * <pre>{@code
 * MultiLayerNetwork net = MultiLayerNetwork.load(file, true);
 * net.addListeners(PruningListener.resume());
 * net.fit(iterator, 10);
 * }</pre>
 *
 * <p>Files that DL4J's CheckpointListener writes hold counters that are one iteration, or one epoch, behind their weights;
 * attaching the listener sets them right. The step and the epoch of the schedule are counted by the listener and do not
 * depend on the counters of the model, which clones and early stopping reset. Epochs are counted at {@code onEpochEnd}, and
 * when the model's own counter is raised by other means.
 *
 * <p>One network at a time has a listener of its own. ParallelWrapper and Spark are refused: they train copies of the
 * network that would prune different weights.
 */
@SuppressWarnings("try") // a workspace scope is used by being open
public final class PruningListener extends BaseTrainingListener {

    private static final Logger log = LoggerFactory.getLogger(PruningListener.class);

    private enum Start {
        PLAN,
        RESUME,
        RESTART
    }

    private final Start start;
    private final PruningPlan plan; // null to take the one in the model
    private final List<Attachment> attachments = new ArrayList<>();

    private PruningListener(Start start, PruningPlan plan) {
        this.start = start;
        this.plan = plan;
    }

    /**
     * Prunes by a plan: from its beginning if the network has never been pruned, and from where it stopped if the network was
     * saved in the course of the same plan.
     *
     * @param plan to follow
     * @return a listener for one network
     * @throws IllegalArgumentException if the plan is null
     */
    public static PruningListener of(PruningPlan plan) {
        return new PruningListener(Start.PLAN, require(plan));
    }

    /**
     * The same, after a check that the schedule comes to its end within the training.
     *
     * @param plan to follow
     * @param length of the training, from step 1
     * @return a listener for one network
     * @throws IllegalArgumentException if the plan is null or cannot reach its end in time
     */
    public static PruningListener of(PruningPlan plan, TrainingLength length) {
        require(plan).schedule().requireReachedWithin(length);
        return of(plan);
    }

    /**
     * Goes on with the plan that the network carries.
     *
     * @return a listener for one network
     */
    public static PruningListener resume() {
        return new PruningListener(Start.RESUME, null);
    }

    /**
     * Begins a plan at step 0, keeping the masks that the network carries, if any: to prune a pruned network further, or one
     * that has changed since.
     *
     * @param plan to follow
     * @return a listener for one network
     * @throws IllegalArgumentException if the plan is null
     */
    public static PruningListener restart(PruningPlan plan) {
        return new PruningListener(Start.RESTART, require(plan));
    }

    private static PruningPlan require(PruningPlan plan) {
        if (plan == null) {
            throw new IllegalArgumentException("plan is null: give one, such as PruningPlan.paperLstm(20)");
        }
        return plan;
    }

    /**
     * Adds this listener to a network and makes all checks at once, instead of at the first iteration.
     *
     * @param model a {@link MultiLayerNetwork} or {@link ComputationGraph}, initialised
     * @return this
     * @throws IllegalArgumentException if the network cannot be pruned, or not by this plan
     * @throws IllegalStateException if it has a PruningListener already
     */
    public PruningListener attachTo(Model model) {
        attachment(model);
        if (!listeners(model).contains(this)) {
            if (model instanceof MultiLayerNetwork net) {
                net.addListeners(this);
            } else {
                ((ComputationGraph) model).addListeners(this);
            }
        }
        return this;
    }

    @Override
    public void onEpochStart(Model model) {
        attachment(model).insideEpoch = true;
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
        attachment(model).requireAllCalls();
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
        attachment(model).requireAllCalls();
    }

    @Override
    public void onBackwardPass(Model model) {
        attachment(model).backwardPass();
    }

    @Override
    public void onGradientCalculation(Model model) {
        attachment(model).beforeUpdate();
    }

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
        attachment(model).pruner.afterUpdate();
    }

    @Override
    public void onEpochEnd(Model model) {
        attachment(model).epochEnd();
    }

    /**
     * What is pruned now.
     *
     * @return a report on the network that was trained last
     * @throws IllegalStateException if no network has been trained with this listener yet
     */
    public SparsityReport report() {
        return SparsityReport.of(pruner());
    }

    /**
     * The updates of the masks so far, without those before the network was saved and loaded.
     *
     * @return in order of time
     * @throws IllegalStateException if no network has been trained with this listener yet
     */
    public PruningHistory history() {
        return new PruningHistory(pruner().updates());
    }

    /**
     * The pruner at work.
     *
     * @return of the network that was trained last
     * @throws IllegalStateException if no network has been trained with this listener yet
     */
    public Pruner pruner() {
        if (attachments.isEmpty()) {
            throw new IllegalStateException(
                    "this PruningListener has seen no training yet: add it to a network and call"
                            + " fit(..), or attach it at once with attachTo(net)");
        }
        return attachments.get(attachments.size() - 1).pruner;
    }

    /** The attachment of a model, made when the model is first seen. The last in the list is the one in use. */
    private Attachment attachment(Model model) {
        for (int i = attachments.size() - 1; i >= 0; i--) {
            Attachment known = attachments.get(i);
            if (known.model == model) {
                if (i < attachments.size() - 1) {
                    attachments.add(attachments.remove(i));
                }
                known.thread = Thread.currentThread();
                return known;
            }
        }
        for (Attachment known : attachments) {
            if (known.thread != Thread.currentThread()) {
                throw new IllegalStateException("one PruningListener is used in two threads for two networks, as"
                        + " ParallelWrapper does with its copies: the copies would prune different weights, so this is not"
                        + " supported; train in one thread, or give each network a listener of its own");
            }
        }
        try (MemoryWorkspace ignored = Nd4j.getMemoryManager().scopeOutOfWorkspaces()) {
            Attachment fresh = new Attachment(model);
            attachments.add(fresh);
            return fresh;
        }
    }

    static Collection<TrainingListener> listeners(Model model) {
        return model instanceof MultiLayerNetwork net ? net.getListeners() : ((ComputationGraph) model).getListeners();
    }

    /** One network under this listener's care. */
    private final class Attachment {
        private final Model model;
        private final NetworkModel network;
        private final Pruner pruner;
        private Thread thread = Thread.currentThread();
        private long epoch; // completed epochs of the run
        private int modelEpoch; // the model's counter as expected in the next iteration
        private boolean insideEpoch;
        private int awaiting = -1; // iteration whose backward pass was seen, until its gradient comes by

        Attachment(Model model) {
            this.model = model;
            this.network = NetworkModel.of(model);
            for (TrainingListener other : listeners(model)) {
                if (other instanceof PruningListener && other != PruningListener.this) {
                    throw new IllegalStateException(
                            "the network has a PruningListener already: two would prune against each"
                                    + " other; remove one (setListeners(..) replaces all listeners)");
                }
            }
            Optional<NetworkModel.Stored> stored = network.load();
            this.pruner = new Pruner(network, state(stored));
            this.epoch = pruner.epoch();
            this.modelEpoch = modelEpoch();
            if (start != Start.RESTART) {
                stored.map(NetworkModel.Stored::position).ifPresent(this::mendCounters);
            }
            store(modelIteration(), false);
        }

        private PruningState state(Optional<NetworkModel.Stored> stored) {
            if (start == Start.RESUME) {
                NetworkModel.Stored found = stored.orElseThrow(() -> new IllegalArgumentException(
                        "the network carries no pruning masks: it was never trained with a PruningListener, or has been"
                                + " stripped; begin with PruningListener.of(plan)"));
                PruningPlan own = PlanCodec.decode(found.plan(), found.masks().names());
                return new PruningState(
                        own, found.position().step(), found.position().epoch(), found.masks());
            }
            if (start == Start.RESTART || stored.isEmpty()) {
                Masks masks = stored.map(NetworkModel.Stored::masks).orElse(new Masks(Map.of()));
                return new PruningState(plan, 0, 0, masks);
            }
            NetworkModel.Stored found = stored.get();
            if (!PlanCodec.encode(plan).equals(found.plan())) {
                throw new IllegalArgumentException(
                        "the network was pruned by another plan, " + found.plan() + ", than this, "
                                + PlanCodec.encode(plan)
                                + ": go on with PruningListener.resume(), or begin the new plan on top of"
                                + " the old masks with PruningListener.restart(plan)");
            }
            List<String> chosen = network.parameters().stream()
                    .filter(plan::selects)
                    .map(parameter -> parameter.name())
                    .toList();
            if (!found.masks().names().containsAll(chosen)) {
                throw new IllegalArgumentException(
                        "the plan prunes " + chosen + ", but the network carries masks only for "
                                + found.masks().names()
                                + ": it is the plan of another network, or the network has changed since;"
                                + " begin anew with PruningListener.restart(plan)");
            }
            return new PruningState(
                    plan, found.position().step(), found.position().epoch(), found.masks());
        }

        /**
         * DL4J raises its counters only after the listeners have run, so a file written by one of them is an iteration or an
         * epoch behind; Adam's bias correction and schedules of the learning rate would repeat a step.
         */
        private void mendCounters(PruningMask.Position saved) {
            if (modelIteration() == saved.modelIteration() - 1 && modelEpoch() == saved.modelEpoch()) {
                setModelIteration(saved.modelIteration());
            } else if (modelIteration() == saved.modelIteration()) {
                boolean beforeOurs = saved.insideEpoch() && modelEpoch() == saved.modelEpoch();
                boolean afterOurs = !saved.insideEpoch() && modelEpoch() == saved.modelEpoch() - 1;
                if (beforeOurs) {
                    epoch++; // the file was written at the end of an epoch, before this listener was told of the end
                }
                if (beforeOurs || afterOurs) {
                    setModelEpoch(modelEpoch() + 1);
                }
            }
            modelEpoch = modelEpoch();
        }

        void backwardPass() {
            awaiting = modelIteration();
        }

        /** ComputationGraph.clone() shares the list of listeners, but gives the clone's optimizer none of them. */
        void requireAllCalls() {
            if (awaiting >= 0 && modelIteration() > awaiting) {
                throw new IllegalStateException(
                        "the network trained iteration " + awaiting + " without showing its gradient to"
                                + " the PruningListener, so pruned weights were updated: if it was made by ComputationGraph.clone(),"
                                + " its optimizer has no listeners; clone again and call clone.addListeners() without arguments"
                                + " before fit, which hands them over");
            }
        }

        void beforeUpdate() {
            awaiting = -1;
            if (pruner.step() == 0
                    && !insideEpoch
                    && pruner.plan().schedule().window().unit() == PruningWindow.Unit.EPOCHS) {
                log.warn(
                        "the plan counts epochs, but this training calls fit with single batches, which counts none: raise"
                                + " the network's epoch counter after each epoch, use fit(iterator), or a window in iterations");
            }
            epoch += Math.max(0, modelEpoch() - modelEpoch);
            modelEpoch = modelEpoch();
            pruner.beforeUpdate(epoch);
            store(modelIteration() + 1, true);
        }

        void epochEnd() {
            requireAllCalls();
            pruner.enforce();
            epoch++;
            modelEpoch = modelEpoch() + 1;
            insideEpoch = false;
            store(modelIteration(), false);
        }

        private void store(int iteration, boolean guarded) {
            PruningState state = new PruningState(pruner.plan(), pruner.step(), epoch, pruner.masks());
            network.store(
                    state, new PruningMask.Position(pruner.step(), epoch, iteration, modelEpoch, insideEpoch), guarded);
        }

        private int modelIteration() {
            return model instanceof MultiLayerNetwork net
                    ? net.getLayerWiseConfigurations().getIterationCount()
                    : ((ComputationGraph) model).getConfiguration().getIterationCount();
        }

        private int modelEpoch() {
            return model instanceof MultiLayerNetwork net
                    ? net.getLayerWiseConfigurations().getEpochCount()
                    : ((ComputationGraph) model).getConfiguration().getEpochCount();
        }

        private void setModelIteration(int iteration) {
            if (model instanceof MultiLayerNetwork net) {
                net.setIterationCount(iteration);
            } else {
                ((ComputationGraph) model).getConfiguration().setIterationCount(iteration);
            }
        }

        private void setModelEpoch(int epoch) {
            if (model instanceof MultiLayerNetwork net) {
                net.setEpochCount(epoch);
            } else {
                ((ComputationGraph) model).getConfiguration().setEpochCount(epoch);
            }
        }
    }
}
