package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.schedule.TrainingLength;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Granularity;
import io.github.dl4jpruning.selection.Importance;
import java.util.function.Predicate;

/**
 * Everything that decides which weights go and when. Immutable; the {@code with} methods give changed copies.
 *
 * <pre>{@code
 * PruningPlan plan = PruningPlan.early(20, 0.9);
 * PruningPlan mine = PruningPlan.of(new PruningSchedule(
 *                 SparsityCurve.zhuGuptaCubic(0, 0.9), PruningWindow.iterations(500, 5_000, 50)))
 *         .withImportance(Importance.NORMALIZED_MAGNITUDE)
 *         .withGranularity(Granularity.blocks(8))
 *         .excluding(p -> p.layer().equals("head"))
 *         .including(p -> p.layerType().equals("EmbeddingLayer"));
 * }</pre>
 *
 * @param schedule when and how much
 * @param importance what is compared
 * @param allocation how the budget spreads over the layers
 * @param layerCap largest sparsity of any layer, in (0, 1]
 * @param granularity what goes as a whole: single weights or blocks
 * @param include prunes also these of the parameters that are left out by default ({@link
 *     WeightParameter.Status#OPTIONAL})
 * @param exclude never prunes these; wins over {@code include}
 */
public record PruningPlan(
        PruningSchedule schedule,
        Importance importance,
        Allocation allocation,
        double layerCap,
        Granularity granularity,
        Predicate<WeightParameter> include,
        Predicate<WeightParameter> exclude) {

    /** The largest sparsity of a layer unless told otherwise. */
    public static final double DEFAULT_LAYER_CAP = 0.98;

    private static final int INTERVAL = 5;
    private static final int EARLY_WARM_UP = 2;
    private static final double EARLY_END = 0.3;
    private static final double EARLY_SPARSITY = 0.9;
    private static final double EARLY_LAYER_CAP = 0.99;
    private static final double SEARCH_END = 0.9;
    private static final double SEARCH_SPARSITY = 0.98;

    /**
     * Checks the arguments.
     *
     * @param schedule as above
     * @param importance as above
     * @param allocation as above
     * @param layerCap as above
     * @param granularity as above
     * @param include as above
     * @param exclude as above
     * @throws IllegalArgumentException if one is null or the cap lies outside (0, 1]
     */
    public PruningPlan {
        if (schedule == null
                || importance == null
                || allocation == null
                || granularity == null
                || include == null
                || exclude == null) {
            throw new IllegalArgumentException(
                    "a plan needs a schedule, an importance, an allocation, a granularity and two predicates;"
                            + " one of them is null");
        }
        if (!(layerCap > 0 && layerCap <= 1)) {
            throw new IllegalArgumentException(
                    "layerCap is " + layerCap + " but must lie in (0, 1]: it is the largest sparsity of a layer");
        }
    }

    /**
     * A plan with the defaults of the paper: global magnitude, single weights, matrices and kernels only, and at most
     * 98% of any layer.
     *
     * @param schedule when and how much
     * @return the plan
     */
    public static PruningPlan of(PruningSchedule schedule) {
        return new PruningPlan(
                schedule,
                Importance.MAGNITUDE,
                Allocation.GLOBAL,
                DEFAULT_LAYER_CAP,
                Granularity.WEIGHTS,
                p -> false,
                p -> false);
    }

    /**
     * The published settings for a plain recurrent network: convex cubic from 0.1 to 0.5, two epochs of warm-up, masks
     * updated every 5 iterations (Vos et al., arXiv 2508.09330).
     *
     * <p>Differs from the authors' scripts, with the reason: the last sparsity is reached in the last epoch (theirs
     * counts epochs from 0 and divides by their number, so it ends short of it); exactly the target count is pruned
     * (theirs is one short at every update); optimizer state of pruned weights is cleared (theirs keeps it); no layer
     * loses more than 98% of its weights and no parameter all of them (theirs has no such guard).
     *
     * @param epochs of the whole training, at least 4
     * @return the plan
     * @throws IllegalArgumentException if there are too few epochs for warm-up and pruning
     */
    public static PruningPlan paperRnn(int epochs) {
        return paper(epochs, 0.1, 0.5, 2);
    }

    /**
     * The published settings for an LSTM: convex cubic from 0.3 to 0.7, two epochs of warm-up, masks updated every 5
     * iterations (Vos et al., arXiv 2508.09330). Differs from the authors' scripts as {@link #paperRnn} does.
     *
     * @param epochs of the whole training, at least 4
     * @return the plan
     * @throws IllegalArgumentException if there are too few epochs for warm-up and pruning
     */
    public static PruningPlan paperLstm(int epochs) {
        return paper(epochs, 0.3, 0.7, 2);
    }

    /**
     * The published settings for the patch transformer: convex cubic from 0.01 to 0.5, five epochs of warm-up, masks
     * updated every 5 iterations (Vos et al., arXiv 2508.09330). Differs from the authors' scripts as {@link #paperRnn}
     * does, and moreover: gains of layer norm are not in the pool (theirs has them in the budget, though they are never
     * the smallest), and dropout is meant to be off (theirs leaves dropout 0.3 on in the pruning arm).
     *
     * @param epochs of the whole training, at least 7
     * @return the plan
     * @throws IllegalArgumentException if there are too few epochs for warm-up and pruning
     */
    public static PruningPlan paperPatchTst(int epochs) {
        return paper(epochs, 0.01, 0.5, 5);
    }

    /**
     * The plan to begin with: early, hard, and then left alone. Nine tenths of the weights are pruned, see {@link
     * #early(int, double)}.
     *
     * @param epochs of the whole training, at least 2
     * @return the plan
     * @throws IllegalArgumentException if there are too few epochs
     */
    public static PruningPlan early(int epochs) {
        return early(epochs, EARLY_SPARSITY);
    }

    /**
     * Prunes early and hard, then trains on at fixed masks: Zhu and Gupta's concave cubic from 0 (arXiv 1710.01878),
     * from the third epoch on (earlier in trainings of fewer than 10 epochs), at its end after 30% of the epochs, masks
     * updated every 5 iterations, at most 99% of any layer.
     *
     * <p>This is the opposite of the published plans, which are convex and end in the last epoch. It regularises where
     * a network has many inputs and can overfit; let the learning rate fall to zero over the training ({@link
     * LearningRate#cosine}), and let the validation part choose the sparsity: 0.8, 0.9, 0.95 or
     * none ({@code docs/results.md} says how much it gains, and where nothing).
     *
     * @param epochs of the whole training, at least 2
     * @param sparsity from 30% of the epochs on, above 0 and below 1
     * @return the plan
     * @throws IllegalArgumentException if there are too few epochs, or the sparsity lies outside (0, 1)
     */
    public static PruningPlan early(int epochs, double sparsity) {
        if (epochs < 2) {
            throw new IllegalArgumentException(
                    "epochs is " + epochs + " but a rise to the last sparsity and an epoch to"
                            + " recover need at least 2; train longer or make a plan of your own with PruningPlan.of(..)");
        }
        requireInside("sparsity", sparsity);
        long end = Math.max(1, Math.round(EARLY_END * epochs));
        long begin = Math.max(0, Math.min(EARLY_WARM_UP - 1, end - 2)); // the progress is 0 here: nothing goes yet
        return of(new PruningSchedule(
                        SparsityCurve.zhuGuptaCubic(0, sparsity), PruningWindow.epochs(begin, end, INTERVAL)))
                .withLayerCap(EARLY_LAYER_CAP);
    }

    /**
     * A plan that passes through all sparsities, so that the validation part can choose one within a single training:
     * the density falls geometrically from 1 to 0.02, see {@link #search(int, double)}.
     *
     * @param epochs of the whole training, at least 2
     * @return the plan
     * @throws IllegalArgumentException if there are too few epochs
     */
    public static PruningPlan search(int epochs) {
        return search(epochs, SEARCH_SPARSITY);
    }

    /**
     * A plan that passes through all sparsities from none to a last one: the density falls geometrically ({@link
     * SparsityCurve#geometric}) over 90% of the epochs, masks updated every 5 iterations, at most 99% of any layer. It
     * is made for a training that judges the network after every epoch and keeps the best: {@code SparsitySearch}, or
     * DL4J's own early stopping.
     *
     * @param epochs of the whole training, at least 2
     * @param last sparsity after 90% of the epochs, above 0 and below 1
     * @return the plan
     * @throws IllegalArgumentException if there are too few epochs, or the sparsity lies outside (0, 1)
     */
    public static PruningPlan search(int epochs, double last) {
        if (epochs < 2) {
            throw new IllegalArgumentException("epochs is " + epochs
                    + " but a search needs at least 2, one of them at the" + " last sparsity; train longer");
        }
        requireInside("last sparsity", last);
        long end = Math.max(1, Math.min(epochs - 1L, Math.round(SEARCH_END * epochs))); // the last epoch is at the last
        return of(new PruningSchedule(SparsityCurve.geometric(last), PruningWindow.epochs(0, end, INTERVAL)))
                .withLayerCap(Math.max(EARLY_LAYER_CAP, last));
    }

    /**
     * The same as {@link #early(int, double)} with a target that rises from one update of the masks to the next instead
     * of once an epoch, for whoever knows how many iterations an epoch has.
     *
     * @param length of the whole training, at least 2 epochs
     * @param sparsity from 30% of the training on, above 0 and below 1
     * @return the plan, with a window in iterations
     * @throws IllegalArgumentException if there are too few epochs, or the sparsity lies outside (0, 1)
     */
    public static PruningPlan early(TrainingLength length, double sparsity) {
        PruningPlan byEpoch = early(length.epochs(), sparsity);
        PruningWindow window = byEpoch.schedule().window();
        long begin = Math.min(EARLY_WARM_UP, window.end() - 1) * length.iterationsPerEpoch() + 1;
        long end = window.end() * length.iterationsPerEpoch() + 1;
        return byEpoch.withSchedule(
                new PruningSchedule(byEpoch.schedule().curve(), PruningWindow.iterations(begin, end, INTERVAL)));
    }

    private static void requireInside(String name, double sparsity) {
        if (!(sparsity > 0 && sparsity < 1)) {
            throw new IllegalArgumentException(name + " is " + sparsity + " but must be above 0 and below 1");
        }
    }

    private static PruningPlan paper(int epochs, double initial, double last, int warmUp) {
        if (epochs < warmUp + 2) {
            throw new IllegalArgumentException("epochs is " + epochs + " but " + warmUp
                    + " epochs of warm-up and a rise to the last sparsity need at least " + (warmUp + 2)
                    + "; train longer or make a plan of your own with PruningPlan.of(..)");
        }
        return of(new PruningSchedule(
                SparsityCurve.paperCubic(initial, last), PruningWindow.epochs(warmUp, epochs - 1L, INTERVAL)));
    }

    /**
     * Another schedule.
     *
     * @param schedule the new one
     * @return a changed copy
     * @throws IllegalArgumentException if it is null
     */
    public PruningPlan withSchedule(PruningSchedule schedule) {
        return new PruningPlan(schedule, importance, allocation, layerCap, granularity, include, exclude);
    }

    /**
     * Another way to compare weights.
     *
     * @param importance the new one
     * @return a changed copy
     */
    public PruningPlan withImportance(Importance importance) {
        return new PruningPlan(schedule, importance, allocation, layerCap, granularity, include, exclude);
    }

    /**
     * Another way to spread the budget.
     *
     * @param allocation the new one
     * @return a changed copy
     */
    public PruningPlan withAllocation(Allocation allocation) {
        return new PruningPlan(schedule, importance, allocation, layerCap, granularity, include, exclude);
    }

    /**
     * Another cap.
     *
     * @param layerCap largest sparsity of any layer, in (0, 1]
     * @return a changed copy
     * @throws IllegalArgumentException if it lies outside (0, 1]
     */
    public PruningPlan withLayerCap(double layerCap) {
        return new PruningPlan(schedule, importance, allocation, layerCap, granularity, include, exclude);
    }

    /**
     * Single weights or blocks of them.
     *
     * <p>In blocks, at every update whole blocks go in the order of their score, ties by position, the last of every
     * parameter never. The first that does not fit into {@code floor(sparsity * weights)} any more ends the update, so
     * the number of pruned weights is the largest that can be reached in this order, less than a block short of it.
     * While fewer weights are missing than the largest block has, nothing goes. Where all blocks are whole, exactly
     * {@code floor(floor(sparsity * weights) / blockSize)} of them are pruned. Caps and layers: see {@link Allocation}.
     *
     * @param granularity the new one, such as {@code Granularity.blocks(8)}
     * @return a changed copy
     */
    public PruningPlan withGranularity(Granularity granularity) {
        return new PruningPlan(schedule, importance, allocation, layerCap, granularity, include, exclude);
    }

    /**
     * Prunes more than the default.
     *
     * @param more parameters to prune beside those included already; has no effect on frozen and untrained ones
     * @return a changed copy
     */
    public PruningPlan including(Predicate<WeightParameter> more) {
        return new PruningPlan(schedule, importance, allocation, layerCap, granularity, include.or(more), exclude);
    }

    /**
     * Prunes less than the default.
     *
     * @param these parameters to leave alone beside those excluded already
     * @return a changed copy
     */
    public PruningPlan excluding(Predicate<WeightParameter> these) {
        return new PruningPlan(schedule, importance, allocation, layerCap, granularity, include, exclude.or(these));
    }

    /**
     * Whether this plan prunes a parameter.
     *
     * @param parameter of a model
     * @return true if it is chosen
     */
    public boolean selects(WeightParameter parameter) {
        return switch (parameter.status()) {
            case DEFAULT -> !exclude.test(parameter);
            case OPTIONAL -> include.test(parameter) && !exclude.test(parameter);
            case NEVER -> false;
        };
    }

    @Override
    public String toString() {
        return "sparsity " + schedule.curve() + ", " + schedule.window() + ", " + importance + ", " + allocation
                + ", at most " + layerCap + " of a layer"
                + (granularity.equals(Granularity.WEIGHTS) ? "" : ", " + granularity);
    }
}
