package io.github.dl4jpruning.engine;

import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import io.github.dl4jpruning.selection.Allocation;
import io.github.dl4jpruning.selection.Granularity;
import io.github.dl4jpruning.selection.Importance;
import java.util.function.Predicate;

/**
 * Everything that decides which weights go and when. Immutable; the {@code with} methods give changed copies.
 *
 * <pre>{@code
 * PruningPlan plan = PruningPlan.paperLstm(20);
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
 * @param include prunes also these of the parameters that are left out by default ({@link WeightParameter.Status#OPTIONAL})
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

    private static final int GRADUAL_WARM_UP = 2;

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
     * A plan with the defaults of the paper: global magnitude, single weights, matrices and kernels only, and at most 98% of
     * any layer.
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
     * <p>Differs from the authors' scripts, with the reason: the last sparsity is reached in the last epoch (theirs counts
     * epochs from 0 and divides by their number, so it ends short of it); exactly the target count is pruned (theirs is one
     * short at every update); optimizer state of pruned weights is cleared (theirs keeps it); no layer loses more than 98% of
     * its weights and no parameter all of them (theirs has no such guard).
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
     * The published settings for the patch transformer: convex cubic from 0.01 to 0.5, five epochs of warm-up, masks updated
     * every 5 iterations (Vos et al., arXiv 2508.09330). Differs from the authors' scripts as {@link #paperRnn} does, and
     * moreover: gains of layer norm are not in the pool (theirs has them in the budget, though they are never the smallest),
     * and dropout is meant to be off (theirs leaves dropout 0.3 on in the pruning arm).
     *
     * @param epochs of the whole training, at least 7
     * @return the plan
     * @throws IllegalArgumentException if there are too few epochs for warm-up and pruning
     */
    public static PruningPlan paperPatchTst(int epochs) {
        return paper(epochs, 0.01, 0.5, 5);
    }

    /**
     * Gradual pruning that leaves the network time to recover: Zhu and Gupta's concave cubic from 0 to the last sparsity (arXiv
     * 1710.01878), two epochs of warm-up, masks updated every 5 iterations, done after three fifths of the training. In our
     * experiment the published plans, which take the last weights in the last epoch, cost several times as much accuracy: see {@code
     * docs/results.md}.
     *
     * @param epochs of the whole training, at least 6
     * @param sparsity reached after three fifths of them, above 0 and below 1
     * @return the plan
     * @throws IllegalArgumentException if there are too few epochs, or the sparsity lies outside (0, 1)
     */
    public static PruningPlan gradual(int epochs, double sparsity) {
        long end = Math.round(0.6 * epochs) - 1;
        if (end <= GRADUAL_WARM_UP) {
            throw new IllegalArgumentException("epochs is " + epochs + " but " + GRADUAL_WARM_UP
                    + " epochs of warm-up, a rise to the last sparsity and time to recover need at least 6; train longer or make"
                    + " a plan of your own with PruningPlan.of(..)");
        }
        if (!(sparsity > 0 && sparsity < 1)) {
            throw new IllegalArgumentException("sparsity is " + sparsity + " but must be above 0 and below 1");
        }
        return of(new PruningSchedule(
                SparsityCurve.zhuGuptaCubic(0, sparsity), PruningWindow.epochs(GRADUAL_WARM_UP, end, 5)));
    }

    private static PruningPlan paper(int epochs, double initial, double last, int warmUp) {
        if (epochs < warmUp + 2) {
            throw new IllegalArgumentException("epochs is " + epochs + " but " + warmUp
                    + " epochs of warm-up and a rise to the last sparsity need at least " + (warmUp + 2)
                    + "; train longer or make a plan of your own with PruningPlan.of(..)");
        }
        return of(new PruningSchedule(
                SparsityCurve.paperCubic(initial, last), PruningWindow.epochs(warmUp, epochs - 1L, 5)));
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
     * <p>In blocks, at every update whole blocks go in the order of their score, ties by position, the last of every parameter
     * never. The first that does not fit into {@code floor(sparsity * weights)} any more ends the update, so the number of
     * pruned weights is the largest that can be reached in this order, less than a block short of it. While fewer weights are
     * missing than the largest block has, nothing goes. Where all blocks are whole, exactly
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
