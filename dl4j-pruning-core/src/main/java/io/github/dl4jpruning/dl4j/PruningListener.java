package io.github.dl4jpruning.dl4j;

import io.github.dl4jpruning.engine.Pruner;
import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.engine.PruningStart;
import io.github.dl4jpruning.engine.UpdateGate;
import io.github.dl4jpruning.report.PruningHistory;
import io.github.dl4jpruning.report.SparsityReport;
import io.github.dl4jpruning.schedule.TrainingLength;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.NeuralNetwork;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Prunes a {@link MultiLayerNetwork} or {@link ComputationGraph} while it trains.
 *
 * <pre>{@code
 * DropoutReplacement.in(net);
 * PruningListener listener = PruningListener.of(PruningPlan.paperLstm(20));
 * net.addListeners(listener);
 * net.fit(iterator, 20);
 * System.out.println(listener.report());
 * }</pre>
 *
 * <p>In every iteration, between the computation of the gradient and the updater: the masks are updated if the schedule
 * says so, and weight, gradient and updater state of everything pruned are zero from then on. So whatever listeners
 * see, in whatever order they stand, and whatever checkpoints hold, has exact zeros.
 *
 * <p>Plan, step and masks travel in the network's configuration ({@link PruningMask}), so any file that DL4J writes of
 * the network, with its updater, resumes to the last bit:
 *
 * <pre>{@code
 * MultiLayerNetwork net = MultiLayerNetwork.load(file, true);
 * net.addListeners(PruningListener.resume());
 * net.fit(iterator, 10);
 * }</pre>
 *
 * <p>Files that DL4J's CheckpointListener writes hold counters that are one iteration, or one epoch, behind their
 * weights; attaching the listener sets them right. The step and the epoch of the schedule are counted by the listener
 * and do not depend on the counters of the model, which clones and early stopping reset. Epochs are counted at
 * {@code onEpochEnd}, and when the model's own counter is raised by other means.
 *
 * <p>A network keeps the configuration that it was built from by reference. When the listener is attached, by
 * {@link #attachTo} or at the first iteration, the network gets a copy of its own, so that other networks built from
 * the same configuration, before or after, know nothing of the masks. From then on, ask the network for its
 * configuration.
 *
 * <p>When the listener is attached, the masks that the network carries are compared with its weights: see
 * {@link PruningStart}. What to call after transfer learning, and when: {@code docs/transfer.md}.
 *
 * <p>One network at a time has a listener of its own. ParallelWrapper and Spark are refused: they train copies of the
 * network that would prune different weights.
 */
@SuppressWarnings("try") // a workspace scope is used by being open
public final class PruningListener extends BaseTrainingListener {

    private final PruningStart start;
    private final List<Attachment> attachments = new ArrayList<>();

    private PruningListener(PruningStart start) {
        this.start = start;
    }

    /**
     * Prunes by a plan: from its beginning if the network has never been pruned, and from where it stopped if the
     * network was saved in the course of the same plan.
     *
     * @param plan to follow
     * @return a listener for one network
     * @throws IllegalArgumentException if the plan is null
     */
    public static PruningListener of(PruningPlan plan) {
        return new PruningListener(PruningStart.of(plan));
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
        return new PruningListener(PruningStart.of(plan, length));
    }

    /**
     * Goes on with the plan that the network carries.
     *
     * @return a listener for one network
     */
    public static PruningListener resume() {
        return new PruningListener(PruningStart.resume());
    }

    /**
     * Begins a plan at step 0, keeping the masks that the network carries, if any: to prune a pruned network further,
     * or one that has changed since. Masks that do not belong to the weights any more are dropped, and a warning names
     * them.
     *
     * @param plan to follow
     * @return a listener for one network
     * @throws IllegalArgumentException if the plan is null
     */
    public static PruningListener restart(PruningPlan plan) {
        return new PruningListener(PruningStart.restart(plan));
    }

    /**
     * Begins a plan at step 0, taking the weights that are zero for the pruned ones: for a network that was pruned
     * elsewhere, or whose masks were stripped. Masks that the network carries are replaced.
     *
     * @param plan to follow; the zeros of the parameters that it selects stay zero, those of others may change
     * @return a listener for one network
     * @throws IllegalArgumentException if the plan is null
     */
    public static PruningListener fromZeros(PruningPlan plan) {
        return new PruningListener(PruningStart.fromZeros(plan));
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
        attachment(model).run.clock().epochStart();
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
        attachment(model).afterUpdate();
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
        return attachments.get(attachments.size() - 1).pruner();
    }

    /** Epochs of the plan that have ended. */
    long completedEpochs(Model model) {
        return attachment(model).run.clock().completedEpochs();
    }

    /** Writes masks, position and notes into the network's configuration, between two iterations. */
    void store(Model model) {
        attachment(model).storeBetweenUpdates();
    }

    /** Adds a listener of this kind to a network, and makes all checks at once. */
    static PruningListener attach(Model model, PruningStart start) {
        return new PruningListener(start).attachTo(model);
    }

    /** The attachment of a model, made when the model is first seen. The last in the list is the one in use. */
    private Attachment attachment(Model model) {
        synchronized (attachments) { // which a thread that saves the model reads
            return attachmentOf(model);
        }
    }

    private Attachment attachmentOf(Model model) {
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

    /**
     * Writes a model while no thread updates it: waits for the end of an update if a listener of this kind is at work
     * on it, and holds up the next one; otherwise notices afterwards that it was trained.
     */
    static void betweenUpdates(Model model, UpdateGate.Writing work) throws IOException {
        NetworkWriter.updaterState(
                model); // makes the updater if there is none yet, under the lock of a training that begins
        for (TrainingListener listener : listeners(model)) {
            if (listener instanceof PruningListener ours) {
                Optional<Attachment> known = ours.known(model);
                if (known.isPresent()) {
                    known.get().gate.write(work);
                    return;
                }
            }
        }
        int before = iteration(model);
        work.write();
        if (iteration(model) != before) {
            throw new IOException("the model was not saved: it was trained in the meantime, from iteration " + before
                    + " to " + iteration(model) + "; save it from a listener, or after fit has returned");
        }
    }

    private static int iteration(Model model) {
        return model instanceof MultiLayerNetwork net
                ? net.getIterationCount()
                : ((ComputationGraph) model).getIterationCount();
    }

    private Optional<Attachment> known(Model model) {
        synchronized (attachments) {
            return attachments.stream().filter(known -> known.model == model).findFirst();
        }
    }

    static Collection<TrainingListener> listeners(Model model) {
        return model instanceof MultiLayerNetwork net ? net.getListeners() : ((ComputationGraph) model).getListeners();
    }

    /** One network under this listener's care. */
    private final class Attachment {
        private final Model model;
        private final NetworkModel network;
        private final PruningStart.Run run;
        private final UpdateGate gate = new UpdateGate();
        private Thread thread = Thread.currentThread();
        private int awaiting = -1; // iteration whose backward pass was seen, until its gradient comes by
        private boolean updating; // between the gradient and the end of the iteration

        Attachment(Model model) {
            this.model = model;
            requireAlone();
            this.network = NetworkModel.withOwnConfiguration(model);
            this.run = start.begin(network, network, network.load(start.masksOnly()));
            network.removeMasks(false); // what was dropped is not to come back
            store(0, false);
        }

        private void requireAlone() {
            int found = 0;
            for (TrainingListener other :
                    model instanceof NeuralNetwork ? listeners(model) : List.<TrainingListener>of()) {
                if (other == PruningListener.this) {
                    found++;
                } else if (other instanceof PruningListener) {
                    throw new IllegalStateException(
                            "the network has a PruningListener already: two would prune against each"
                                    + " other; remove one (setListeners(..) replaces all listeners)");
                }
            }
            if (found > 1) {
                throw new IllegalStateException("the network has the same PruningListener " + found
                        + " times, which would count every iteration as often: add it once (setListeners(..) replaces all"
                        + " listeners)");
            }
        }

        Pruner pruner() {
            return run.pruner();
        }

        void backwardPass() {
            awaiting = network.iteration();
        }

        /** ComputationGraph.clone() shares the list of listeners, but gives the clone's optimizer none of them. */
        void requireAllCalls() {
            if (awaiting >= 0 && network.iteration() > awaiting) {
                throw new IllegalStateException(
                        "the network trained iteration " + awaiting + " without showing its gradient to"
                                + " the PruningListener, so pruned weights were updated: if it was made by ComputationGraph.clone(),"
                                + " its optimizer has no listeners; clone again and call clone.addListeners() without arguments"
                                + " before fit, which hands them over");
            }
        }

        void beforeUpdate() {
            if (updating) { // twice in one iteration, or the last was cut off by an exception
                requireAlone();
            }
            awaiting = -1;
            updating = true;
            gate.beginUpdate();
            run.beforeUpdate();
            store(1, true);
        }

        void afterUpdate() {
            if (!updating) {
                throw new IllegalStateException(
                        "the PruningListener was told that an iteration is done, but was not shown its"
                                + " gradient, so nothing can be pruned: a listener around it, such as ComposableIterationListener, hands on"
                                + " only some of the calls; add the PruningListener to the network itself, with"
                                + " addListeners(listener) or attachTo(net)");
            }
            updating = false;
            pruner().afterUpdate();
            gate.endUpdate();
        }

        void epochEnd() {
            requireAllCalls();
            gate.beginUpdate();
            run.epochEnd();
            store(0, false);
            gate.endUpdate();
        }

        void storeBetweenUpdates() {
            gate.beginUpdate();
            store(0, false);
            gate.endUpdate();
        }

        private void store(int ahead, boolean guarded) {
            network.store(pruner(), run.clock().position(pruner().step(), ahead), guarded);
        }
    }
}
