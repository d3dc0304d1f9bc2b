package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.TrainingLength;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How a listener begins: with a plan, with the one in the model, or with a new plan over the masks, or the zeros, in
 * the model.
 *
 * <p>The masks that a model carries are compared with its weights. A mask that does not fit is dropped, and a warning
 * says so: its parameter does not exist, has another length, or is not zero anywhere the mask prunes, as weights are
 * that transfer learning has initialised anew, or those of another network. Single weights that are not zero where they
 * should be are set to zero and counted, see {@link Pruner#zeroedAgain}.
 */
public final class PruningStart {

    private static final Logger log = LoggerFactory.getLogger(PruningStart.class);

    /** A model with a larger share of zeros that no mask covers has been pruned by somebody. */
    private static final double MANY_ZEROS = 0.05;

    private enum Kind {
        PLAN,
        RESUME,
        RESTART,
        ZEROS
    }

    private final Kind kind;
    private final PruningPlan plan; // null to take the one in the model

    private PruningStart(Kind kind, PruningPlan plan) {
        this.kind = kind;
        this.plan = plan;
    }

    /**
     * From the beginning of a plan in a model that was never pruned, or from where it stopped in the course of this
     * plan.
     *
     * @param plan to follow
     * @return the start
     * @throws IllegalArgumentException if the plan is null
     */
    public static PruningStart of(PruningPlan plan) {
        return new PruningStart(Kind.PLAN, require(plan));
    }

    /**
     * The same, after a check that the schedule comes to its end within the training.
     *
     * @param plan to follow
     * @param length of the training, from step 1
     * @return the start
     * @throws IllegalArgumentException if the plan is null or cannot reach its end in time
     */
    public static PruningStart of(PruningPlan plan, TrainingLength length) {
        require(plan).schedule().requireReachedWithin(length);
        return of(plan);
    }

    /**
     * Where the plan in the model stopped.
     *
     * @return the start
     */
    public static PruningStart resume() {
        return new PruningStart(Kind.RESUME, null);
    }

    /**
     * From the beginning of a plan, keeping the masks in the model, if any.
     *
     * @param plan to follow
     * @return the start
     * @throws IllegalArgumentException if the plan is null
     */
    public static PruningStart restart(PruningPlan plan) {
        return new PruningStart(Kind.RESTART, require(plan));
    }

    /**
     * From the beginning of a plan, taking the zeros in the model for its masks, whatever masks it carries.
     *
     * @param plan to follow
     * @return the start
     * @throws IllegalArgumentException if the plan is null
     */
    public static PruningStart fromZeros(PruningPlan plan) {
        return new PruningStart(Kind.ZEROS, require(plan));
    }

    /**
     * Whether the plan and the position in a model do not matter, and may contradict each other.
     *
     * @return true for a restart, and for a start from zeros
     */
    public boolean masksOnly() {
        return kind == Kind.RESTART || kind == Kind.ZEROS;
    }

    private static PruningPlan require(PruningPlan plan) {
        if (plan == null) {
            throw new IllegalArgumentException("plan is null: give one, such as PruningPlan.paperLstm(20)");
        }
        return plan;
    }

    /**
     * What was found in a model.
     *
     * @param plan as JSON text, see {@link PlanCodec}
     * @param position of the run
     * @param masks of its parameters
     * @param notes of its pruner, see {@link Pruner#putNote}
     */
    public record Stored(String plan, RunPosition position, Masks masks, Map<String, String> notes) {

        /**
         * Takes a copy of the notes.
         *
         * @param plan as JSON text, see {@link PlanCodec}
         * @param position of the run
         * @param masks of its parameters
         * @param notes of its pruner, see {@link Pruner#putNote}
         * @throws IllegalArgumentException if the notes are null
         */
        public Stored {
            notes = Notes.copy(notes);
        }
    }

    /**
     * The pruner of a model, and the clock of its run, with the model's counters set right if it goes on.
     *
     * @param model to prune
     * @param counters of the model
     * @param stored what was found in it
     * @return both, ready for the next iteration
     * @throws IllegalArgumentException if there is nothing to resume, or what is stored belongs to another plan or
     *     network
     */
    public Run begin(PrunableModel model, RunClock.Counters counters, Optional<Stored> stored) {
        Optional<Stored> found = kind == Kind.ZEROS ? Optional.empty() : stored;
        MaskCheck.Fit fit = MaskCheck.fit(model, found.map(Stored::masks).orElse(new Masks(Map.of())));
        warnOfDropped(fit);
        if (isAllDropped(fit) && kind == Kind.PLAN) {
            found = Optional.empty(); // as if it had never been pruned
        }
        boolean stateIsLost = found.isPresent()
                && found.get().position().step() > 0
                && counters.iteration() > 0
                && model.optimizerBeginsAnew();
        Pruner pruner = new Pruner(model, state(model, found, fit));
        if (kind != Kind.ZEROS) {
            warnOfZerosWithoutMask(model, pruner);
        }
        if (stateIsLost) {
            pruner.lostOptimizerState();
        }
        RunClock clock = new RunClock(counters, pruner.epoch());
        if (!masksOnly()) {
            found.map(Stored::position).ifPresent(clock::mend);
        }
        return new Run(pruner, clock);
    }

    private static boolean isAllDropped(MaskCheck.Fit fit) {
        return !fit.dropped().isEmpty() && fit.masks().prunedCount() == 0;
    }

    private static void warnOfDropped(MaskCheck.Fit fit) {
        if (!fit.dropped().isEmpty()) {
            log.warn(
                    "masks that do not belong to the weights are dropped, and nothing is pruned there for now: {}. So it is with"
                            + " layers that transfer learning has initialised anew, and with a network that was built from the"
                            + " configuration of a pruned one; restart(plan) prunes them by a plan of their own",
                    String.join(", ", fit.dropped()));
        }
    }

    private void warnOfZerosWithoutMask(PrunableModel model, Pruner pruner) {
        // Who resumes gets no more parameters than there are masks for: others may have lost theirs.
        List<WeightParameter> looked = kind == Kind.RESUME
                ? model.parameters().stream()
                        .filter(parameter -> parameter.status() == WeightParameter.Status.DEFAULT)
                        .toList()
                : pruner.chosen();
        long zeros = MaskCheck.zerosWithoutMask(model, looked, pruner.masks());
        long weights = looked.stream().mapToLong(WeightParameter::length).sum();
        if (zeros > MANY_ZEROS * weights) {
            log.warn(
                    "{} of the {} weights are zero, but no mask covers them, so the next update makes them something else: if the"
                            + " model was pruned before, its masks were stripped or lost; begin with fromZeros(plan), which takes"
                            + " the zeros for the masks",
                    zeros,
                    weights);
        }
    }

    /**
     * A pruner and the clock that tells it the epochs.
     *
     * @param pruner of the model
     * @param clock of the run
     */
    public record Run(Pruner pruner, RunClock clock) {

        /** One iteration, after the gradient has been computed (or before, where gradients are masked one by one). */
        public void beforeUpdate() {
            if (pruner.step() == 0
                    && !clock.insideEpoch()
                    && pruner.plan().schedule().window().unit() == PruningWindow.Unit.EPOCHS) {
                log.warn(
                        "the plan counts epochs, but this training calls fit with single batches, which counts none: raise"
                                + " the network's epoch counter after each epoch, use fit(iterator), or a window in iterations");
            }
            pruner.beforeUpdate(clock.tick());
        }

        /** The end of an epoch. */
        public void epochEnd() {
            pruner.enforce();
            clock.epochEnd();
        }
    }

    private PruningState state(PrunableModel model, Optional<Stored> stored, MaskCheck.Fit fit) {
        if (kind == Kind.RESUME) {
            Stored found = stored.orElseThrow(() -> new IllegalArgumentException(
                    "the network carries no pruning masks: it was never trained with a PruningListener, or has been"
                            + " stripped; begin with PruningListener.of(plan), or PruningListener.fromZeros(plan) if its zeros"
                            + " are to be kept"));
            PruningPlan own = PlanCodec.decode(found.plan, found.masks.names());
            if (isAllDropped(fit)) {
                throw new IllegalArgumentException(
                        "the network carries pruning masks, but none of them belongs to its weights: "
                                + String.join(", ", fit.dropped())
                                + ". The weights are not those that were pruned; begin with PruningListener.of(plan)");
            }
            return new PruningState(own, found.position.step(), found.position.epoch(), fit.masks(), found.notes);
        }
        if (masksOnly() || stored.isEmpty()) {
            return new PruningState(plan, 0, 0, kind == Kind.ZEROS ? MaskCheck.zeros(model, plan) : fit.masks());
        }
        Stored found = stored.get();
        if (!PlanCodec.encode(plan).equals(found.plan)) {
            throw new IllegalArgumentException("the network was pruned by another plan, " + found.plan + ", than this, "
                    + PlanCodec.encode(plan) + ": go on with PruningListener.resume(), or begin the new plan on top of"
                    + " the old masks with PruningListener.restart(plan)");
        }
        List<String> chosen = model.parameters().stream()
                .filter(plan::selects)
                .map(WeightParameter::name)
                .toList();
        if (!fit.masks().names().containsAll(chosen)) {
            throw new IllegalArgumentException("the plan prunes " + chosen + ", but the network carries masks only for "
                    + fit.masks().names() + ": it is the plan of another network, or the network has changed since;"
                    + " begin anew with PruningListener.restart(plan)");
        }
        return new PruningState(plan, found.position.step(), found.position.epoch(), fit.masks(), found.notes);
    }
}
