package io.github.dl4jpruning.samples.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jpruning.engine.PruningPlan;
import io.github.dl4jpruning.samples.console.Progress;
import io.github.dl4jpruning.schedule.PruningSchedule;
import io.github.dl4jpruning.schedule.PruningWindow;
import io.github.dl4jpruning.schedule.SparsityCurve;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final PruningPlan PLAN = PruningPlan.paperLstm(5);

    @Test
    void allArmsSeeTheSameBatchesSoThatPruningDiffersOnlyOnceItPrunes() {
        List<Double> none = SmallTask.train(SmallTask.fresh(Method.NONE, Cell.LSTM, PLAN), 5, false)
                .validationMae();
        List<Double> pruned = SmallTask.train(SmallTask.fresh(Method.PRUNING, Cell.LSTM, PLAN), 5, false)
                .validationMae();
        List<Double> dropout = SmallTask.train(SmallTask.fresh(Method.DROPOUT, Cell.LSTM, PLAN), 5, false)
                .validationMae();

        assertThat(pruned.subList(0, 2)).isEqualTo(none.subList(0, 2));
        assertThat(pruned.get(4)).isNotEqualTo(none.get(4));
        assertThat(dropout.get(0)).isNotEqualTo(none.get(0));
    }

    @Test
    void theSparsityCountedInTheNetworkIsThatOfThePlanAndOfTheReport() {
        Outcome outcome = SmallTask.train(SmallTask.fresh(Method.PRUNING, Cell.RNN, PLAN), 5, false);

        int weights = SmallTask.UNITS * (SmallTask.UNITS + 2);
        assertThat(outcome.sparsity()).isEqualTo(Math.floor(0.7 * weights) / weights);
        assertThat(outcome.report().orElseThrow().total().achievedSparsity()).isEqualTo(outcome.sparsity());
        assertThat(outcome.history().orElseThrow().updates()).isNotEmpty();
    }

    @Test
    void anArmWithoutPruningHasNoZeroWeightsAndNoReport() {
        Outcome outcome = SmallTask.train(SmallTask.fresh(Method.DROPOUT, Cell.RNN, PLAN), 1, false);

        assertThat(outcome.sparsity()).isZero();
        assertThat(outcome.report()).isEmpty();
    }

    @Test
    void trainingMakesTheForecastBetter() {
        Outcome outcome = SmallTask.train(SmallTask.fresh(Method.NONE, Cell.RNN, PLAN), 12, false);

        assertThat(outcome.validationMae().get(11))
                .isLessThan(0.7 * outcome.validationMae().get(0));
        assertThat(outcome.validation().errors().mae())
                .isEqualTo(outcome.validationMae().get(11));
    }

    @Test
    void restoringTheBestEpochBringsBackItsWeightsMasksAndReport() {
        // Nearly everything goes in the last epoch, so that an earlier one must be the best.
        PruningPlan ruin = PruningPlan.of(
                new PruningSchedule(SparsityCurve.convexPolynomial(0.1, 0.93, 20), PruningWindow.epochs(1, 7, 1)));

        Outcome last = SmallTask.train(SmallTask.fresh(Method.PRUNING, Cell.RNN, ruin), 8, false);
        Outcome best = SmallTask.train(SmallTask.fresh(Method.PRUNING, Cell.RNN, ruin), 8, true);

        assertThat(last.bestEpoch()).isLessThan(8);
        assertThat(last.chosenEpoch()).isEqualTo(8);
        assertThat(best.chosenEpoch()).isEqualTo(last.bestEpoch());
        assertThat(best.validationMae()).isEqualTo(last.validationMae());
        assertThat(best.validation().errors().mae())
                .isEqualTo(best.validationMae().get(best.chosenEpoch() - 1));
        assertThat(best.sparsity()).isLessThan(last.sparsity());
        assertThat(best.history().orElseThrow().updates())
                .hasSameSizeAs(last.history().orElseThrow().updates());
        assertThat(best.report().orElseThrow().total().achievedSparsity()).isCloseTo(best.sparsity(), within(1e-12));
    }

    @Test
    void progressIsToldOncePerBatchAndEpochAndClosed() {
        List<String> told = new ArrayList<>();
        Progress progress = (title, epochs, iterations) -> new Progress.Run() {
            @Override
            public void iterationDone() {
                told.add("iteration");
            }

            @Override
            public void epochDone(int epoch, String note) {
                told.add("epoch " + epoch + " of " + epochs + " with " + iterations);
            }

            @Override
            public void close() {
                told.add("closed");
            }
        };
        new Trainer(SmallTask.TASK, new Training(1, 100, 1, false), progress)
                .train(SmallTask.fresh(Method.NONE, Cell.RNN, PLAN), "test");

        assertThat(told).containsExactly("iteration", "iteration", "epoch 1 of 1 with 2", "closed");
    }
}
