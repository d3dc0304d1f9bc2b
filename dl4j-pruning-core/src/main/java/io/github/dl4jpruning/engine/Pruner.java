package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.mask.Masks;
import io.github.dl4jpruning.mask.WeightMask;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Candidate;
import io.github.dl4jpruning.selection.ExactSelection;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Synaptic pruning of one model (Vos et al., arXiv 2508.09330): at the steps of the schedule the least important of the
 * weights still active go for good; their weight, gradient and optimizer state are zero from then on.
 *
 * <p>The listeners drive it. In a training loop of your own, call it around every update of the weights:
 *
 * <pre>{@code
 * Pruner pruner = new Pruner(NetworkModel.of(net), plan);
 * for (int epoch = 0; epoch < epochs; epoch++) {
 *     net.computeGradientAndScore();
 *     pruner.beforeUpdate(epoch);   // counts the step, prunes when due, masks the gradient
 *     update(net);                  // your optimizer
 *     pruner.afterUpdate();         // checks that nothing came back
 * }
 * }</pre>
 *
 * <p>Deterministic: the masks depend on the weights alone. Not safe for use by several threads at once.
 */
public final class Pruner {

    private static final Logger log = LoggerFactory.getLogger(Pruner.class);
    private static final long CHECKED_PER_STEP = 100_000;

    private final PrunableModel model;
    private final PruningPlan plan;
    private final List<WeightParameter> chosen;
    private final List<WeightParameter> skipped;
    private final int largestBlock;
    private final List<PruningUpdate> updates = new ArrayList<>();
    private final Map<String, Long> prunedLast = new LinkedHashMap<>();
    private Masks masks;
    private static final String LOST_STATE =
            "the model has been trained before, but its optimizer has no state: it was saved or loaded"
                    + " without, or stripped. So Adam and the like begin anew, their first updates are larger, and the result is another than that"
                    + " of one training; to resume to the last bit, save and load the model with the state of its updater";

    private Map<String, String> notes;
    private boolean optimizerStateLost;
    private long step;
    private long epoch;
    private long zeroedAgain;

    /**
     * Begins at step 0 with nothing pruned.
     *
     * @param model to prune
     * @param plan to follow
     * @throws IllegalArgumentException if the plan selects no parameter of the model, or one that has no blocks as it
     *     wants them, or its last sparsity cannot be reached under the cap
     */
    public Pruner(PrunableModel model, PruningPlan plan) {
        this(model, new PruningState(plan, 0, 0, new Masks(Map.of())));
    }

    /**
     * Goes on where another pruner stopped. Parameters that the plan selects and the state has no mask for begin with
     * nothing pruned.
     *
     * @param model to prune
     * @param state of the other pruner
     * @throws IllegalArgumentException as in the other constructor, or if a mask does not fit the model
     */
    public Pruner(PrunableModel model, PruningState state) {
        this.model = model;
        this.plan = state.plan();
        this.step = state.step();
        this.epoch = state.epoch();
        this.notes = state.notes();
        List<WeightParameter> parameters = model.parameters();
        this.chosen = parameters.stream().filter(plan::selects).toList();
        this.skipped = parameters.stream().filter(p -> !plan.selects(p)).toList();
        if (chosen.isEmpty()) {
            throw new IllegalArgumentException("the plan selects no weights to prune; the parameters of this model are "
                    + parameters + ": change include and exclude of the plan");
        }
        requireBlocks();
        Set<String> strangers = new LinkedHashSet<>(state.masks().names());
        chosen.forEach(p -> strangers.remove(p.name()));
        if (!strangers.isEmpty()) {
            throw new IllegalArgumentException("there are masks for " + strangers + ", but the plan prunes "
                    + chosen.stream().map(WeightParameter::name).toList()
                    + ": it is the plan of another network, or its include and exclude have changed");
        }
        Map<String, WeightMask> initial = new LinkedHashMap<>();
        for (WeightParameter parameter : chosen) {
            WeightMask mask = state.masks().asMap().getOrDefault(parameter.name(), WeightMask.none(parameter.length()));
            if (mask.length() != parameter.length()) {
                throw new IllegalArgumentException("the mask of parameter " + parameter.name() + " is for "
                        + mask.length() + " weights, but the parameter has " + parameter.length()
                        + ": it belongs to another network");
            }
            initial.put(parameter.name(), mask);
        }
        this.masks = new Masks(initial);
        this.largestBlock = Allocation.largestBlock(candidates());
        requireReachable();
        if (masks.prunedCount() > 0) {
            zeroedAgain = notZero();
            model.apply(masks);
            if (zeroedAgain > 0) {
                log.warn(
                        "{} of the {} weights that the masks prune were not zero and have been set to zero: they were changed"
                                + " after the masks were stored, for example by setParams, by an average of several networks,"
                                + " or in a training without the listener; if they are to live, strip the masks from the model"
                                + " before you attach the listener, and begin with of(plan)",
                        zeroedAgain,
                        masks.prunedCount());
            }
        }
    }

    private void requireBlocks() {
        List<WeightParameter> without =
                chosen.stream().filter(p -> !p.layout().has(plan.granularity())).toList();
        if (!without.isEmpty()) {
            throw new IllegalArgumentException("the plan prunes " + plan.granularity() + ", but of " + without
                    + " no axis is known to run over outputs: leave them out with"
                    + " excluding(p -> p.layout().outputAxis() < 0), or prune single weights");
        }
    }

    private void requireReachable() {
        long capacity = Allocation.capacity(candidates(), plan.layerCap());
        double last = plan.schedule().finalSparsity();
        if (count(last) > capacity) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "a sparsity of %s of %d weights cannot be reached: the cap of %s per layer and one %s left per"
                            + " parameter allow %d weights, a sparsity of %.6f; lower the sparsity or raise layerCap",
                    last,
                    masks.weightCount(),
                    plan.layerCap(),
                    largestBlock == 1 ? "weight" : "block",
                    capacity,
                    capacity / (double) masks.weightCount()));
        }
    }

    private long count(double sparsity) {
        return (long) Math.floor(sparsity * masks.weightCount());
    }

    private List<Candidate> candidates() {
        return chosen.stream()
                .map(p -> new Candidate(
                        p.name(),
                        p.layer(),
                        model.magnitudes(p),
                        masks.of(p.name()),
                        p.layout().blocks(plan.granularity())))
                .toList();
    }

    /**
     * To be called once in every iteration, after the gradient has been computed and before it is used: counts the
     * step, updates the masks if the schedule says so, and masks the gradient.
     *
     * @param epoch completed epochs, from 0
     * @throws IllegalStateException if weights that are NaN would have to be pruned
     */
    public void beforeUpdate(long epoch) {
        this.step++;
        this.epoch = epoch;
        if (plan.schedule().isDue(step, epoch)) {
            double target = plan.schedule().targetAt(step, epoch);
            long count = count(target);
            if (!isReached(count)) {
                update(target, count);
            }
        }
        if (masks.prunedCount() > 0) {
            model.maskGradients();
        }
    }

    private boolean isReached(long count) {
        return count - masks.prunedCount() < largestBlock;
    }

    /**
     * Whether the masks have come as near to a sparsity as they can.
     *
     * @param sparsity fraction of the prunable weights, in [0, 1)
     * @return true if no weight is missing, or with blocks fewer weights than the largest block has
     */
    public boolean hasReached(double sparsity) {
        return isReached(count(sparsity));
    }

    private void update(double target, long count) {
        long start = System.nanoTime();
        Masks before = masks;
        ExactSelection.Result result =
                plan.allocation().select(candidates(), plan.importance(), count, plan.layerCap());
        if (result.tookNaN()) {
            throw new IllegalStateException(
                    "at step " + step + " weights that are NaN would have to be pruned (" + nans()
                            + "): the training has diverged; lower the learning rate or clip the gradients, and go on from the last"
                            + " good checkpoint");
        }
        Map<String, WeightMask> grown = new LinkedHashMap<>();
        for (int i = 0; i < chosen.size(); i++) {
            grown.put(chosen.get(i).name(), result.masks().get(i));
        }
        masks = new Masks(grown);
        model.apply(masks);
        chosen.forEach(p -> prunedLast.put(
                p.name(), masks.of(p.name()).prunedCount() - before.of(p.name()).prunedCount()));
        PruningUpdate update = new PruningUpdate(
                step,
                epoch,
                target,
                masks.prunedCount(),
                masks.weightCount(),
                masks.prunedCount() - before.prunedCount(),
                result.threshold(),
                result.nanCount(),
                (System.nanoTime() - start) / 1000);
        updates.add(update);
        log.info(
                "step {}: pruned {} more, {} of {} weights, sparsity {} (target {})",
                step,
                update.prunedNow(),
                update.pruned(),
                update.weights(),
                String.format(Locale.ROOT, "%.4f", update.achievedSparsity()),
                String.format(Locale.ROOT, "%.4f", target));
        if (update.nanCount() > 0) {
            log.warn("step {}: weights are NaN: {}", step, nans());
        }
    }

    private String nans() {
        StringBuilder text = new StringBuilder();
        for (Candidate candidate : candidates()) {
            long nans = ExactSelection.nanCount(candidate);
            if (nans > 0) {
                text.append(text.isEmpty() ? "" : ", ")
                        .append(candidate.name())
                        .append(": ")
                        .append(nans)
                        .append(" of ")
                        .append(candidate.pruned().activeCount())
                        .append(" active weights");
            }
        }
        return text.toString();
    }

    /**
     * To be called after the update of the weights: sets pruned weights to zero again should anything have changed
     * them. Models of more than 100,000 prunable weights are looked at every few steps only, so that the look costs
     * nothing that could be measured; see {@link #zeroedAgain}.
     */
    public void afterUpdate() {
        if (masks.prunedCount() > 0) {
            model.clearResidue();
        }
        long interval = 1 + (masks.weightCount() - 1) / CHECKED_PER_STEP;
        if (step % interval == 0) {
            enforce();
        }
    }

    /** Sets pruned weights to zero again, now. */
    public void enforce() {
        if (masks.prunedCount() > 0) {
            long found = model.enforce();
            if (found > 0) {
                zeroedAgain += found;
                log.warn("step {}: {} pruned weights were no longer zero and have been set to zero again", step, found);
            }
        }
    }

    /**
     * The plan that is followed.
     *
     * @return the plan
     */
    public PruningPlan plan() {
        return plan;
    }

    /**
     * The masks of all chosen parameters.
     *
     * @return immutable; another object after every update
     */
    public Masks masks() {
        return masks;
    }

    /**
     * Iterations of the run so far.
     *
     * @return the step of the last {@link #beforeUpdate}, 0 before the first
     */
    public long step() {
        return step;
    }

    /**
     * Completed epochs at the last step.
     *
     * @return from 0
     */
    public long epoch() {
        return epoch;
    }

    /**
     * What it takes to go on later.
     *
     * @return plan, step, epoch, masks and notes
     */
    public PruningState state() {
        return new PruningState(plan, step, epoch, masks, notes);
    }

    /**
     * Keeps a text with the plan, the step and the masks, in the model's own file: for what a criterion or a search
     * must remember to go on where it stopped. A listener writes it into the model with the masks, in the next
     * iteration or at the end of the epoch; a run that begins anew over old masks ({@link PruningStart#restart}) begins
     * without notes.
     *
     * @param key of the note; another text under the same key is replaced
     * @param text of any length
     * @throws IllegalArgumentException if the key is null or blank, or the text is null
     */
    public void putNote(String key, String text) {
        notes = Notes.with(notes, key, text);
    }

    /**
     * The text that {@link #putNote} has kept, in this run or in the one that it resumes.
     *
     * @param key of the note
     * @return the text, or nothing if there is no such note
     */
    public Optional<String> note(String key) {
        return Optional.ofNullable(notes.get(key));
    }

    /** To be called when a run goes on without the optimizer state that it had. */
    void lostOptimizerState() {
        optimizerStateLost = true;
        log.warn("{}", LOST_STATE);
    }

    /**
     * What to know about the results of this run, such as that it went on without the optimizer state that it had.
     *
     * @return sentences; empty if all is as it should be
     */
    public List<String> warnings() {
        return optimizerStateLost ? List.of(LOST_STATE) : List.of();
    }

    /**
     * All notes.
     *
     * @return texts by key; immutable, another object after every {@link #putNote}
     */
    public Map<String, String> notes() {
        return notes;
    }

    /**
     * The parameters that are pruned.
     *
     * @return in the order of the model
     */
    public List<WeightParameter> chosen() {
        return chosen;
    }

    /**
     * The parameters that are left alone, each with its reason.
     *
     * @return in the order of the model
     */
    public List<WeightParameter> skipped() {
        return skipped;
    }

    /**
     * The updates of the masks by this pruner, without those before it was resumed.
     *
     * @return in order of time
     */
    public List<PruningUpdate> updates() {
        return Collections.unmodifiableList(updates);
    }

    /**
     * How many weights of a parameter went in the last update.
     *
     * @param parameter name
     * @return a count, 0 before the first update
     */
    public long prunedAtLastUpdate(String parameter) {
        return prunedLast.getOrDefault(parameter, 0L);
    }

    /**
     * Counts the pruned weights that are not zero at this moment, without changing them: 0 unless other code has
     * written to the weights since the last iteration.
     *
     * @return a count
     */
    public long notZero() {
        return MaskCheck.notZero(model, masks);
    }

    /**
     * How many times a pruned weight was found not to be zero and set to zero again: 0 unless other code writes to the
     * weights. What was found when this pruner began is counted, too.
     *
     * @return a count over the run of this pruner
     */
    public long zeroedAgain() {
        return zeroedAgain;
    }
}
