package io.github.dl4jpruning.samples.cli;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.InputException;
import io.github.dl4jpruning.samples.forecast.Cell;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import picocli.CommandLine.Option;

/** What may differ from the published settings of the method. */
final class PruningOptions {
    private static final int SHORTEST_PAPER_PLAN = 4;

    @Option(
            names = "--sparsity",
            paramLabel = "SHARE",
            description = "Pruned in the end (default: 0.5 for rnn, 0.7 for lstm).")
    private Double sparsity;

    @Option(names = "--warm-up", paramLabel = "EPOCHS", description = "Before the first pruning (default: 2).")
    private Integer warmUp;

    @Option(
            names = "--schedule-epochs",
            paramLabel = "N",
            description =
                    "Epochs until the last sparsity is reached, counting those after a --resume (default: --epochs).")
    private Integer scheduleEpochs;

    boolean given() {
        return sparsity != null || warmUp != null || scheduleEpochs != null;
    }

    /** The plan for a new network. */
    PruningPlan plan(Cell cell, int epochs) {
        int length = scheduleEpochs == null ? epochs : scheduleEpochs;
        PruningPlan paper = paper(cell, Math.max(length, SHORTEST_PAPER_PLAN));
        long begin = warmUp == null ? paper.schedule().window().begin() : warmUp;
        if (sparsity != null && !(sparsity > 0 && sparsity < 1)) {
            throw new InputException("--sparsity must be above 0 and below 1, but is " + sparsity);
        }
        if (begin < 0) {
            throw new InputException("--warm-up must be at least 0, but is " + begin);
        }
        if (length < begin + 2) {
            throw new InputException("--epochs " + length + " is too short for pruning after " + begin
                    + " epochs of warm-up (--warm-up): give at least " + (begin + 2) + ".");
        }
        SparsityCurve curve = paper.schedule().curve();
        double end = sparsity == null ? curve.at(1) : sparsity;
        return PruningPlan.of(new PruningSchedule(
                SparsityCurve.paperCubic(Math.min(curve.at(0), end), end),
                PruningWindow.epochs(
                        begin, length - 1L, paper.schedule().window().interval())));
    }

    private static PruningPlan paper(Cell cell, int epochs) {
        return switch (cell) {
            case RNN -> PruningPlan.paperRnn(epochs);
            case LSTM -> PruningPlan.paperLstm(epochs);
        };
    }
}
