package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.forecast.Cell;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.util.Locale;
import picocli.CommandLine.Option;

/** How a network of the command line is pruned. */
final class PruningOptions {
    private static final int SHORTEST_EARLY_PLAN = 2;
    private static final int SHORTEST_PUBLISHED_PLAN = 4;

    /** The plans to choose from. */
    private enum Kind {
        EARLY,
        PUBLISHED;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @Option(
            names = "--plan",
            paramLabel = "early|published",
            description =
                    "Early and hard, then on at fixed masks; or the published one, whose last weights go in the last epoch"
                            + " (default: early).")
    private Kind kind;

    @Option(
            names = "--sparsity",
            paramLabel = "SHARE",
            description = "Pruned in the end (default: 0.9; of the published plan 0.5 for rnn, 0.7 for lstm).")
    private Double sparsity;

    @Option(
            names = "--schedule-epochs",
            paramLabel = "N",
            description = "Epochs of the whole training that the plan is for, counting those after a --resume (default:"
                    + " --epochs).")
    private Integer scheduleEpochs;

    boolean given() {
        return kind != null || sparsity != null || scheduleEpochs != null;
    }

    /** The plan for a new network. */
    PruningPlan plan(Cell cell, int epochs) {
        int length = scheduleEpochs == null ? epochs : scheduleEpochs;
        if (sparsity != null && !(sparsity > 0 && sparsity < 1)) {
            throw new InputException("--sparsity must be above 0 and below 1, but is " + sparsity);
        }
        boolean published = kind == Kind.PUBLISHED;
        int shortest = published ? SHORTEST_PUBLISHED_PLAN : SHORTEST_EARLY_PLAN;
        if (length > 0 && length < shortest) {
            throw new InputException("--epochs " + length + " is too short for the plan '"
                    + (published ? Kind.PUBLISHED : Kind.EARLY) + "': give at least " + shortest + ".");
        }
        length = Math.max(length, shortest); // a network that is not trained follows no plan
        if (!published) {
            return sparsity == null ? PruningPlan.early(length) : PruningPlan.early(length, sparsity);
        }
        PruningPlan plan = cell == Cell.RNN ? PruningPlan.paperRnn(length) : PruningPlan.paperLstm(length);
        if (sparsity == null) {
            return plan;
        }
        double from = Math.min(plan.schedule().curve().at(0), sparsity);
        return plan.withSchedule(new PruningSchedule(
                SparsityCurve.paperCubic(from, sparsity), plan.schedule().window()));
    }
}
